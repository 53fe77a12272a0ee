package org.fitact.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Bootstrap 95 % confidence intervals of a mean, from resamples drawn with Philox: the same values and the same seed
 * give the same interval, whatever the order of the values.
 *
 * @param resamples how many samples of size n are drawn with replacement; at least 100, some thousands are usual
 * @param seed seed of the draws
 */
public record Bootstrap(int resamples, long seed) {

    /**
     * The most values that are resampled. Beyond, the interval is that to which resampling leads, by its expansion: a
     * million values are summed once, not thousands of times.
     */
    public static final int LARGEST_SAMPLE = 5000;

    private static final double LOWER = 0.025;
    private static final double UPPER = 0.975;

    /** A stream of its own, so that a study may use one seed for its faults and its bootstrap. */
    private static final long STREAM = 0x626f6f7473747261L;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /** @throws IllegalArgumentException if there are fewer than 100 resamples */
    public Bootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples is " + resamples + ", expected at least 100");
        }
    }

    /**
     * Percentile interval: the 0.025 and 0.975 quantiles (type 7) of the resampled means.
     *
     * @param values not modified; fewer than two give {@link Interval#UNKNOWN}
     */
    public Interval percentile(double[] values) {
        return values.length < 2 ? Interval.UNKNOWN : between(resampledMeans(values), LOWER, UPPER);
    }

    /**
     * Bias-corrected and accelerated interval: the quantiles α = Φ(z₀ + (z₀ + z) / (1 − a(z₀ + z))) for z = ∓1.96, with
     * z₀ = Φ⁻¹(share of the resampled means below the mean, ties counted half) and a = Σd³ / (6 (Σd²)^1.5), where
     * d = mean of the jackknife means − the i-th jackknife mean.
     *
     * <p>Source: B. Efron, "Better Bootstrap Confidence Intervals", JASA 82 (1987), eq. 2.3 and 6.6. For more than
     * {@value #LARGEST_SAMPLE} values: the ABC interval (T. DiCiccio, B. Efron, "More Accurate Confidence Intervals in
     * Exponential Families", Biometrika 79 (1992)), which for a mean is mean + σ w / (1 − a w)² with σ² = Σd² / n² and
     * w = a + z.
     *
     * @param values not modified; fewer than two give {@link Interval#UNKNOWN}, equal ones that value
     */
    public Interval bca(double[] values) {
        if (values.length < 2) {
            return Interval.UNKNOWN;
        }
        // For a mean the jackknife differences are proportional to x − mean, so a needs no leave-one-out means.
        Moments moments = Moments.of(values);
        if (values.length > LARGEST_SAMPLE) {
            return expansion(moments);
        }
        double[] means = resampledMeans(values);
        double share = shareBelow(means, moments.mean());
        double acceleration = moments.acceleration();
        if (share <= 0 || share >= 1 || means[0] == means[means.length - 1]) {
            return between(means, LOWER, UPPER);
        }
        double bias = NORMAL.inverseCumulativeProbability(share);
        return between(means, adjusted(LOWER, bias, acceleration), adjusted(UPPER, bias, acceleration));
    }

    private static Interval expansion(Moments moments) {
        double acceleration = moments.acceleration();
        return new Interval(
                moments.mean() + moments.error() * accelerated(LOWER, acceleration),
                moments.mean() + moments.error() * accelerated(UPPER, acceleration));
    }

    private static double accelerated(double level, double acceleration) {
        double shifted = acceleration + NORMAL.inverseCumulativeProbability(level);
        return shifted / Math.pow(1 - acceleration * shifted, 2);
    }

    private static double adjusted(double level, double bias, double acceleration) {
        double shifted = bias + NORMAL.inverseCumulativeProbability(level);
        return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    }

    private static Interval between(double[] sortedMeans, double lower, double upper) {
        return new Interval(Sample.quantile(sortedMeans, lower), Sample.quantile(sortedMeans, upper));
    }

    private double[] resampledMeans(double[] values) {
        double[] sorted = Sample.sorted(values);
        int n = sorted.length;
        PhiloxRandom random = new PhiloxRandom(seed, STREAM);
        double[] means = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += sorted[random.nextInt(n)];
            }
            means[b] = Math.clamp(sum / n, sorted[0], sorted[n - 1]);
        }
        Arrays.sort(means);
        return means;
    }

    private static double shareBelow(double[] means, double mean) {
        // A resampled mean differs from an equal mean by rounding alone, depending on the order of its sum.
        double tolerance = 1e-12 * Math.max(1, Math.abs(mean));
        double below = 0;
        for (double candidate : means) {
            if (Math.abs(candidate - mean) <= tolerance) {
                below += 0.5;
            } else if (candidate < mean) {
                below += 1;
            }
        }
        return below / means.length;
    }
}
