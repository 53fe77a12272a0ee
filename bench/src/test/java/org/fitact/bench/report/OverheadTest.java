package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OverheadTest {

    /** Mean and t(0.975, 2) = 4.3027 by hand, on the logarithms 0.01, 0.02 and 0.06. */
    @Test
    void isTheMeanOverForksOfTheMedianLogRatioWithStudentsInterval() {
        double[][] base = {{1, 1, 1}, {2, 2, 2}, {3, 3, 3}};
        double[][] times = new double[3][3];
        double[] logs = {0.01, 0.02, 0.06};
        for (int fork = 0; fork < 3; fork++) {
            for (int i = 0; i < 3; i++) {
                times[fork][i] = base[fork][i] * Math.exp(logs[fork]);
            }
        }
        times[1][2] = 1e6; // one disturbed iteration
        Overhead overhead = Overhead.of(base, times);
        assertEquals(Math.expm1(0.03), overhead.relative(), 1e-12);
        double half = 4.302652729749464 * Math.sqrt(7e-4) / Math.sqrt(3);
        assertEquals(Math.expm1(0.03 - half), overhead.ci95().low(), 1e-9);
        assertEquals(Math.expm1(0.03 + half), overhead.ci95().high(), 1e-9);
        assertEquals(3, overhead.forks());
    }

    /** What pairing is for: a machine that becomes ten times slower in the middle of a fork. */
    @Test
    void driftOfTheMachineCancels() {
        double[][] base = new double[4][50];
        double[][] times = new double[4][50];
        for (int fork = 0; fork < 4; fork++) {
            for (int i = 0; i < 50; i++) {
                base[fork][i] = (1 + fork) * (1 + i / 5.0);
                times[fork][i] = 1.05 * base[fork][i];
            }
        }
        Overhead overhead = Overhead.of(base, times);
        assertEquals(0.05, overhead.relative(), 1e-12);
        assertEquals(0, overhead.ci95().halfWidth(), 1e-12);
    }

    /** 95 % intervals hold the truth about 95 times in a hundred, forks and iterations both being noisy. */
    @Test
    void theIntervalCoversTheTruthAsOftenAsItSays() {
        Random random = new Random(5);
        int covered = 0;
        int studies = 1000;
        for (int study = 0; study < studies; study++) {
            double[][] base = new double[5][20];
            double[][] times = new double[5][20];
            for (int fork = 0; fork < 5; fork++) {
                double ofFork = 0.02 * random.nextGaussian();
                for (int i = 0; i < 20; i++) {
                    base[fork][i] = Math.exp(0.05 * random.nextGaussian());
                    times[fork][i] = 1.04 * base[fork][i] * Math.exp(ofFork + 0.03 * random.nextGaussian());
                }
            }
            covered += Overhead.of(base, times).ci95().contains(0.04) ? 1 : 0;
        }
        assertTrue(covered > 925 && covered < 975, covered + " of " + studies);
    }

    @Test
    void oneForkGivesNoInterval() {
        Overhead overhead = Overhead.of(new double[][] {{1, 2}}, new double[][] {{2, 4}});
        assertEquals(1, overhead.relative(), 1e-12);
        assertFalse(overhead.ci95().known());
        assertThrows(IllegalArgumentException.class, () -> Overhead.of(new double[][] {{1, 2}}, new double[][] {{2}}));
    }
}
