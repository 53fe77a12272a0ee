package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
