package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.EmulatorDriver;
import org.fitact.cuda.driver.Launch;
import org.junit.jupiter.api.Test;

/** How the emulator runs the threads of a block together, and which mistakes of a kernel it brings out. */
class EmulatorBlocksTest {

    private static final int THREADS = 64;

    private static final String KERNELS = """
            #include "fitact.cuh"
            extern "C" __global__ void shift(int* x, int careful) {
                __shared__ int tile[64];
                tile[threadIdx.x] = x[threadIdx.x];
                if (careful) __syncthreads();
                x[threadIdx.x] = tile[threadIdx.x == 0 ? 0 : threadIdx.x - 1];
            }
            extern "C" __global__ void reverse(int* x) {
                DYNAMIC_SHARED(int, tile);
                tile[threadIdx.x] = x[threadIdx.x];
                __syncthreads();
                x[threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
            }
            extern "C" __global__ void overtaken(int* x) {
                __shared__ int tile[64];
                tile[threadIdx.x] = x[threadIdx.x];
                __syncthreads();
                __syncwarp();
                int value = tile[63 - threadIdx.x];
                __syncwarp();
                tile[threadIdx.x] = -1;
                x[threadIdx.x] = value;
            }
            extern "C" __global__ void warpSums(int* x) {
                int half = (int)threadIdx.x % 32 / 16;
                int value = x[threadIdx.x];
                for (int lanes = 8; lanes > 0; lanes /= 2) {
                    value += __shfl_xor_sync(half ? 0xFFFF0000u : 0x0000FFFFu, value, lanes);
                }
                x[threadIdx.x] = value + (int)__popc(__ballot_sync(0xFFFFFFFFu, threadIdx.x % 2));
            }
            extern "C" __global__ void count(int* x) {
                atomicAdd(x + threadIdx.x, 1);
            }
            extern "C" __global__ void stuck(int* x) {
                if (threadIdx.x < 16) __syncthreads();
                else __syncwarp();
                x[threadIdx.x] = 0;
            }
            extern "C" __global__ void leftOut(int* x) {
                x[threadIdx.x] = __shfl_down_sync(0x0000FFFFu, 1, 1);
            }
            """;

    private static EmulatorDriver open(long order) {
        Emulators.requireCompiler();
        return new EmulatorDriver(new EmulatorDriver.Mode(2, order, true), Map.of("blocks", KERNELS));
    }

    private static int[] run(long order, String kernel, int blocks, Object... more) {
        try (EmulatorDriver driver = open(order)) {
            int[] values = IntStream.range(0, THREADS).toArray();
            long address = driver.allocate(THREADS * Integer.BYTES);
            driver.upload(MemorySegment.ofArray(values), address);
            Object[] arguments = new Object[1 + more.length];
            arguments[0] = new DevicePointer(address);
            System.arraycopy(more, 0, arguments, 1, more.length);
            driver.launch(new Launch(
                    "blocks", kernel, Dim3.of(blocks), Dim3.of(THREADS), THREADS * Integer.BYTES, List.of(arguments)));
            driver.download(address, MemorySegment.ofArray(values));
            return values;
        }
    }

    private static String failure(String kernel) {
        return assertThrows(CudaException.class, () -> run(0, kernel, 1)).getMessage();
    }

    @Test
    void aBarrierHoldsAllThreadsInAnyOrder() {
        int[] reversed = IntStream.range(0, THREADS).map(i -> THREADS - 1 - i).toArray();
        int[] shifted = IntStream.range(0, THREADS).map(i -> Math.max(0, i - 1)).toArray();
        for (long order = 0; order < 20; order++) {
            assertArrayEquals(reversed, run(order, "reverse", 1));
            assertArrayEquals(shifted, run(order, "shift", 1, 1));
        }
    }

    @Test
    void aShuffledOrderBringsAMissingBarrierOut() {
        int[] right = run(0, "shift", 1, 1);
        assertArrayEquals(right, run(0, "shift", 1, 0), "in their order the threads happen to be right");
        assertFalse(Arrays.equals(right, run(1, "shift", 1, 0)), "in a shuffled order they are not");
    }

    /** Where the warps keep step, each has read before another writes. */
    @Test
    void aWarpThatRunsAheadOfTheOthersBringsAMissingBarrierOut() {
        int[] reversed = IntStream.range(0, THREADS).map(i -> THREADS - 1 - i).toArray();
        assertArrayEquals(reversed, run(0, "overtaken", 1));
        assertTrue(
                LongStream.range(1, 9).anyMatch(order -> !Arrays.equals(reversed, run(order, "overtaken", 1))),
                "eight shuffled orders, and no warp was ahead");
    }

    @Test
    void partsOfAWarpExchangeApart() {
        int[] expected = IntStream.range(0, THREADS)
                .map(i -> IntStream.range(i / 16 * 16, i / 16 * 16 + 16).sum() + 16)
                .toArray();
        for (long order = 0; order < 20; order++) {
            assertArrayEquals(expected, run(order, "warpSums", 1));
        }
    }

    @Test
    void blocksOnSeveralThreadsLoseNoAtomicAddition() {
        int[] counts = run(0, "count", 5000);
        assertEquals(5000, counts[0]);
        assertEquals(5000 + THREADS - 1, counts[THREADS - 1]);
    }

    @Test
    void aBlockThatCannotGoOnIsReported() {
        assertTrue(failure("stuck").contains("no thread of block (0, 0, 0) can go on"), failure("stuck"));
        assertTrue(failure("leftOut").contains("with a mask that leaves it out"), failure("leftOut"));
    }
}
