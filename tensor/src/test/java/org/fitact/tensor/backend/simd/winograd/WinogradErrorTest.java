package org.fitact.tensor.backend.simd.winograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Random;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;
import org.junit.jupiter.api.Test;

/**
 * What Winograd's algorithm costs in accuracy, on weights as a trained network has them and on the same with high bits
 * flipped. An error is the largest difference from sums in double over the largest output of the same channel, because a
 * flipped weight reaches one output channel only. Measured: 1.4e-5 and 2.3e-5 for tiles of 4×4, 7e-7 for tiles of 2×2
 * (whose sums are shorter than direct ones), 1.2e-6 to 1.6e-6 for direct sums; the limits are about twice that.
 */
class WinogradErrorTest {

    private static final int CHANNELS = 128;
    private static final Conv2d LARGE_TILES = new Conv2d(16, 16, 16, CHANNELS, CHANNELS, 3, 3, 1, 1);
    private static final Conv2d SMALL_TILES = new Conv2d(1, 8, 8, CHANNELS, CHANNELS, 3, 3, 1, 1);

    /** Every so many weights one is hit: about 30 of the 128 channels. */
    private static final int DISTANCE = 4801;

    @Test
    void trainedWeights() {
        assertErrors(LARGE_TILES, weights(0), 3e-5, 3e-6);
        assertErrors(SMALL_TILES, weights(0), 2e-6, 3e-6);
    }

    @Test
    void flippedHighBits() {
        assertErrors(LARGE_TILES, weights(DISTANCE), 5e-5, 3e-6);
        assertErrors(SMALL_TILES, weights(DISTANCE), 2e-6, 3e-6);
    }

    private static void assertErrors(Conv2d shape, float[] w, double winogradLimit, double directLimit) {
        float[] expected = convolve(shape, "reference", Map.of(), w);
        double winograd = error(expected, convolve(shape, "simd", Map.of("conv", "fastest"), w));
        double direct = error(expected, convolve(shape, "simd", Map.of("conv", "direct"), w));
        String measured = "Winograd " + winograd + ", direct " + direct;
        assertTrue(winograd < winogradLimit && direct < directLimit, measured);
        assertTrue(
                shape == LARGE_TILES ? winograd > direct : winograd < direct,
                "the fast path was not taken: " + measured);
    }

    private static float[] convolve(Conv2d shape, String backendName, Map<String, String> choices, float[] weights) {
        BackendOptions options = new BackendOptions(2, choices);
        try (Backend backend = Backends.open(backendName, options)) {
            assertEquals(backendName, backend.name());
            Buffer x = upload(backend, activations(shape.inputElements()));
            Buffer w = upload(backend, weights);
            Weights packed = backend.pack(shape, w).map(Weights.class::cast).orElse(w);
            Buffer y = backend.allocate(DType.FLOAT32, shape.outputElements());
            backend.conv2d(shape, x, packed, y, Epilogue.NONE);
            float[] values = new float[shape.outputElements()];
            backend.download(y, 0, MemorySegment.ofArray(values));
            return values;
        }
    }

    private static double error(float[] expected, float[] actual) {
        int channels = CHANNELS;
        double[] largest = new double[channels];
        double[] difference = new double[channels];
        for (int i = 0; i < expected.length; i++) {
            int c = i % channels;
            largest[c] = Math.max(largest[c], Math.abs(expected[i]));
            difference[c] = Math.max(difference[c], Math.abs((double) expected[i] - actual[i]));
        }
        double worst = 0;
        for (int c = 0; c < channels; c++) {
            worst = Math.max(worst, difference[c] / largest[c]);
        }
        return worst;
    }

    /** Half of them zero, as behind a ReLU. */
    private static float[] activations(int n) {
        Random random = new Random(1);
        float[] x = new float[n];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.max(0, random.nextGaussian());
        }
        return x;
    }

    /** Kaiming's deviation; every {@code distance}th weight with one of the five highest integer bits of Q15.16 flipped. */
    private static float[] weights(int distance) {
        Random random = new Random(2);
        double deviation = Math.sqrt(2.0 / (9 * CHANNELS));
        float[] w = new float[LARGE_TILES.weightElements()];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) (deviation * random.nextGaussian());
            if (distance > 0 && i % distance == 0) {
                w[i] += 1 << 10 + i / distance % 5;
            }
        }
        return w;
    }

    private static Buffer upload(Backend backend, float[] values) {
        Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }
}
