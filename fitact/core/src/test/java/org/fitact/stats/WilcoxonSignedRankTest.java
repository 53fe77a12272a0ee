package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WilcoxonSignedRankTest {

    // d = [6,8,14,16,23,24,28,29,41,-48,49,56,60,-67,75]   (Darwin's plants)
    // scipy.stats.wilcoxon(d, mode="exact").pvalue -> 0.041259765625
    @Test
    void isExactWithoutTies() {
        double[] darwin = {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};
        assertEquals(0.041259765625, WilcoxonSignedRank.pValue(darwin), 1e-15);
    }

    // scipy.stats.wilcoxon([1,1,-1,2,2,3,-2,4,5], method=scipy.stats.PermutationMethod(n_resamples=10**6)).pvalue
    // -> 0.08203125
    @Test
    void isExactWithTiesAndDropsZeros() {
        double[] tied = {0, 0, 1, 1, -1, 2, 2, 3, -2, 4, 5};
        assertEquals(0.08203125, WilcoxonSignedRank.pValue(tied), 1e-15);
    }

    // i = np.arange(1, 81); z = ((i * 37) % 23 - 9) / 4.0
    // scipy.stats.wilcoxon(z, zero_method="wilcox", correction=True, method="asymptotic").pvalue
    @Test
    void approximatesManyDifferencesWithTieAndContinuityCorrection() {
        double[] many = new double[80];
        Arrays.setAll(many, i -> ((i + 1) * 37 % 23 - 9) / 4.0);
        assertEquals(0.013233692823898592, WilcoxonSignedRank.pValue(many), 1e-12);
    }

    @Test
    void theTwoWaysMeet() {
        double[] most = new double[WilcoxonSignedRank.EXACT_LIMIT];
        Arrays.setAll(most, i -> (i % 3 == 0 ? -1 : 1) * (i + 1));
        double[] oneMore = Arrays.copyOf(most, most.length + 1);
        oneMore[most.length] = 1e-3;
        assertEquals(WilcoxonSignedRank.pValue(most), WilcoxonSignedRank.pValue(oneMore), 0.01);
    }

    @Test
    void differencesThatRoundDifferentlyAreTied() {
        double[] accuracies = {0.81 - 0.80, 0.61 - 0.60, 0.35 - 0.36, 0.02 - 0.01};
        double[] counts = {1, 1, -1, 1};
        assertEquals(WilcoxonSignedRank.pValue(counts), WilcoxonSignedRank.pValue(accuracies), 1e-15);
    }

    @Test
    void noDifferenceIsNoEvidence() {
        assertEquals(1, WilcoxonSignedRank.pValue(new double[10]));
        assertEquals(1, WilcoxonSignedRank.pValue(new double[] {3}));
        assertEquals(0.5, WilcoxonSignedRank.pValue(new double[] {3, 4}));
    }
}
