package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.fitact.stats.Interval;

/**
 * Two schemes on identical faults at one rate.
 *
 * @param a the scheme that comes later in the registry
 * @param b the scheme that comes earlier
 * @param rate bit error rate
 * @param meanDifference mean accuracy of a − b over the trials both ran; positive where a is better
 * @param ci95 its 95 % interval, by {@link org.fitact.stats.Range#ofMean(double[])}; Student's in results of earlier versions
 * @param wilcoxonP two-sided p-value of the Wilcoxon signed-rank test, not corrected for the number of pairs
 * @param trials number of paired trials
 * @param bootstrap95 BCa bootstrap 95 % interval of the mean difference
 */
@JsonPropertyOrder({"a", "b", "rate", "meanDifference", "ci95", "wilcoxonP", "trials", "bootstrap95"})
public record PairResult(
        String a,
        String b,
        double rate,
        double meanDifference,
        Interval ci95,
        double wilcoxonP,
        int trials,
        Interval bootstrap95) {

    /** The same two the other way round: {@code b − a}. */
    public PairResult reversed() {
        return new PairResult(b, a, rate, -meanDifference, negated(ci95), wilcoxonP, trials, negated(bootstrap95));
    }

    private static Interval negated(Interval interval) {
        return new Interval(-interval.high(), -interval.low());
    }
}
