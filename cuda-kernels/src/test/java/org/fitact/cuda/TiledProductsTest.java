package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.Arithmetic;
import org.fitact.cuda.kernel.Conv2dKernels;
import org.fitact.cuda.kernel.CudaBuffer;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.GemmKernels;
import org.fitact.cuda.kernel.NaiveKernels;
import org.fitact.cuda.kernel.Tiling;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every tile, with and without splits, against the naive kernels. The contract's shapes are too small for the large
 * tiles. All data are small integers, so every order of summation gives the same float, and results must be equal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiledProductsTest {

    private static final int LARGEST_VALUE = 4;

    private Driver driver;
    private DeviceMemory memory;
    private NaiveKernels naive;
    private GemmKernels gemm;
    private Conv2dKernels conv;
    private final List<Buffer> open = new ArrayList<>();

    @BeforeAll
    void open() {
        driver = Emulators.open(Emulators.STRICT);
        memory = new DeviceMemory(driver);
        naive = new NaiveKernels(driver);
        gemm = new GemmKernels(driver, memory, Arithmetic.FLOAT32);
        conv = new Conv2dKernels(driver, memory, Arithmetic.FLOAT32);
    }

    @AfterAll
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private Buffer integers(long stream, int n) {
        PhiloxRandom random = new PhiloxRandom(4, stream);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(2 * LARGEST_VALUE + 1) - LARGEST_VALUE;
        }
        CudaBuffer buffer = new CudaBuffer(memory, DType.FLOAT32, n);
        driver.upload(MemorySegment.ofArray(values), CudaBuffer.pointer(buffer).address());
        open.add(buffer);
        return buffer;
    }

    private float[] values(Buffer buffer) {
        float[] values = new float[buffer.length()];
        driver.download(CudaBuffer.pointer(buffer).address(), MemorySegment.ofArray(values));
        return values;
    }

    /** Both write to a buffer that starts with the same random integers. */
    private void same(String what, int elements, Consumer<Buffer> expected, Consumer<Buffer> actual) {
        Buffer one = integers(9, elements);
        Buffer other = integers(9, elements);
        expected.accept(one);
        actual.accept(other);
        assertArrayEquals(values(one), values(other), what);
    }

    private void freeAll() {
        open.forEach(Buffer::close);
        open.clear();
    }

    private Epilogue epilogue(int rows, int columns) {
        BoundedRelu shape =
                new BoundedRelu(BoundedRelu.Policy.SATURATE, BoundedRelu.Granularity.CHANNEL, 0, rows, 1, columns);
        return new Epilogue(
                integers(3, columns), integers(4, rows * columns), new Activation.Bounded(shape, integers(5, columns)));
    }

    private static List<Tiling> tilings(int k) {
        return Tiling.TILES.stream()
                .flatMap(tile -> Arrays.stream(new int[] {1, 3}).mapToObj(splits -> Tiling.of(tile, k, splits)))
                .toList();
    }

    @Test
    void everyTileMultipliesAsTheNaiveKernel() {
        for (int[] size : new int[][] {{130, 131, 50}, {129, 68, 33}, {64, 128, 96}, {3, 200, 17}}) {
            Gemm plain = Gemm.of(size[0], size[1], size[2]);
            for (Gemm shape : List.of(plain, plain.withTransposedA(), plain.withTransposedB(), plain.accumulating())) {
                check(shape);
            }
        }
    }

    private void check(Gemm shape) {
        check(shape, gemm);
    }

    private void check(Gemm shape, GemmKernels gemm) {
        Buffer a = integers(1, shape.m() * shape.k());
        Buffer b = integers(2, shape.k() * shape.n());
        Epilogue epilogue = shape.accumulate() ? Epilogue.NONE : epilogue(shape.m(), shape.n());
        for (Tiling tiling : tilings(shape.k())) {
            same(
                    shape + " " + tiling,
                    shape.m() * shape.n(),
                    c -> naive.gemm(shape, a, b, c, epilogue),
                    c -> gemm.gemm(shape, tiling, List.of(a, b, c), epilogue));
        }
        freeAll();
    }

    private static final List<Conv2d> CONVOLUTIONS = List.of(
            new Conv2d(2, 9, 11, 3, 66, 3, 3, 1, 1),
            new Conv2d(1, 12, 13, 8, 132, 3, 3, 2, 1),
            new Conv2d(3, 7, 7, 36, 20, 1, 1, 2, 0),
            new Conv2d(2, 10, 9, 70, 12, 2, 4, 3, 2));

    @Test
    void everyTileConvolvesAsTheNaiveKernel() {
        CONVOLUTIONS.forEach(shape -> checkForward(shape, conv));
    }

    private void checkForward(Conv2d shape, Conv2dKernels conv) {
        Buffer x = integers(1, shape.inputElements());
        Buffer w = integers(2, shape.weightElements());
        Epilogue epilogue = epilogue(shape.outputElements() / shape.outChannels(), shape.outChannels());
        for (Tiling tiling : tilings(shape.weightElements() / shape.outChannels())) {
            same(
                    shape + " " + tiling,
                    shape.outputElements(),
                    y -> naive.conv2d(shape, x, w, y, epilogue),
                    y -> conv.conv2d(shape, tiling, List.of(x, w, y), epilogue));
        }
        freeAll();
    }

    @Test
    void everyTileGivesTheGradientsOfTheNaiveKernel() {
        CONVOLUTIONS.forEach(shape -> checkGradients(shape, conv));
    }

    private void checkGradients(Conv2d shape, Conv2dKernels conv) {
        Buffer x = integers(1, shape.inputElements());
        Buffer w = integers(2, shape.weightElements());
        Buffer gy = integers(3, shape.outputElements());
        for (Tiling tiling : tilings(shape.outputElements() / shape.outChannels())) {
            same(
                    "by the input: " + shape + " " + tiling,
                    shape.inputElements(),
                    gx -> naive.conv2dGradInput(shape, gy, w, gx),
                    gx -> conv.conv2dGradInput(shape, tiling.tile(), gy, w, gx));
            same(
                    "by the weight: " + shape + " " + tiling,
                    shape.weightElements(),
                    gw -> naive.conv2dGradWeight(shape, x, gy, gw),
                    gw -> conv.conv2dGradWeight(shape, tiling, List.of(x, gy, gw)));
        }
        freeAll();
    }

    /** Small integers lose nothing in TF32. Depths beyond 64 meet every stage of the pipeline more than once. */
    @Test
    void tensorCoresGiveTheSameOnNumbersThatTf32Has() {
        assumeTrue(hasTf32(), "this GPU has no TF32");
        GemmKernels tensorGemm = new GemmKernels(driver, memory, Arithmetic.TF32);
        Conv2dKernels tensorConv = new Conv2dKernels(driver, memory, Arithmetic.TF32);
        check(Gemm.of(130, 68, 200), tensorGemm);
        check(Gemm.of(70, 130, 132).withTransposedB(), tensorGemm);
        check(Gemm.of(70, 132, 200).withTransposedA(), tensorGemm);
        check(Gemm.of(67, 65, 19), tensorGemm);
        Conv2d shape = new Conv2d(3, 12, 13, 8, 68, 3, 3, 2, 1);
        checkForward(shape, tensorConv);
        checkGradients(shape, tensorConv);
    }

    @Test
    void tf32RoundsFactorsToTenBits() {
        assumeTrue(hasTf32(), "this GPU has no TF32");
        float[] a = {1 + 0x1p-11f, 1 + 0x1p-12f, -(1 + 0x1p-11f), 3 + 0x1p-9f};
        float[] expected = {1 + 0x1p-10f, 1, -(1 + 0x1p-10f), 3 + 0x1p-9f};
        Buffer left = integers(1, 4);
        Buffer one = integers(2, 1);
        Buffer c = integers(3, 4);
        driver.upload(MemorySegment.ofArray(a), CudaBuffer.pointer(left).address());
        driver.upload(
                MemorySegment.ofArray(new float[] {1}), CudaBuffer.pointer(one).address());
        new GemmKernels(driver, memory, Arithmetic.TF32).gemm(Gemm.of(4, 1, 1), left, one, c, Epilogue.NONE);
        assertArrayEquals(expected, values(c));
        freeAll();
    }

    private boolean hasTf32() {
        try {
            return Arithmetic.TF32.requireOn(driver) == Arithmetic.TF32;
        } catch (CudaException older) {
            return false;
        }
    }

    @Test
    void aTilingCoversTheDepthAndKeepsALargeDeviceBusy() {
        for (int[] size : new int[][] {{64, 4096, 25_088}, {576, 64, 65_536}, {50_000, 64, 576}, {8192, 8192, 8192}}) {
            Tiling tiling = Tiling.of(size[0], size[1], size[2]);
            assertTrue((long) tiling.splits() * tiling.chunk() >= size[2], tiling::toString);
            assertTrue((tiling.splits() - 1L) * tiling.chunk() < size[2], tiling::toString);
            assertTrue(tiling.tile().count(size[0], size[1]) * tiling.splits() >= 132, tiling::toString);
        }
        assertEquals(new Tiling.Tile(128, 128), Tiling.of(8192, 8192, 8192).tile());
        assertEquals(new Tiling.Tile(128, 64), Tiling.of(50_000, 64, 576).tile());
        assertEquals(Tiling.SMALLEST, Tiling.of(10, 10, 512).tile());
    }
}
