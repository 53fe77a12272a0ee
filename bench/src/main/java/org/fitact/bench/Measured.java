package org.fitact.bench;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;

/** Operands for benchmarks, and the check that a result is right before its time is taken. */
final class Measured {

    private Measured() {}

    /** Numbers from −0.5 to 0.5, the same on every run. */
    static float[] random(long seed, int n) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    static Buffer upload(Backend backend, float[] values) {
        Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    static float[] download(Backend backend, Buffer buffer, int n) {
        float[] values = new float[n];
        backend.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    /**
     * Refuses to time a wrong result.
     *
     * @param terms length of the sums, which the tolerance grows with
     * @throws IllegalStateException that names the first wrong element
     */
    static void requireClose(String name, double[] expected, float[] actual, int terms) {
        double tolerance = 1e-6 * terms;
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) {
                throw new IllegalStateException(
                        name + "[" + i + "] is " + actual[i] + ", expected " + expected[i] + " ± " + tolerance);
            }
        }
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
