package org.fitact.timing;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.fitact.stats.Interval;

/**
 * The time of one task over that of another, by the median over rounds in which both ran: a round that something else disturbed moves
 * it little.
 *
 * @param value 1.02 is 2 % longer
 * @param ci95 its interval by order statistics, whatever the distribution of the ratios: from the k-th least to the k-th
 *     greatest, with the largest k for which {@code P(Bin(n, ½) < k) ≤ 0.025}. It is of this process alone. Unknown for fewer
 *     than six rounds
 * @param rounds n
 */
@JsonPropertyOrder({"value", "ci95", "rounds"})
public record MedianRatio(double value, Interval ci95, int rounds) {

    private static final double TAIL = 0.025;

    /** What takes exactly as long as another, since it is the same. */
    public static final MedianRatio EQUAL = new MedianRatio(1, new Interval(1, 1), 0);

    /** What takes no time at all. */
    public static final MedianRatio NOTHING = new MedianRatio(0, new Interval(0, 0), 0);

    /**
     * Of times of the same rounds.
     *
     * @throws IllegalArgumentException if there are none, or not as many of both
     */
    public static MedianRatio of(double[] times, double[] base) {
        if (times.length != base.length || times.length == 0) {
            throw new IllegalArgumentException(
                    times.length + " rounds against " + base.length + ", expected the same ones");
        }
        double[] ratios = IntStream.range(0, times.length)
                .mapToDouble(i -> times[i] / base[i])
                .sorted()
                .toArray();
        return new MedianRatio(new Median().evaluate(ratios), interval(ratios), ratios.length);
    }

    private static Interval interval(double[] sorted) {
        int n = sorted.length;
        // The least x with P(X <= x) >= 0.025, so P(X < x) < 0.025.
        int k = new BinomialDistribution(null, n, 0.5).inverseCumulativeProbability(TAIL);
        return k < 1 ? Interval.UNKNOWN : new Interval(sorted[k - 1], sorted[n - k]);
    }

    /** The median of times alone. */
    public static double median(double[] times) {
        return new Median().evaluate(Arrays.copyOf(times, times.length));
    }
}
