package org.fitact.stats;

/**
 * What is reported of the trials of one scheme at one fault rate.
 *
 * @param n number of trials
 * @param mean arithmetic mean
 * @param sd standard deviation with divisor n − 1; NaN for one trial
 * @param median the 0.5 quantile. All quantiles are of type 7 (Hyndman and Fan 1996), the default of R and NumPy:
 *     linear between the order statistics at position (n − 1) · p, counted from 0
 * @param q1 the 0.25 quantile
 * @param q3 the 0.75 quantile
 * @param ci95 95 % confidence interval of the mean, by {@link Range#ofMean(double[])}; its sides differ, and it has a width also
 *     where all trials are equal; unknown for one trial
 * @param bootstrap95 bias-corrected and accelerated (BCa) bootstrap 95 % confidence interval of the mean; unknown for
 *     one trial
 */
public record Summary(
        int n, double mean, double sd, double median, double q1, double q3, Interval ci95, Interval bootstrap95) {

    /**
     * Summarises values, which are not modified; their order does not matter. Where all are equal, also the bootstrap's interval
     * is that of {@link Range#ofEqual}: no interval has the width 0.
     *
     * @param range of a value, as far as it is known beforehand: {@link Range#ofTrials}
     * @throws IllegalArgumentException if there is none, or one is not finite
     */
    public static Summary of(double[] values, Range range, Bootstrap bootstrap) {
        Sample.requireFinite(values, "values");
        double[] sorted = Sample.sorted(values);
        Interval ci95 = range.ofMean(sorted);
        return new Summary(
                sorted.length,
                Sample.mean(sorted),
                Sample.standardDeviation(sorted),
                Sample.quantile(sorted, 0.5),
                Sample.quantile(sorted, 0.25),
                Sample.quantile(sorted, 0.75),
                ci95,
                Sample.areEqual(sorted) ? ci95 : bootstrap.bca(sorted));
    }
}
