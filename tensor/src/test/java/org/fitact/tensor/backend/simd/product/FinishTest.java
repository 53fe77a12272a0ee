package org.fitact.tensor.backend.simd.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Workers;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The epilogue of tiles, whose rows come from several images, against the reference. */
class FinishTest {

    private static final int WIDE = 4 * Lanes.L;
    private static final int IMAGES = 3;
    private static final int PIXELS = 13;
    private static final int ROWS = IMAGES * PIXELS;

    /** Their number has no factor in common with that of the columns, so each comes to each column. */
    private static final float[] SPECIAL = {
        0, -0f, 1, -1, 4, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 3e38f, -3e38f
    };

    /** Every third value is a special one. */
    private static final int STEP = 3;

    private static float[] ordinary(int n, int seed, float scale) {
        PhiloxRandom random = new PhiloxRandom(seed, 0);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        return values;
    }

    /** Numbers among which the special ones come in turns, each {@code period} times in a row. */
    private static float[] values(int n, int seed, int period, float scale) {
        float[] values = ordinary(n, seed, scale);
        for (int i = 0; i < n; i += STEP) {
            values[i] = SPECIAL[i / STEP / period % SPECIAL.length];
        }
        return values;
    }

    /** However few there are, every special bound is among them. */
    private static float[] bounds(int n) {
        return values(n, 2, (n + STEP - 1) / STEP / SPECIAL.length, 2);
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

    /** @param width columns of a tile */
    private static float[] finished(Finish finish, float[] x, int columns, int width) {
        float[] y = new float[x.length];
        int[] lines = lines(columns);
        float[] sums = new float[ROWS * width];
        Workers.Task task = (column, _) -> {
            int n = Math.min(width, columns - column);
            for (int row = 0; row < ROWS; row++) {
                System.arraycopy(x, lines[row] + column, sums, row * width, n);
            }
            finish.rows(sums, 0, width, y, lines, 0, ROWS, column, n);
        };
        for (int column = 0; column < columns; column += width) {
            finish.completing(task).run(column, 0);
        }
        return y;
    }

    private static float[] finishedByPixels(Finish finish, float[] x, int columns, int pixels) {
        float[] y = new float[x.length];
        int n = pixels * columns;
        Workers.Task task = (_, _) -> {
            for (int at = 0; at < x.length; at += n) {
                float[] sums = Arrays.copyOfRange(x, at, at + n);
                finish.pixels(sums, 0, y, at, pixels, columns);
            }
        };
        finish.completing(task).run(0, 0);
        return y;
    }

    private static float[] sums(float[] x, float[] bias, float[] residual) {
        float[] sums = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            sums[i] = x[i] + bias[i % bias.length] + residual[i];
        }
        return sums;
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
        float[] bounds = bounds(shape.bounds());
        assertEquals(SPECIAL.length * SPECIAL.length, specialPairs(x, bounds));
        float tolerance = policy == BoundedRelu.Policy.SMOOTH ? 1e-6f : 0;
        Activation activation = new Activation.Bounded(shape, null);
        float[] bias = ordinary(columns, 3, 1);
        float[] residual = ordinary(x.length, 4, 1);
        float[] plain = reference(shape, x, bounds);
        float[] added = reference(shape, sums(x, bias, residual), bounds);
        for (int width : new int[] {WIDE, WIDE / 2, Lanes.L}) {
            Finish alone = new Finish(null, null, activation, bounds);
            assertArrayEquals(plain, finished(alone, x, columns, width), tolerance);
            Finish all = new Finish(bias, residual, activation, bounds);
            assertArrayEquals(added, finished(all, x, columns, width), tolerance);
        }
        for (int pixels : new int[] {1, PIXELS}) {
            Finish all = new Finish(bias, residual, activation, bounds);
            assertArrayEquals(added, finishedByPixels(all, x, columns, pixels), tolerance);
        }
    }

    /** How many pairs of a special sum and a special bound meet. */
    private static long specialPairs(float[] x, float[] bounds) {
        return IntStream.range(0, x.length)
                .filter(i -> i % STEP == 0 && i % bounds.length % STEP == 0)
                .mapToObj(i -> List.of(x[i], bounds[i % bounds.length]))
                .distinct()
                .count();
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

    /** Tiles of one, two and four vectors, and a last one that is cut. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void reluIsJavasMaximum(int vectors) {
        int columns = 2 * WIDE + 3;
        float[] x = values(ROWS * columns, 1, 1, 1);
        float[] bias = ordinary(columns, 3, 1);
        float[] residual = ordinary(x.length, 4, 1);
        Activation relu = new Activation.Unary(new UnaryOp.Relu());
        Finish alone = new Finish(null, null, relu, null);
        assertArrayEquals(maximum(x), finished(alone, x, columns, vectors * Lanes.L));
        Finish all = new Finish(bias, residual, relu, null);
        assertArrayEquals(maximum(sums(x, bias, residual)), finished(all, x, columns, vectors * Lanes.L));
    }

    private static float[] maximum(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.max(x[i], 0);
        }
        return y;
    }
}
