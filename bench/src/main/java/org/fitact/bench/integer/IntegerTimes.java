package org.fitact.bench.integer;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The nanoseconds of an inference in float and in integers, as medians over the rounds of an iteration, and the median of their ratio in a
 * round: secondary results of {@link IntegerBenchmark}, which JMH finds as the public methods. What it prints
 * is the sum over the iterations.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class IntegerTimes {

    private final List<Long> floats = new ArrayList<>();
    private final List<Long> integers = new ArrayList<>();

    /** Before every iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        floats.clear();
        integers.clear();
    }

    void add(long ofFloats, long ofIntegers) {
        floats.add(ofFloats);
        integers.add(ofIntegers);
    }

    public double floatNanos() {
        return median(floats.stream().mapToDouble(Long::doubleValue).toArray());
    }

    public double integerNanos() {
        return median(integers.stream().mapToDouble(Long::doubleValue).toArray());
    }

    /** Times that of float. */
    public double ratio() {
        double[] ratios = new double[floats.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) integers.get(i) / floats.get(i);
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        return new Median().evaluate(values);
    }
}
