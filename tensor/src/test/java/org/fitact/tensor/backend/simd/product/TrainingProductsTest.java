package org.fitact.tensor.backend.simd.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.simd.Conv2dChoice;
import org.fitact.tensor.backend.simd.Conv2dRule;
import org.fitact.tensor.backend.simd.Products;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.winograd.Winograd;
import org.fitact.tensor.backend.simd.winograd.WinogradForm;
import org.fitact.tensor.backend.simd.winograd.WinogradOnce;
import org.fitact.tensor.backend.simd.winograd.WinogradWeightBlocks;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products whose weights are used once, and gradients by the weight: each way to compute them gives what others give. */
class TrainingProductsTest {

    /** Transforms of so many channels, and patches, that they take several groups of tiles. */
    private static final Conv2d MANY = new Conv2d(80, 8, 8, 176, 112, 3, 3, 1, 1);

    /** Fewer channels on many tiles, which tasks carry from patch to output by themselves. */
    private static final Conv2d WIDE = new Conv2d(8, 16, 16, 64, 64, 3, 3, 1, 1);

    /** Rows, columns and terms that are no multiple of a tile, a panel or a block. */
    private static final Gemm MATRIX = Gemm.of(37, 205, 301);

    /** Small weights: more and fewer images than shares, outputs that are no multiple of six, strides, a kernel of 1×1. */
    private static final List<Conv2d> FEW = List.of(
            new Conv2d(37, 9, 7, 3, 16, 3, 3, 1, 1),
            new Conv2d(3, 8, 12, 16, 16, 3, 3, 1, 1),
            new Conv2d(5, 9, 9, 16, 25, 3, 3, 2, 1),
            new Conv2d(2, 5, 6, 5, 7, 5, 5, 1, 2),
            new Conv2d(17, 8, 8, 19, 33, 1, 1, 2, 0));

    /** Else the tests below would compare a way with itself. */
    @Test
    void eachShapeGoesTheWayThatIsTested() {
        assertTrue(Conv2dRule.form(MANY, true).isPresent());
        assertTrue(MANY.inChannels() * MANY.outChannels() > WinogradOnce.PAIRS);
        assertTrue(Conv2dRule.prefersWinogradForWeight(MANY));
        assertTrue(WinogradWeightBlocks.suits(Winograd.of(MANY, WinogradForm.LARGE)));
        assertFalse(PatchGradWeight.suits(MANY, true));
        assertTrue(Conv2dRule.form(WIDE, true).isPresent());
        assertTrue(Conv2dRule.prefersWinogradForWeight(WIDE));
        assertFalse(WinogradWeightBlocks.suits(Winograd.of(WIDE, WinogradForm.LARGE)));
        assertFalse(PatchGradWeight.suits(WIDE, true));
        for (Conv2d shape : FEW) {
            boolean winograd = Conv2dRule.prefersWinogradForWeight(shape);
            assertTrue(PatchGradWeight.suits(shape, winograd), shape.toString());
        }
        assertTrue(MATRIX.m() <= MatrixOnce.ROWS_AT_MOST);
    }

    @ParameterizedTest
    @CsvSource({"128, 1", "128, 3", "256, 1", "256, 3", "512, 1", "512, 3"})
    void aMatrixUsedOnceGivesTheBitsOfAPackedOne(int bits, int threads) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(threads))) {
            Buffer a = random(backend, 1, MATRIX.m() * MATRIX.k());
            Buffer b = random(backend, 2, MATRIX.k() * MATRIX.n());
            Buffer c = backend.allocate(DType.FLOAT32, MATRIX.m() * MATRIX.n());
            backend.gemm(MATRIX, a, backend.pack(MATRIX, b).orElseThrow(), c, Epilogue.NONE);
            float[] expected = download(backend, c);
            backend.gemm(MATRIX, a, b, c, Epilogue.NONE);
            assertArrayEquals(expected, download(backend, c));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void weightsUsedOnceGiveTheBitsOfPackedOnes(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Buffer x = random(backend, 1, MANY.inputElements());
            Buffer w = random(backend, 2, MANY.weightElements());
            Buffer y = backend.allocate(DType.FLOAT32, MANY.outputElements());
            backend.conv2d(MANY, x, backend.pack(MANY, w).orElseThrow(), y, Epilogue.NONE);
            float[] expected = download(backend, y);
            backend.conv2d(MANY, x, w, y, Epilogue.NONE);
            assertArrayEquals(expected, download(backend, y));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void aTransposedMatrixGivesTheBitsOfItsTranspose(int bits) {
        int m = MATRIX.m();
        int n = MATRIX.n();
        int k = MATRIX.k();
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Buffer a = random(backend, 1, m * k);
            Buffer b = random(backend, 2, n * k);
            Buffer c = backend.allocate(DType.FLOAT32, m * n);
            backend.gemm(Gemm.of(m, n, k).withTransposedB(), a, b, c, Epilogue.NONE);
            float[] actual = download(backend, c);
            Buffer transposed = upload(backend, transpose(download(backend, b), n, k));
            backend.gemm(Gemm.of(m, n, k), a, transposed, c, Epilogue.NONE);
            assertArrayEquals(download(backend, c), actual);
        }
    }

    private static float[] transpose(float[] matrix, int rows, int columns) {
        float[] result = new float[rows * columns];
        for (int i = 0; i < result.length; i++) {
            result[i % columns * rows + i / columns] = matrix[i];
        }
        return result;
    }

    @Test
    void gradientsBySmallWeightsAreTheReferences() {
        try (Backend reference = Backends.open("reference", new BackendOptions(1));
                Backend simd = Widths.provider(512).open(new BackendOptions(2))) {
            for (Conv2d shape : FEW) {
                assertArrayEquals(gradWeight(reference, shape), gradWeight(simd, shape), 1e-4f, shape.toString());
            }
        }
    }

    /** Sums of 5120 terms of at most ¼, transformed and as they are. */
    @Test
    void gradientsOfManyChannelsAreThoseOfDirectSums() {
        try (Backend direct = Widths.provider(512).open(new BackendOptions(2, Map.of("conv", "direct")));
                Backend simd = Widths.provider(512).open(new BackendOptions(2))) {
            assertArrayEquals(gradWeight(direct, MANY), gradWeight(simd, MANY), 1e-3f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void gradientsDependOnNeitherThreadsNorWidth(int threads) {
        try (Backend wide = Widths.provider(512).open(new BackendOptions(2));
                Backend narrow = Widths.provider(threads == 1 ? 128 : 256).open(new BackendOptions(threads))) {
            for (Conv2d shape : FEW) {
                assertArrayEquals(gradWeight(wide, shape), gradWeight(narrow, shape), shape.toString());
            }
            assertArrayEquals(gradWeight(wide, MANY), gradWeight(narrow, MANY));
            assertArrayEquals(gradInput(wide, MANY), gradInput(narrow, MANY));
        }
    }

    /** Scratch memory included, which no buffer shows. */
    @Test
    void theSameProductsAgainTakeTheSameMemory() {
        try (Execution execution = Execution.start(2)) {
            Products products = new Products(execution, Conv2dChoice.FASTEST);
            everyProduct(products);
            int made = execution.pool().made();
            assertTrue(made > 0);
            everyProduct(products);
            assertEquals(made, execution.pool().made());
        }
    }

    @Test
    void whatAProductThatThrowsHadTakenIsTakenAgain() {
        try (Execution execution = Execution.start(2)) {
            Products products = new Products(execution, Conv2dChoice.FASTEST);
            everyProduct(products);
            int made = execution.pool().made();
            float[] tooShort = new float[1];
            for (Conv2d shape : shapes()) {
                float[] x = new float[shape.inputElements()];
                float[] w = new float[shape.weightElements()];
                float[] y = new float[shape.outputElements()];
                assertThrows(RuntimeException.class, () -> products.conv2d(shape, x, w, tooShort, Finish.NONE));
                assertThrows(RuntimeException.class, () -> products.gradInput(shape, y, w, tooShort));
                assertThrows(RuntimeException.class, () -> products.gradWeight(shape, x, y, tooShort));
            }
            Gemm gemm = Gemm.of(300, 300, 300);
            float[] square = new float[300 * 300];
            for (Gemm shape : List.of(gemm, gemm.withTransposedA(), gemm.withTransposedB(), Gemm.of(5, 300, 300))) {
                assertThrows(RuntimeException.class, () -> products.gemm(shape, square, square, tooShort, Finish.NONE));
            }
            everyProduct(products);
            assertEquals(made, execution.pool().made());
        }
    }

    private static List<Conv2d> shapes() {
        List<Conv2d> shapes = new ArrayList<>(FEW);
        shapes.add(MANY);
        shapes.add(WIDE);
        return shapes;
    }

    private static void everyProduct(Products products) {
        for (Conv2d shape : shapes()) {
            float[] x = new float[shape.inputElements()];
            float[] w = new float[shape.weightElements()];
            float[] y = new float[shape.outputElements()];
            products.conv2d(shape, x, w, y, Finish.NONE);
            products.gradInput(shape, y, w, x);
            products.gradWeight(shape, x, y, w);
        }
        float[] square = new float[300 * 300];
        Gemm gemm = Gemm.of(300, 300, 300);
        products.gemm(gemm, square, square, new float[300 * 300], Finish.NONE);
        products.gemm(gemm.withTransposedA(), square, square, new float[300 * 300], Finish.NONE);
        products.gemm(gemm.withTransposedB(), square, square, new float[300 * 300], Finish.NONE);
        products.gemm(Gemm.of(5, 300, 300), square, square, new float[5 * 300], Finish.NONE);
    }

    private static float[] gradWeight(Backend backend, Conv2d shape) {
        Buffer x = random(backend, 1, shape.inputElements());
        Buffer gy = random(backend, 2, shape.outputElements());
        Buffer gw = backend.allocate(DType.FLOAT32, shape.weightElements());
        backend.conv2dGradWeight(shape, x, gy, gw);
        return download(backend, gw);
    }

    private static float[] gradInput(Backend backend, Conv2d shape) {
        Buffer w = random(backend, 1, shape.weightElements());
        Buffer gy = random(backend, 2, shape.outputElements());
        Buffer gx = backend.allocate(DType.FLOAT32, shape.inputElements());
        backend.conv2dGradInput(shape, gy, w, gx);
        return download(backend, gx);
    }

    private static Buffer random(Backend backend, int seed, int n) {
        Random random = new Random(seed);
        float[] host = new float[n];
        for (int i = 0; i < n; i++) {
            host[i] = random.nextFloat() - 0.5f;
        }
        return upload(backend, host);
    }

    private static Buffer upload(Backend backend, float[] host) {
        Buffer buffer = backend.allocate(DType.FLOAT32, host.length);
        backend.upload(MemorySegment.ofArray(host), buffer, 0);
        return buffer;
    }

    private static float[] download(Backend backend, Buffer buffer) {
        float[] host = new float[buffer.length()];
        backend.download(buffer, 0, MemorySegment.ofArray(host));
        return host;
    }
}
