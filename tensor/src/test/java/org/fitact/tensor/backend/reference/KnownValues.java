package org.fitact.tensor.backend.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * The reference backend, with arrays in and out, for tests whose expected values were worked out elsewhere: by hand, or
 * by PyTorch 1.13 with {@code v = lambda n, a=7, m=11: torch.tensor([((i*a) % m - m//2) / 4 for i in range(n)])}.
 */
final class KnownValues {

    static final Backend BACKEND = new ReferenceProvider().open(new BackendOptions(1));

    private KnownValues() {}

    static Buffer of(float... values) {
        Buffer buffer = BACKEND.allocate(DType.FLOAT32, values.length);
        BACKEND.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    static Buffer of(int[] values) {
        Buffer buffer = BACKEND.allocate(DType.INT32, values.length);
        BACKEND.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    static Buffer zeros(int n) {
        return of(new float[n]);
    }

    /** The v of the class comment. */
    static float[] v(int n, int a, int m) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (i * a % m - m / 2) / 4;
        }
        return values;
    }

    static float[] v(int n) {
        return v(n, 7, 11);
    }

    static float[] floats(Buffer buffer) {
        float[] values = new float[buffer.length()];
        BACKEND.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    static int[] ints(Buffer buffer) {
        int[] values = new int[buffer.length()];
        BACKEND.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    /** The printed digits of the other side are what the tolerance is for. */
    static void expect(Buffer actual, double... expected) {
        float[] values = floats(actual);
        assertEquals(expected.length, values.length);
        for (int i = 0; i < expected.length; i++) {
            double slack = Double.isFinite(expected[i]) ? 4e-7 * Math.max(1, Math.abs(expected[i])) : 0;
            boolean close = Double.compare(expected[i], values[i]) == 0 || Math.abs(expected[i] - values[i]) <= slack;
            assertTrue(close, "element " + i + " is " + values[i] + ", expected " + expected[i]);
        }
    }
}
