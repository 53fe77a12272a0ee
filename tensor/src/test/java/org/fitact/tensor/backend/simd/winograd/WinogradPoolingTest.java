package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.Operands.download;
import static org.fitact.tensor.backend.simd.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which poolings are fused, and that a fused one does not depend on what computes it. */
class WinogradPoolingTest {

    /** Images, height, width, channels of input and output, stride, and whether the pooling is fused. */
    @ParameterizedTest
    @CsvSource({
        // VGG16's layers before a pooling: by large tiles, by small ones, and a map of one tile by sums of taps.
        "64, 32, 32, 64, 64, 1, true",
        "64, 4, 4, 512, 512, 1, true",
        "64, 2, 2, 512, 512, 1, false",
        "1, 8, 8, 256, 256, 1, true",
        // An odd map, whose last line belongs to no window; a stride; channels that fill no vector.
        "64, 15, 32, 64, 64, 1, false",
        "64, 32, 31, 64, 64, 1, false",
        "64, 32, 32, 64, 64, 2, false",
        "64, 32, 32, 3, 64, 1, false"
    })
    void whatIsFused(int images, int height, int width, int in, int out, int stride, boolean fused) {
        Conv2d conv = new Conv2d(images, height, width, in, out, 3, 3, stride, 1);
        try (Backend backend = Widths.provider(512).open(new BackendOptions(1))) {
            assertEquals(fused, backend.fusesPool(conv, halving(conv)));
        }
    }

    private static Pool2d halving(Conv2d conv) {
        return new Pool2d(Pool2d.Kind.MAX, conv.batch(), conv.outHeight(), conv.outWidth(), conv.outChannels(), 2, 2);
    }

    /** Tiles of a task of its own, of a group that threads share, and few of them: smooth bounds, which are finished late. */
    @ParameterizedTest
    @ValueSource(strings = {"12, 16, 16, 64, 80", "3, 16, 16, 144, 144", "1, 8, 8, 256, 256"})
    void widthAndThreadsDoNotMatter(String sizes) {
        int[] s = Arrays.stream(sizes.split(", ")).mapToInt(Integer::parseInt).toArray();
        Conv2d conv = new Conv2d(s[0], s[1], s[2], s[3], s[4], 3, 3, 1, 1);
        float[] expected = pooled(conv, 512, 1, false);
        for (int bits : new int[] {128, 256, 512}) {
            for (int threads = 1; threads <= 3; threads++) {
                assertArrayEquals(expected, pooled(conv, bits, threads, true), bits + " bits, " + threads + " threads");
            }
        }
    }

    /** @param fused or one after the other */
    private static float[] pooled(Conv2d conv, int bits, int threads, boolean fused) {
        BoundedRelu smooth = new BoundedRelu(
                BoundedRelu.Policy.SMOOTH,
                BoundedRelu.Granularity.NEURON,
                20,
                conv.batch(),
                conv.outHeight() * conv.outWidth(),
                conv.outChannels());
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(threads))) {
            Buffer x = random(backend, 1, conv.inputElements());
            PackedWeights w = backend.pack(conv, random(backend, 2, conv.weightElements()))
                    .orElseThrow();
            Buffer bias = random(backend, 3, conv.outChannels());
            Buffer bounds = random(backend, 4, smooth.bounds());
            Epilogue epilogue = new Epilogue(bias, null, new Activation.Bounded(smooth, bounds));
            Pool2d pool = halving(conv);
            Buffer y = backend.allocate(DType.FLOAT32, pool.outputElements());
            assertTrue(backend.fusesPool(conv, pool));
            if (fused) {
                backend.conv2dPool(conv, pool, x, w, y, epilogue);
            } else {
                Buffer map = backend.allocate(DType.FLOAT32, conv.outputElements());
                backend.conv2d(conv, x, w, map, epilogue);
                backend.pool(pool, map, y);
            }
            return download(backend, y);
        }
    }
}
