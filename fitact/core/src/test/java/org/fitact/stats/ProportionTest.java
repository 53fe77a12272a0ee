package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProportionTest {

    /** R: {@code prop.test(8, 10, correct = FALSE)$conf.int}. */
    @Test
    void agreesWithR() {
        Interval interval = Proportion.wilson(8, 10);
        assertEquals(0.4901625, interval.low(), 1e-7);
        assertEquals(0.9433178, interval.high(), 1e-7);
    }

    @Test
    void staysWithinZeroAndOne() {
        assertEquals(0, Proportion.wilson(0, 50).low(), 1e-12);
        assertEquals(1, Proportion.wilson(50, 50).high(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Proportion.wilson(3, 2));
        assertThrows(IllegalArgumentException.class, () -> Proportion.wilson(0, 0));
    }

    /** Agresti and Min recommend it since it holds what it says also for few pairs, where Wald's does not: exactly, over all tables. */
    @Test
    void differencesAreCoveredAsOftenAsTheySay() {
        int n = 30;
        double first = 0.1;
        double second = 0.04;
        double covered = 0;
        for (int b = 0; b <= n; b++) {
            for (int c = 0; b + c <= n; c++) {
                if (Proportion.difference(b, c, n).contains(first - second)) {
                    covered += probability(n, b, c, first, second);
                }
            }
        }
        assertTrue(covered > 0.94 && covered < 0.985, covered + " of 0.95");
    }

    /** That of b and c among n, by the multinomial distribution. */
    private static double probability(int n, int b, int c, double first, double second) {
        double logarithm = b * Math.log(first) + c * Math.log(second) + (n - b - c) * Math.log(1 - first - second);
        for (int i = 1; i <= n; i++) {
            logarithm += Math.log(i) - (i <= b ? Math.log(i) : 0) - (i <= c ? Math.log(i) : 0);
            logarithm -= i <= n - b - c ? Math.log(i) : 0;
        }
        return Math.exp(logarithm);
    }

    @Test
    void aDifferenceThatWasNotSeenMayBeThere() {
        Interval none = Proportion.difference(0, 0, 100);
        assertEquals(-1.96 / 102, none.low(), 1e-4);
        assertEquals(1.96 / 102, none.high(), 1e-4);
        Interval one = Proportion.difference(7, 2, 50);
        Interval other = Proportion.difference(2, 7, 50);
        assertEquals(-one.low(), other.high(), 1e-15);
        assertTrue(one.contains(0.1) && other.contains(-0.1), one + ", " + other);
        assertThrows(IllegalArgumentException.class, () -> Proportion.difference(3, 2, 4));
        assertThrows(IllegalArgumentException.class, () -> Proportion.difference(-1, 2, 4));
    }
}
