package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import org.fitact.tensor.backend.Activation;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.DType;
import org.fitact.tensor.backend.UnaryOp;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The epilogue of whole tiles, whose rows come from several images, against the reference. */
class FinishTest {

    private static final int WIDE = 4 * Lanes.L;
    private static final int IMAGES = 3;
    private static final int PIXELS = 7;
    private static final int ROWS = IMAGES * PIXELS;

    private static final float[] SPECIAL = {
        0, -0f, 1, 4, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 3e38f, -3e38f
    };

    /** Every pair of a special sum and a special bound, and between them ordinary ones. */
    private static float[] values(int n, int seed, int period, float scale) {
        PhiloxRandom random = new PhiloxRandom(seed, 0);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 5 == 0 ? SPECIAL[i / 5 / period % SPECIAL.length] : scale * (float) random.nextGaussian();
        }
        return values;
    }

    /** Rows in the order of the last pixel of all images first, as a product may meet them. */
    private static int[] lines(int columns) {
        int[] lines = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            int pixel = PIXELS - 1 - i / IMAGES;
            lines[i] = (i % IMAGES * PIXELS + pixel) * columns;
        }
        return lines;
    }

    private static float[] finished(Activation activation, float[] x, float[] bounds, int columns) {
        Finish finish = new Finish(null, null, activation, bounds);
        float[] y = new float[x.length];
        int[] lines = lines(columns);
        float[] sums = new float[ROWS * WIDE];
        for (int column = 0; column < columns; column += WIDE) {
            for (int row = 0; row < ROWS; row++) {
                System.arraycopy(x, lines[row] + column, sums, row * WIDE, WIDE);
            }
            finish.rows(sums, 0, WIDE, y, lines, 0, ROWS, column, WIDE);
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({
        "ZERO, NEURON",
        "ZERO, CHANNEL",
        "SATURATE, NEURON",
        "SATURATE, CHANNEL",
        "SMOOTH, NEURON",
        "SMOOTH, CHANNEL"
    })
    void boundedActivations(BoundedRelu.Policy policy, BoundedRelu.Granularity granularity) {
        int columns = 2 * WIDE;
        BoundedRelu shape = new BoundedRelu(policy, granularity, 20, IMAGES, PIXELS, columns);
        float[] x = values(ROWS * columns, 1, 1, 1);
        float[] bounds = values(shape.bounds(), 2, SPECIAL.length, 2);
        float[] y = finished(new Activation.Bounded(shape, null), x, bounds, columns);
        assertArrayEquals(reference(shape, x, bounds), y, policy == BoundedRelu.Policy.SMOOTH ? 1e-6f : 0);
    }

    private static float[] reference(BoundedRelu shape, float[] x, float[] bounds) {
        try (Backend reference = Backends.open("reference", new BackendOptions(1))) {
            Buffer y = upload(reference, new float[x.length]);
            reference.boundedRelu(shape, upload(reference, x), upload(reference, bounds), y);
            float[] expected = new float[x.length];
            reference.download(y, 0, MemorySegment.ofArray(expected));
            return expected;
        }
    }

    private static Buffer upload(Backend backend, float[] values) {
        Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    @Test
    void reluIsJavasMaximum() {
        float[] x = values(ROWS * WIDE, 1, 1, 1);
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = Math.max(x[i], 0);
        }
        assertArrayEquals(expected, finished(new Activation.Unary(new UnaryOp.Relu()), x, null, WIDE));
    }
}
