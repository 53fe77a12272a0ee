package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PairedComparisonTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(2000, 3);
    private static final Range DIFFERENCES = Range.ACCURACY.minus(Range.ACCURACY);

    // a = np.array([.80,.75,.82,.78,.69,.81]); b = np.array([.71,.74,.62,.70,.70,.52])
    // (a - b).mean(); the interval as in SummaryTest, with w = -1, b = 1, t = 2.5705818366147395: the rule of three is
    // wider
    // scipy.stats.wilcoxon((a - b).round(6), method=scipy.stats.PermutationMethod(n_resamples=10**6)).pvalue
    @Test
    void agreesWithNumpyAndScipy() {
        double[] a = {.80, .75, .82, .78, .69, .81};
        double[] b = {.71, .74, .62, .70, .70, .52};
        PairedComparison comparison = PairedComparison.of(a, b, DIFFERENCES, BOOTSTRAP);
        assertEquals(6, comparison.n());
        assertEquals(0.11000000000000003, comparison.meanDifference(), 1e-12);
        assertEquals(-0.3262719235867619, comparison.ci95().low(), 1e-9);
        assertEquals(0.4598036144074037, comparison.ci95().high(), 1e-9);
        assertEquals(0.09375, comparison.wilcoxonP(), 1e-12);
    }

    @Test
    void aSchemeAgainstItselfShowsNothing() {
        double[] a = {0.1, 0.7, 0.3};
        Interval unseen = DIFFERENCES.ofEqual(0, 3);
        assertEquals(new PairedComparison(3, 0, unseen, unseen, 1), PairedComparison.of(a, a, DIFFERENCES, BOOTSTRAP));
        assertEquals(1 - Math.cbrt(0.05), unseen.high(), 1e-12);
        assertEquals(-unseen.high(), unseen.low());
    }

    /** 0.3 − 0.2 and 0.5 − 0.4 are not the same double. */
    @Test
    void equalDifferencesAreToldInSpiteOfRounding() {
        Interval interval = PairedComparison.of(
                        new double[] {0.3, 0.5}, new double[] {0.2, 0.4}, DIFFERENCES, BOOTSTRAP)
                .ci95();
        assertTrue(interval.halfWidth() > 0.5, interval.toString());
    }

    @Test
    void refusesValuesWithoutAPartner() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> PairedComparison.of(new double[] {1}, new double[] {1, 2}, DIFFERENCES, BOOTSTRAP));
        assertEquals("pairs need as many values in b as in a: 1 in a, 2 in b", thrown.getMessage());
    }
}
