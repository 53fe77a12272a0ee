package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final double[] VALUES = {0.81, 0.79, 0.84, 0.62, 0.80, 0.77, 0.83, 0.55, 0.82, 0.80};
    private static final Bootstrap BOOTSTRAP = new Bootstrap(10_000, 7);

    // x = np.array([0.81,0.79,0.84,0.62,0.80,0.77,0.83,0.55,0.82,0.80])
    // x.mean(), x.std(ddof=1), np.quantile(x, [.25, .5, .75])
    // m, v, b, t = x.mean(), x.var(), x.max(), 2.2621571628540993                     (NumPy 1.24)
    // k = t*t/len(x) * v/((b - m)*m); np.roots([1 + k, -2*m - k*b, m*m]); u = 1 - .05**(1/len(x)); m - u*m, m + u*(b -
    // m)
    // r = v/((b - m)*m); g = (1 - r)*((x - m)**3).mean()/v**1.5                         for Hall's end above
    // m - v**.5*3/g*(np.cbrt(1 + g*(-t/len(x)**.5 - g/6/len(x))) - 1)
    @Test
    void agreesWithNumpy() {
        Summary summary = Summary.of(VALUES, new Range(0, 0.83), BOOTSTRAP);
        assertEquals(10, summary.n());
        assertEquals(0.763, summary.mean(), 1e-15);
        assertEquals(0.09730250653389036, summary.sd(), 1e-15);
        assertEquals(0.775, summary.q1(), 1e-15);
        assertEquals(0.8, summary.median(), 1e-15);
        assertEquals(0.8175, summary.q3(), 1e-15);
        assertEquals(0.5654855846686011, summary.ci95().low(), 1e-9);
        assertEquals(0.8143816973262143, summary.ci95().high(), 1e-9);
    }

    // scipy.stats.bootstrap((x,), np.mean, n_resamples=200000, method="percentile", rng=1) -> [0.700, 0.812]
    // scipy.stats.bootstrap((x,), np.mean, n_resamples=200000, method="BCa", rng=1)        -> [0.682, 0.807]
    @Test
    void bootstrapAgreesWithScipyWithinItsOwnNoise() {
        Bootstrap fine = new Bootstrap(100_000, 7);
        Interval percentile = fine.percentile(VALUES);
        assertEquals(0.700, percentile.low(), 0.002);
        assertEquals(0.812, percentile.high(), 0.002);
        Interval bca = fine.bca(VALUES);
        assertEquals(0.682, bca.low(), 0.003);
        assertEquals(0.807, bca.high(), 0.002);
    }

    /** Skewed as accuracies under faults are: most trials are fine, some are lost. */
    @Test
    void beyondTheLargestSampleTheIntervalIsThatOfManyResamples() {
        PhiloxRandom random = new PhiloxRandom(5, 1);
        double[] most = new double[Bootstrap.LARGEST_SAMPLE];
        double[] more = new double[most.length + 1];
        for (int i = 0; i < more.length; i++) {
            more[i] = random.nextInt(100) < 3 ? 0.1 * random.nextInt(4) : 0.9;
            most[Math.min(i, most.length - 1)] = more[i];
        }
        Interval resampled = new Bootstrap(20_000, 3).bca(most);
        Interval expanded = new Bootstrap(20_000, 3).bca(more);
        double width = resampled.high() - resampled.low();
        assertEquals(resampled.low(), expanded.low(), 0.03 * width);
        assertEquals(resampled.high(), expanded.high(), 0.03 * width);
        assertTrue(
                expanded.high() - Sample.mean(more) < Sample.mean(more) - expanded.low(),
                "longer on the side of the lost trials");
    }

    @Test
    void dependsOnTheSeedButNotOnTheOrder() {
        double[] reversed = new double[VALUES.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = VALUES[VALUES.length - 1 - i];
        }
        assertEquals(Summary.of(VALUES, Range.ACCURACY, BOOTSTRAP), Summary.of(reversed, Range.ACCURACY, BOOTSTRAP));
        double[] fine = {0.1234, 0.3456, 0.5217, 0.7331, 0.9173};
        assertNotEquals(new Bootstrap(1000, 1).bca(fine), new Bootstrap(1000, 2).bca(fine));
    }

    // The share that may be different: 1 - 0.05 ** (1 / 30) = 0.0950338528553
    @Test
    void equalValuesAreNoPoint() {
        double[] values = new double[30];
        Arrays.fill(values, 0.1);
        Summary summary = Summary.of(values, Range.ACCURACY, BOOTSTRAP);
        assertEquals(0.1, summary.mean());
        assertEquals(0, summary.sd());
        assertEquals(0.1 * (1 - 0.0950338528553), summary.ci95().low(), 1e-9);
        assertEquals(0.1 + 0.9 * 0.0950338528553, summary.ci95().high(), 1e-9);
        assertEquals(summary.ci95(), summary.bootstrap95());
        Arrays.fill(values, 1);
        assertEquals(1, Summary.of(values, Range.ACCURACY, BOOTSTRAP).ci95().high());
        assertTrue(Summary.of(values, Range.ACCURACY, BOOTSTRAP).ci95().halfWidth() > 0.04);
    }

    @Test
    void aSingleTrialLeavesTheIntervalUnknown() {
        Summary summary = Summary.of(new double[] {0.4}, Range.ACCURACY, BOOTSTRAP);
        assertEquals(0.4, summary.median());
        assertTrue(Double.isNaN(summary.sd()));
        assertFalse(summary.ci95().known());
        assertFalse(summary.bootstrap95().known());
        assertFalse(summary.ci95().contains(0.4));
    }

    @Test
    void refusesWhatHasNoSummary() {
        assertThrows(IllegalArgumentException.class, () -> Summary.of(new double[0], Range.ACCURACY, BOOTSTRAP));
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> Summary.of(new double[] {0.5, Double.NaN}, Range.ACCURACY, BOOTSTRAP));
        assertEquals("values[1] is NaN, expected a finite number", thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Bootstrap(10, 0));
        assertThrows(IllegalArgumentException.class, () -> new Interval(1, 0));
    }
}
