package org.fitact.stats;

/**
 * Two schemes on the same trials, that is, on the same faults: the statistics of a − b, trial by trial.
 *
 * @param n number of pairs
 * @param meanDifference mean of a − b; positive where a is better
 * @param ci95 95 % confidence interval of the mean difference, by {@link Range#ofMean(double[])}: as with single schemes, a
 *     catastrophe that came in none of these trials may be there, under one of both; unknown for one pair
 * @param bootstrap95 BCa bootstrap 95 % confidence interval of the mean difference; unknown for one pair
 * @param wilcoxonP two-sided p-value of {@link WilcoxonSignedRank}; 1 when all differences are zero. It is not
 *     corrected for the number of comparisons
 */
public record PairedComparison(int n, double meanDifference, Interval ci95, Interval bootstrap95, double wilcoxonP) {

    /**
     * Compares two schemes; neither array is modified. Where all differences are equal, both intervals are that of
     * {@link Range#ofEqual}.
     *
     * @param a one value per trial
     * @param b the values of the same trials, in the same order
     * @param range of a difference: {@link Range#minus}
     * @throws IllegalArgumentException if the lengths differ, there is no pair, or a value is not finite
     */
    public static PairedComparison of(double[] a, double[] b, Range range, Bootstrap bootstrap) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "pairs need as many values in b as in a: " + a.length + " in a, " + b.length + " in b");
        }
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        Sample.requireFinite(differences, "differences");
        Interval ci95 = range.ofMean(differences);
        return new PairedComparison(
                differences.length,
                Sample.mean(differences),
                ci95,
                Sample.areEqual(differences) ? ci95 : bootstrap.bca(differences),
                WilcoxonSignedRank.pValue(differences));
    }
}
