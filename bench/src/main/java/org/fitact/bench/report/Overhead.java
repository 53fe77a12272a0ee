package org.fitact.bench.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.fitact.stats.Interval;

/**
 * How much longer one network takes than another, from iterations in which both were timed in turns.
 *
 * <p>Of every fork, the median over its iterations of {@code ln(time / time of the base)}; of these medians the mean,
 * and its 95 % interval by Student's t with forks − 1 degrees of freedom. A fork is the unit because the JIT and the
 * layout of the memory are drawn once for each: more iterations of one fork would narrow the interval without adding
 * evidence. The median keeps an iteration out that something else disturbed.
 *
 * @param relative 0.02 is 2 % longer
 * @param ci95 of {@code relative}; unknown for one fork
 */
public record Overhead(double relative, Interval ci95, int forks) {

    /**
     * The overhead of a network.
     *
     * @param base times {@code [fork][iteration]}
     * @param times of the same iterations
     */
    public static Overhead of(double[][] base, double[][] times) {
        double[] logs = IntStream.range(0, base.length)
                .mapToDouble(fork -> median(logRatios(base[fork], times[fork])))
                .toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        Interval interval = Interval.ofMean(logs);
        return new Overhead(
                Math.expm1(mean),
                interval.known()
                        ? new Interval(Math.expm1(interval.low()), Math.expm1(interval.high()))
                        : Interval.UNKNOWN,
                logs.length);
    }

    private static double[] logRatios(double[] base, double[] times) {
        if (base.length != times.length) {
            throw new IllegalArgumentException(
                    times.length + " iterations against " + base.length + ", expected the same ones");
        }
        return IntStream.range(0, base.length)
                .mapToDouble(i -> Math.log(times[i] / base[i]))
                .toArray();
    }

    /** The interval in per cent; unknown for one fork. */
    Interval percent() {
        return ci95.known() ? new Interval(100 * ci95.low(), 100 * ci95.high()) : Interval.UNKNOWN;
    }

    /** Of the times of all forks. */
    public static double median(double[][] times) {
        return median(Arrays.stream(times).flatMapToDouble(Arrays::stream).toArray());
    }

    private static double median(double[] values) {
        return new Median().evaluate(values);
    }
}
