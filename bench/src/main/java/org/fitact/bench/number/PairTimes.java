package org.fitact.bench.number;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The nanoseconds of an inference by float weights and of the same otherwise, as medians over the rounds of an iteration, and the median of
 * their ratio in a round: secondary results of the benchmarks here, which JMH finds as the public methods. What it prints is the sum
 * over the iterations.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PairTimes {

    private final List<Long> floats = new ArrayList<>();
    private final List<Long> others = new ArrayList<>();

    /** Before every iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        floats.clear();
        others.clear();
    }

    /** Both once, the first one in turns. */
    void round(int number, Blackhole hole, Supplier<float[]> ofFloats, Supplier<float[]> other) {
        boolean floatsFirst = number % 2 == 0;
        long start = System.nanoTime();
        hole.consume(floatsFirst ? ofFloats.get() : other.get());
        long between = System.nanoTime();
        hole.consume(floatsFirst ? other.get() : ofFloats.get());
        long end = System.nanoTime();
        long first = between - start;
        long second = end - between;
        floats.add(floatsFirst ? first : second);
        others.add(floatsFirst ? second : first);
    }

    public double floatNanos() {
        return median(floats.stream().mapToDouble(Long::doubleValue).toArray());
    }

    public double otherNanos() {
        return median(others.stream().mapToDouble(Long::doubleValue).toArray());
    }

    /** Times that of float. */
    public double ratio() {
        double[] ratios = new double[floats.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) others.get(i) / floats.get(i);
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        return new Median().evaluate(values);
    }
}
