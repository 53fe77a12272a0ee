package org.fitact.tensor.backend.contract;

import org.fitact.tensor.random.Philox;

/** Seeded test data: the same numbers on every machine. */
final class Data {

    private static final long SEED = 2021;

    /** What a fault can make of a number, and the corners of float. */
    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, 3e38f, -3e38f, 1e20f, 32768f, -1e-3f, 1f
    };

    private Data() {}

    /** Evenly distributed between two numbers; each stream is a sequence of its own. */
    static float[] uniform(long stream, int n, double low, double high) {
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
            data[i] = (float) (low + (high - low) * Philox.unit(Philox.bits(SEED, stream, i)));
        }
        return data;
    }

    /** Evenly distributed between −1 and 1. */
    static float[] uniform(long stream, int n) {
        return uniform(stream, n, -1, 1);
    }

    /** Evenly distributed, every third element replaced by a special one; for short data all may be special. */
    static float[] withSpecials(long stream, int n, double low, double high) {
        float[] data = uniform(stream, n, low, high);
        for (int i = (int) (stream % 3); i < n; i += 3) {
            data[i] = SPECIAL[(int) ((i / 3 + stream) % SPECIAL.length)];
        }
        return data;
    }

    /** Integers from {@code low} to {@code high}, both included. */
    static int[] integers(long stream, int n, int low, int high) {
        int[] data = new int[n];
        double span = (double) high - low + 1;
        for (int i = 0; i < n; i++) {
            data[i] = (int) (low + (long) (span * Philox.unit(Philox.bits(SEED, stream, i))));
        }
        return data;
    }

    static float[] absolute(float[] data) {
        float[] result = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            result[i] = Math.abs(data[i]);
        }
        return result;
    }
}
