package org.fitact.bench.run;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.fitact.stats.Interval;

/**
 * The interval of a difference of two means, 95 %, of samples whose variances differ: {@code x̄₂ − x̄₁ ± t √(s₁²/n₁ + s₂²/n₂)}, t with
 * {@code (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)²/(n₁ − 1) + (s₂²/n₂)²/(n₂ − 1))} degrees of freedom.
 *
 * <p>Source: B. L. Welch, "The generalization of Student's problem when several different population variances are involved",
 * Biometrika 34 (1947).
 */
final class Welch {

    private static final double UPPER = 0.975;

    private Welch() {}

    /** Of the second mean less the first; each sample has at least two values. */
    static Interval interval(double[] first, double[] second) {
        double a = StatUtils.variance(first) / first.length;
        double b = StatUtils.variance(second) / second.length;
        double difference = StatUtils.mean(second) - StatUtils.mean(first);
        if (a + b == 0) {
            return new Interval(difference, difference);
        }
        double freedom = (a + b) * (a + b) / (a * a / (first.length - 1) + b * b / (second.length - 1));
        double half = new TDistribution(freedom).inverseCumulativeProbability(UPPER) * Math.sqrt(a + b);
        return new Interval(difference - half, difference + half);
    }
}
