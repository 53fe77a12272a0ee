package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Operands.convolve;
import static org.fitact.tensor.backend.simd.Operands.download;
import static org.fitact.tensor.backend.simd.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that were packed compute what the buffer would that they stand for, also after some of them have changed. */
class PackedWeightsTest {

    private static final Conv2d DIRECT = new Conv2d(3, 9, 7, 7, 77, 3, 3, 2, 1);
    private static final Conv2d WINOGRAD = new Conv2d(8, 8, 8, 144, 48, 3, 3, 1, 1);
    private static final Conv2d GROUPED = new Conv2d(3, 9, 7, 48, 54, 3, Window2d.square(3, 2, 1));
    private static final Conv2d SMALL_TILES = new Conv2d(2, 8, 8, 144, 208, 3, 3, 1, 1);

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void aChangedWeightIsTakenOverAsIfPackedAnew(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            for (Conv2d shape : List.of(DIRECT, WINOGRAD, SMALL_TILES, GROUPED)) {
                Buffer x = random(backend, 1, shape.inputElements());
                Buffer w = random(backend, 2, shape.weightElements());
                PackedWeights packed = backend.pack(shape, w).orElseThrow();
                for (int[] change : changes(shape.weightElements())) {
                    float[] values = new float[change[1]];
                    Arrays.fill(values, -8192.5f);
                    backend.upload(MemorySegment.ofArray(values), w, change[0]);
                    packed.refresh(change[0], change[1]);
                }
                PackedWeights anew = backend.pack(shape, w).orElseThrow();
                assertArrayEquals(convolve(backend, shape, x, anew), convolve(backend, shape, x, packed));
            }
        }
    }

    /** Pairs of a first element and a count: the ends, one in the middle, and more than a row of them. */
    private static List<int[]> changes(int elements) {
        return List.of(
                new int[] {0, 1}, new int[] {elements - 1, 1}, new int[] {elements / 2 + 5, 1}, new int[] {70, 101});
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void manyChangedWeightsAreTakenOverByAllThreads(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(3))) {
            for (Conv2d shape : List.of(DIRECT, WINOGRAD, SMALL_TILES, GROUPED)) {
                Buffer x = random(backend, 1, shape.inputElements());
                Buffer w = random(backend, 2, shape.weightElements());
                PackedWeights packed = backend.pack(shape, w).orElseThrow();
                // Neighbours, which share filters, and some from all over.
                int[] changed = IntStream.range(0, 300)
                        .map(i -> i < 150 ? 40 + i : (int) (i * 7919L % shape.weightElements()))
                        .distinct()
                        .toArray();
                for (int element : changed) {
                    backend.upload(MemorySegment.ofArray(new float[] {element - 8192.5f}), w, element);
                }
                packed.refresh(changed);
                PackedWeights anew = backend.pack(shape, w).orElseThrow();
                assertArrayEquals(convolve(backend, shape, x, anew), convolve(backend, shape, x, packed));
                int[] beyond = {0, shape.weightElements()};
                assertThrows(IllegalArgumentException.class, () -> packed.refresh(beyond));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void fewerImagesGiveTheSameBits(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            for (Conv2d shape : List.of(DIRECT, WINOGRAD, SMALL_TILES, GROUPED)) {
                Buffer x = random(backend, 1, shape.inputElements());
                PackedWeights packed = backend.pack(shape, random(backend, 2, shape.weightElements()))
                        .orElseThrow();
                Conv2d one = shape.withBatch(1);
                float[] first = Arrays.copyOf(convolve(backend, shape, x, packed), one.outputElements());
                assertArrayEquals(first, convolve(backend, one, x, packed));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512})
    void aMatrixThatWasPackedIsTheMatrix(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Gemm shape = Gemm.of(5, 77, 131);
            Buffer a = random(backend, 1, 5 * 131);
            Buffer b = random(backend, 2, 131 * 77);
            Buffer c = backend.allocate(DType.FLOAT32, 5 * 77);
            backend.gemm(shape, a, b, c, Epilogue.NONE);
            float[] expected = download(backend, c);
            backend.gemm(shape, a, backend.pack(shape, b).orElseThrow(), c, Epilogue.NONE);
            assertArrayEquals(expected, download(backend, c));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512})
    void theAlgorithmFollowsTheShapeAndTheOption(int bits) {
        try (Backend fastest = Widths.provider(bits).open(new BackendOptions(1));
                Backend direct = Widths.provider(bits).open(new BackendOptions(1, Map.of("conv", "direct")))) {
            assertEquals("Winograd F(4×4, 3×3)", algorithm(fastest, WINOGRAD));
            assertEquals("Winograd F(2×2, 3×3)", algorithm(fastest, SMALL_TILES));
            assertEquals("direct", algorithm(fastest, DIRECT));
            assertEquals("direct", algorithm(direct, WINOGRAD));
        }
    }

    private static String algorithm(Backend backend, Conv2d shape) {
        return backend.pack(shape, random(backend, 2, shape.weightElements()))
                .orElseThrow()
                .algorithm();
    }

    /** VGG16's deepest layers, forward and backward: scratch memory that suits wide vectors would be too small. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void manyChannelsFitTheScratchMemoryOfNarrowVectors(int bits) {
        Conv2d shape = new Conv2d(64, 4, 4, 512, 512, 3, 3, 1, 1);
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Buffer x = random(backend, 1, shape.inputElements());
            Buffer w = random(backend, 2, shape.weightElements());
            assertEquals(
                    "Winograd F(4×4, 3×3)", backend.pack(shape, w).orElseThrow().algorithm());
            float[] y = convolve(backend, shape, x, w);
            assertEquals(convolved(backend, x, w, shape, 0), y[0], 1e-3);
            assertEquals(convolved(backend, x, w, shape, y.length - 1), y[y.length - 1], 1e-3);
            Buffer gw = backend.allocate(DType.FLOAT32, shape.weightElements());
            backend.conv2dGradWeight(shape, x, x, gw);
            int pair = 511 * 512 + 300;
            assertEquals(centreTap(backend, x, 511, 300), download(backend, gw)[4 * 512 * 512 + pair], 1e-3);
        }
    }

    /** An element of the output of a convolution by 3×3 with padding. */
    private static double convolved(Backend backend, Buffer x, Buffer w, Conv2d shape, int element) {
        float[] map = download(backend, x);
        float[] weights = download(backend, w);
        int pixel = element / shape.outChannels();
        int top = pixel / shape.width() % shape.height() - 1;
        int left = pixel % shape.width() - 1;
        int image = pixel / (shape.height() * shape.width());
        double sum = 0;
        for (int tap = 0; tap < 9; tap++) {
            int row = top + tap / 3;
            int column = left + tap % 3;
            boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
            int source = ((image * shape.height() + row) * shape.width() + column) * shape.inChannels();
            for (int i = 0; inside && i < shape.inChannels(); i++) {
                int weight = (tap * shape.inChannels() + i) * shape.outChannels() + element % shape.outChannels();
                sum += (double) map[source + i] * weights[weight];
            }
        }
        return sum;
    }

    /** What the gradient by the weight has for two of 512 channels at the middle of the kernel, where gy is x. */
    private static double centreTap(Backend backend, Buffer x, int input, int output) {
        float[] map = download(backend, x);
        double sum = 0;
        for (int pixel = 0; pixel < x.length(); pixel += 512) {
            sum += (double) map[pixel + input] * map[pixel + output];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {512})
    void misuseIsRefused(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(1))) {
            Buffer x = random(backend, 1, DIRECT.inputElements());
            PackedWeights packed = backend.pack(DIRECT, random(backend, 2, DIRECT.weightElements()))
                    .orElseThrow();
            Conv2d other = new Conv2d(3, 9, 7, 7, 77, 3, 3, 1, 1);
            assertThrows(IllegalArgumentException.class, () -> convolve(backend, other, x, packed));
            assertThrows(IllegalArgumentException.class, () -> packed.refresh(DIRECT.weightElements(), 1));
            packed.close();
            assertThrows(IllegalStateException.class, () -> convolve(backend, DIRECT, x, packed));
        }
    }
}
