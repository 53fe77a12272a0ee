package org.fitact.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fitact.cuda.Emulators;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;
import org.junit.jupiter.api.Test;

/** The flips made on the device are those that the definition draws, one after the other, on the CPU. */
public class RandomBitsKernelsTest {

    private static final int VGG16_WORDS = 138_357_544;

    /** {@link RandomBits#draw}, written down once more; the ranks of the hits, ascending. */
    private static long[] drawn(RandomBits draw, long bits) {
        PhiloxRandom random = new PhiloxRandom(draw.seed(), draw.stream());
        double logOfMiss = StrictMath.log1p(-draw.largestRate());
        double kept = draw.rate() / draw.largestRate();
        long[] hits = new long[16];
        int n = 0;
        for (long rank = 0; ; rank++) {
            double uniform = (random.nextLong() >>> 1) * 0x1p-63;
            double gap = Math.floor(StrictMath.log1p(-uniform) / logOfMiss);
            double mark = random.nextDouble();
            if (gap >= bits - rank) {
                return Arrays.copyOf(hits, n);
            }
            rank += (long) gap;
            if (mark < kept) {
                hits = n == hits.length ? Arrays.copyOf(hits, 2 * n) : hits;
                hits[n++] = rank;
            }
        }
    }

    private static int[] flipped(RandomBits draw, QFormat format, int[] words) {
        int[] result = words.clone();
        for (long rank : drawn(draw, (long) words.length * format.width())) {
            int word = (int) (rank / format.width());
            result[word] = format.flip(result[word], 1 << rank % format.width());
        }
        return result;
    }

    private static int[] onDevice(RandomBits draw, QFormat format, int[] words, int times) {
        try (Driver driver = Emulators.open(Emulators.STRICT)) {
            DeviceMemory memory = new DeviceMemory(driver);
            RandomBitsKernels kernels = new RandomBitsKernels(driver, memory);
            CudaBuffer buffer = new CudaBuffer(memory, DType.INT32, words.length);
            driver.upload(
                    MemorySegment.ofArray(words), CudaBuffer.pointer(buffer).address());
            for (int i = 0; i < times; i++) {
                kernels.flip(draw, format, words.length, buffer);
            }
            int[] result = new int[words.length];
            driver.download(CudaBuffer.pointer(buffer).address(), MemorySegment.ofArray(result));
            return result;
        }
    }

    private static int[] words(QFormat format, int n) {
        PhiloxRandom random = new PhiloxRandom(5, n);
        int[] words = new int[n];
        Arrays.setAll(words, _ -> format.signExtend(random.nextInt()));
        return words;
    }

    @Test
    void flipsTheSameBitsAtAnyRate() {
        for (QFormat format : new QFormat[] {QFormat.Q15_16, QFormat.Q7_8, QFormat.Q3_4}) {
            for (double rate : new double[] {1e-7, 1e-4, 3e-3, 0.2, 0.9}) {
                for (int n : new int[] {1, 7, 1025, 20_000}) {
                    RandomBits draw = new RandomBits(2021 + n, 3, rate / 2, rate);
                    int[] words = words(format, n);
                    assertArrayEquals(
                            flipped(draw, format, words),
                            onDevice(draw, format, words, 1),
                            () -> draw + " on " + n + " words of " + format);
                }
            }
        }
    }

    @Test
    void flippingTwiceChangesNothing() {
        RandomBits draw = new RandomBits(1, 2, 0.01, 0.01);
        int[] words = words(QFormat.Q7_8, 1025);
        assertArrayEquals(words, onDevice(draw, QFormat.Q7_8, words, 2));
    }

    @Test
    void theGeneratorTheListAndTheCpuFlipTheSameBitsInAMemoryOfVgg16sSize() {
        RandomBits draw = new RandomBits(-7, 11, 1e-5, 1e-5);
        long[] expected = drawn(draw, (long) VGG16_WORDS * Integer.SIZE);
        assertTrue(expected.length > 40_000, "hits: " + expected.length);
        try (Driver driver = Emulators.open(Emulators.PLAIN)) {
            DeviceMemory memory = new DeviceMemory(driver);
            CudaBuffer words = new CudaBuffer(memory, DType.INT32, VGG16_WORDS);
            new ElementwiseKernels(driver).fill(VGG16_WORDS, 0f, words);
            long flips = new RandomBitsKernels(driver, memory).flip(draw, QFormat.Q15_16, VGG16_WORDS, words);
            assertEquals(expected.length, flips);
            assertEquals(-1, firstDifference(driver, CudaBuffer.pointer(words), expected));

            flipFromList(driver, memory, draw, words);
            assertEquals(-1, firstDifference(driver, CudaBuffer.pointer(words), new long[0]), "the list undoes it");
        }
    }

    /** As the CPU draws them: words with masks. */
    private static void flipFromList(Driver driver, DeviceMemory memory, RandomBits draw, CudaBuffer words) {
        SortedMap<Integer, Integer> masks = new TreeMap<>();
        draw.draw((long) VGG16_WORDS * Integer.SIZE, bit -> masks.merge((int) (bit >> 5), 1 << bit, (a, b) -> a | b));
        CudaBuffer where = upload(driver, memory, masks.keySet());
        CudaBuffer which = upload(driver, memory, masks.values());
        FixedPointKernels kernels = new FixedPointKernels(driver, new ChecksKernels(driver, memory));
        kernels.flipBits(FixedPoint.DEFAULT, masks.size(), where, which, words);
    }

    private static CudaBuffer upload(Driver driver, DeviceMemory memory, Collection<Integer> values) {
        CudaBuffer buffer = new CudaBuffer(memory, DType.INT32, values.size());
        int[] array = values.stream().mapToInt(value -> value).toArray();
        driver.upload(MemorySegment.ofArray(array), CudaBuffer.pointer(buffer).address());
        return buffer;
    }

    /** The first word that does not hold exactly the bits that were hit, or −1; read piece by piece. */
    private static long firstDifference(Driver driver, DevicePointer words, long[] hits) {
        int[] piece = new int[1 << 20];
        int next = 0;
        for (int from = 0; from < VGG16_WORDS; from += piece.length) {
            int n = Math.min(piece.length, VGG16_WORDS - from);
            driver.download(
                    words.plus(from).address(), MemorySegment.ofArray(piece).asSlice(0, 4L * n));
            for (int i = 0; i < n; i++) {
                int expected = 0;
                for (; next < hits.length && hits[next] >> 5 == from + i; next++) {
                    expected |= 1 << hits[next];
                }
                if (piece[i] != expected) {
                    return from + i;
                }
            }
        }
        return -1;
    }
}
