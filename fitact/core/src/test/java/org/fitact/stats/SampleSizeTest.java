package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleSizeTest {

    private static final SampleSize POINT = new SampleSize(0.01, 0.95);

    /** R. Leveugle et al., DATE 2009: 1 % at 95 % takes 9,604 of very many, at 99 % 16,587; of 10,000 4,899. */
    @Test
    void knownSizes() {
        assertEquals(9604, POINT.most(1L << 50));
        assertEquals(16588, new SampleSize(0.01, 0.99).most(1L << 50));
        assertEquals(4900, POINT.most(10_000));
        assertEquals(1, POINT.most(1));
    }

    @Test
    void theFewestAreThoseForWhichNoneIsEnough() {
        long fewest = POINT.fewest(1L << 40);
        assertTrue(POINT.isEnough(0, fewest, 1L << 40));
        assertFalse(POINT.isEnough(0, fewest - 1, 1L << 40));
        assertEquals(189, fewest);
        assertTrue(POINT.fewest(100) < 100, "of few, fewer");
    }

    @Test
    void allOfThemLeaveNothingOpen() {
        assertEquals(new Interval(0.3, 0.3), POINT.interval(30, 100, 100));
        assertTrue(POINT.interval(30, 90, 100).halfWidth()
                < POINT.interval(30, 90, 1000).halfWidth() / 2);
        assertThrows(IllegalArgumentException.class, () -> POINT.interval(1, 11, 10));
    }

    /** Sampling in rounds as a map does, of populations with known shares: the interval holds, and few rounds do. */
    @Test
    void iterationEndsSoonAndItsIntervalHolds() {
        SplittableRandom random = new SplittableRandom(4);
        int held = 0;
        int all = 0;
        for (double share : new double[] {0, 0.002, 0.02, 0.2, 0.5, 0.93}) {
            for (int repetition = 0; repetition < 50; repetition++) {
                int population = 30_000;
                int harmful = (int) Math.round(share * population);
                long taken = 0;
                long found = 0;
                long want = POINT.fewest(population);
                for (int round = 0; taken < want; round++) {
                    assertTrue(round < 10);
                    for (; taken < want; taken++) {
                        found += random.nextInt((int) (population - taken)) < harmful - found ? 1 : 0;
                    }
                    want = POINT.next(found, taken, population);
                }
                assertTrue(POINT.isEnough(found, taken, population));
                assertTrue(taken <= POINT.most(population) + 2);
                held += POINT.interval(found, taken, population).contains(share) ? 1 : 0;
                all++;
            }
        }
        assertTrue(held >= 0.92 * all, held + " of " + all);
    }
}
