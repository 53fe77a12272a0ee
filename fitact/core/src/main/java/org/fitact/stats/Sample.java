package org.fitact.stats;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.TDistribution;

/** The elementary estimates that {@link Summary} and {@link PairedComparison} are made of. */
final class Sample {

    private static final double UPPER_TAIL = 0.975;

    /** Differences of accuracies that are equal may differ by a rounding; of others, by an image. */
    private static final double TOLERANCE = 1e-12;

    /** Of so many values or more it differs from that of infinitely many by less than 3e-5. */
    private static final int LARGEST_QUANTILE = 100_000;

    /** Each takes some ten thousand operations, and a campaign asks for the same again and again. */
    private static final Map<Integer, Double> QUANTILES = new ConcurrentHashMap<>();

    private Sample() {}

    static boolean areEqual(double[] values) {
        for (double value : values) {
            if (Math.abs(value - values[0]) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    /** Arithmetic mean, summed in order of size so that it does not depend on the order of the values. */
    static double mean(double[] values) {
        double[] sorted = sorted(values);
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        // The rounded sum may leave the range of the values by an ulp; a mean never does.
        return Math.clamp(sum / sorted.length, sorted[0], sorted[sorted.length - 1]);
    }

    /** Standard deviation with divisor n − 1; NaN for a single value. */
    static double standardDeviation(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : sorted(values)) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    /** Quantile of type 7 (Hyndman and Fan 1996): linear between the order statistics at h = (n − 1) · p. */
    static double quantile(double[] sorted, double p) {
        double h = (sorted.length - 1) * p;
        int below = (int) Math.floor(h);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
    }

    /** mean ± t(0.975, n − 1) · sd / √n; {@link Interval#UNKNOWN} for a single value. */
    static Interval studentInterval(double[] values) {
        int n = values.length;
        if (n < 2) {
            return Interval.UNKNOWN;
        }
        double mean = mean(values);
        double halfWidth = studentQuantile(n) * standardDeviation(values) / Math.sqrt(n);
        return new Interval(mean - halfWidth, mean + halfWidth);
    }

    /** The 0.975 quantile of Student's t with n − 1 degrees of freedom. */
    static double studentQuantile(int n) {
        return QUANTILES.computeIfAbsent(
                Math.min(n, LARGEST_QUANTILE),
                m -> new TDistribution(null, m - 1).inverseCumulativeProbability(UPPER_TAIL));
    }

    static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    static void requireFinite(double[] values, String what) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no " + what + ": at least one is needed");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(what + "[" + i + "] is " + values[i] + ", expected a finite number");
            }
        }
    }
}
