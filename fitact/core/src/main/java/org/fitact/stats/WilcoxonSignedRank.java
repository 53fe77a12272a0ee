package org.fitact.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Two-sided Wilcoxon signed-rank test of the hypothesis that paired differences are symmetric about zero.
 *
 * <p>Zeros are dropped before ranking (Wilcoxon's own treatment, the default of R and SciPy); ties share their mean
 * rank. Differences closer than 1e-12 count as tied, since equal differences of accuracies are not equal in floating
 * point. Up to {@value #EXACT_LIMIT} non-zero differences the p-value is exact, from the permutation distribution of
 * the rank sum given these very ranks, ties included; beyond, it is the normal approximation
 * z = (|W⁺ − n(n+1)/4| − ½) / √(n(n+1)(2n+1)/24 − Σ(t³ − t)/48) with t the sizes of the groups of ties.
 *
 * <p>Source: F. Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1 (1945).
 */
public final class WilcoxonSignedRank {

    /** The largest number of non-zero differences with an exact p-value. */
    public static final int EXACT_LIMIT = 50;

    private static final double RESOLUTION = 1e-12;

    private WilcoxonSignedRank() {}

    /**
     * The two-sided p-value; 1 when every difference is zero.
     *
     * @param differences not modified; their order does not matter
     */
    public static double pValue(double[] differences) {
        double[] nonZero = Arrays.stream(differences)
                .filter(difference -> Math.abs(difference) > RESOLUTION)
                .toArray();
        if (nonZero.length == 0) {
            return 1;
        }
        int[] doubledRanks = doubledRanks(nonZero);
        long positive = 0;
        for (int i = 0; i < nonZero.length; i++) {
            positive += nonZero[i] > 0 ? doubledRanks[i] : 0;
        }
        return nonZero.length <= EXACT_LIMIT ? exact(doubledRanks, positive) : approximate(doubledRanks, positive);
    }

    /** Twice the mean ranks of |d|: integers also where ties share a rank of one half. */
    private static int[] doubledRanks(double[] differences) {
        int n = differences.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(Math.abs(differences[i]), Math.abs(differences[j])));
        int[] ranks = new int[n];
        for (int start = 0; start < n; ) {
            int end = start + 1;
            while (end < n && Math.abs(differences[order[end]]) - Math.abs(differences[order[end - 1]]) <= RESOLUTION) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = start + 1 + end;
            }
            start = end;
        }
        return ranks;
    }

    /** Every one of the 2ⁿ assignments of signs is equally likely; counts those by their sum, one rank at a time. */
    private static double exact(int[] doubledRanks, long positive) {
        int total = Arrays.stream(doubledRanks).sum();
        double[] probability = new double[total + 1];
        probability[0] = 1;
        int reach = 0;
        for (int rank : doubledRanks) {
            reach += rank;
            for (int sum = reach; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        long smaller = Math.min(positive, total - positive);
        double tail = 0;
        for (int sum = 0; sum <= smaller; sum++) {
            tail += probability[sum];
        }
        return Math.min(1, 2 * tail);
    }

    private static double approximate(int[] doubledRanks, long positive) {
        double n = doubledRanks.length;
        int[] sorted = doubledRanks.clone();
        Arrays.sort(sorted);
        double ties = 0;
        for (int start = 0; start < sorted.length; ) {
            int end = start;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            double size = end - start;
            ties += size * size * size - size;
            start = end;
        }
        double deviation = Math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48);
        double distance = Math.max(0, Math.abs(positive / 2.0 - n * (n + 1) / 4) - 0.5);
        return Math.min(1, 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-distance / deviation));
    }
}
