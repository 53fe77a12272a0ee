package org.fitact.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Comparison of arrays of floats that were rounded on different ways. */
public final class Close {

    private Close() {}

    /** Every element within {@code tolerance} of the largest size in {@code expected}, or of 1. */
    public static void assertClose(float[] expected, float[] found, double tolerance, String what) {
        assertEquals(expected.length, found.length, what);
        double scale = 1;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], tolerance * scale, what + ", element " + i);
        }
    }
}
