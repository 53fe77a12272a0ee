package org.fitact.bench.sampling;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.fitact.stats.Range;

/**
 * How seldom an interval of a mean can hold, which holds in 95 % of the samples of whatever lies in a range.
 *
 * <p>Take calm observations of mean μ, and the same with a share ε of others in their place, which lie at an end of the range, a distance d
 * from μ. Of n of these, (1 − ε)^n of the samples are samples of the calm ones, and the mean is ε·d away. Where the interval holds that mean in 95 % of
 * the samples, it reaches as far in {@code q(ε) = 1 − 0.05 / (1 − ε)^n} of the calm samples at least. One that lies around the mean of the
 * sample, which is nearly normal with the standard error s, so ends {@code z = max over ε of ε·d/s + Φ⁻¹(q(ε))} standard errors away or more; and
 * since z is no less than 1.96 where it holds in 95 % at all, with as much on both sides, it holds the calm mean in {@code Φ(z₊) − Φ(−z₋)} of the calm
 * samples or more.
 *
 * <p>This is the argument of R. R. Bahadur, L. J. Savage, "The Nonexistence of Certain Statistical Procedures in Nonparametric Problems", Annals of
 * Mathematical Statistics 27 (1956), in numbers.
 */
final class LeastCoverage {

    private static final double LEVEL = 0.05;
    private static final int STEPS = 1000;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private LeastCoverage() {}

    /**
     * Of samples of recorded observations.
     *
     * @param recorded not modified
     * @param range in which others may lie; it is widened to hold the recorded ones
     * @param trials n, of a sample
     * @return 0..1; 1 where all are equal, since every interval then holds always or never
     */
    static double of(double[] recorded, Range range, int trials) {
        double mean = Arrays.stream(recorded).average().orElseThrow();
        double variance = Arrays.stream(recorded)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        double error = Math.sqrt(variance / trials);
        if (error < 1e-12) {
            return 1;
        }
        Range all = range.with(recorded);
        double usual = NORMAL.inverseCumulativeProbability(1 - LEVEL / 2);
        double above = Math.max(usual, reach((all.greatest() - mean) / error, trials));
        double below = Math.max(usual, reach((mean - all.least()) / error, trials));
        return NORMAL.cumulativeProbability(above) - NORMAL.cumulativeProbability(-below);
    }

    /** @param distance in standard errors */
    private static double reach(double distance, int trials) {
        double most = 1 - Math.pow(LEVEL, 1.0 / trials);
        double farthest = 0;
        for (int step = 1; step < STEPS; step++) {
            double share = most * step / STEPS;
            double seen = 1 - LEVEL / Math.pow(1 - share, trials);
            farthest = Math.max(farthest, share * distance + NORMAL.inverseCumulativeProbability(seen));
        }
        return farthest;
    }
}
