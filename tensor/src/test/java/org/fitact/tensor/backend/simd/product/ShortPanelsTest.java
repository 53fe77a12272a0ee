package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.Operands.convolveAndActivate;
import static org.fitact.tensor.backend.simd.Operands.download;
import static org.fitact.tensor.backend.simd.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.simd.Operands;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are words of fixed point are packed in 16 bits, and no product has other bits for it. */
class ShortPanelsTest {

    private static final String WORDS = "direct, 16-bit weights";

    /** One row and many, one block of terms and many, panels of every width. */
    private static final List<Conv2d> FEW_ROWS = List.of(
            new Conv2d(1, 1, 1, 1025, 65, 1, 1, 1, 0),
            new Conv2d(1, 2, 1, 1025, 80, 1, 1, 1, 0),
            new Conv2d(1, 2, 2, 130, 65, 3, 3, 1, 1),
            new Conv2d(1, 2, 2, 131, 77, 3, 3, 1, 1),
            new Conv2d(1, 3, 1, 700, 100, 1, 1, 1, 0),
            new Conv2d(1, 4, 4, 207, 130, 3, 3, 2, 1),
            new Conv2d(1, 2, 2, 130, 207, 3, 3, 1, 1));

    /** What no word of 16 bits holds, and what looks like one. */
    private static final float[] OTHERS = {
        0.5f, -0.5f, -8192.5f, 32767.99f, -0.0f, 0x1p-17f, 0x1.8p-16f, Float.MIN_VALUE, Float.POSITIVE_INFINITY
    };

    /** Words of Q15.16 below ½, as a decoded memory has them. */
    private static Buffer words(Backend backend, long seed, int elements, int fractionBits) {
        Buffer raw = random(backend, seed, elements);
        float[] values = download(backend, raw);
        for (int i = 0; i < elements; i++) {
            values[i] = Math.scalb((float) (int) Math.scalb(values[i], 12), -fractionBits);
        }
        backend.upload(MemorySegment.ofArray(values), raw, 0);
        return raw;
    }

    private static void set(Backend backend, Buffer w, int at, float value) {
        backend.upload(MemorySegment.ofArray(new float[] {value}), w, at);
    }

    @ParameterizedTest
    @CsvSource({"128, 1, 16", "256, 3, 16", "512, 2, 16", "512, 3, 8", "512, 1, 23"})
    void wordsGiveTheBitsOfFloats(int bits, int threads, int fractionBits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(threads))) {
            for (Conv2d shape : FEW_ROWS) {
                Buffer x = random(backend, 1, shape.inputElements());
                Buffer w = words(backend, 2, shape.weightElements(), fractionBits);
                for (int i = 0; i < OTHERS.length - 1; i++) {
                    set(backend, w, i * 31 % shape.weightElements(), OTHERS[i]);
                }
                PackedWeights packed = backend.pack(shape, w).orElseThrow();
                assertEquals(WORDS, packed.algorithm(), shape.toString());
                assertArrayEquals(
                        convolveAndActivate(backend, shape, x, w), convolveAndActivate(backend, shape, x, packed));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void whatIsFlippedIsTakenOverAndTakenBack(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(3))) {
            for (Conv2d shape : FEW_ROWS) {
                Buffer x = random(backend, 1, shape.inputElements());
                Buffer w = words(backend, 2, shape.weightElements(), 16);
                float[] before = convolveAndActivate(backend, shape, x, w);
                PackedWeights packed = backend.pack(shape, w).orElseThrow();
                int[] changed = IntStream.range(0, 300)
                        .map(i -> i < 150 ? 40 + i : (int) (i * 7919L % shape.weightElements()))
                        .distinct()
                        .toArray();
                float[] old = download(backend, w);
                for (int i = 0; i < changed.length; i++) {
                    set(backend, w, changed[i], i % 3 == 0 ? old[changed[i]] / 2 : OTHERS[i % (OTHERS.length - 1)]);
                }
                packed.refresh(changed);
                assertEquals(WORDS, packed.algorithm());
                assertArrayEquals(
                        convolveAndActivate(backend, shape, x, w), convolveAndActivate(backend, shape, x, packed));
                backend.upload(MemorySegment.ofArray(old), w, 0);
                packed.refresh(changed);
                assertArrayEquals(before, convolveAndActivate(backend, shape, x, packed));
            }
        }
    }

    @Test
    void anInfiniteWeightIsOne() {
        Conv2d shape = FEW_ROWS.get(2);
        try (Backend backend = Widths.provider(512).open(new BackendOptions(2))) {
            Buffer x = random(backend, 1, shape.inputElements());
            Buffer w = words(backend, 2, shape.weightElements(), 16);
            PackedWeights packed = backend.pack(shape, w).orElseThrow();
            set(backend, w, 7, Float.POSITIVE_INFINITY);
            packed.refresh(7, 1);
            assertArrayEquals(Operands.convolve(backend, shape, x, w), Operands.convolve(backend, shape, x, packed));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void moreImagesThanWereExpectedHaveTheirBits(int bits) {
        try (Backend backend = Widths.provider(bits).open(new BackendOptions(2))) {
            Conv2d one = FEW_ROWS.get(3);
            Buffer w = words(backend, 2, one.weightElements(), 16);
            PackedWeights packed = backend.pack(one, w).orElseThrow();
            assertEquals(WORDS, packed.algorithm());
            Conv2d many = one.withBatch(9);
            Buffer x = random(backend, 1, many.inputElements());
            assertArrayEquals(convolveAndActivate(backend, many, x, w), convolveAndActivate(backend, many, x, packed));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "3, false", "3, true", "40, false"})
    void matricesToo(int rows, boolean accumulate) {
        try (Backend backend = Widths.provider(512).open(new BackendOptions(2))) {
            Gemm few = Gemm.of(rows == 1 ? 1 : 4, 130, 1031);
            Gemm shape = new Gemm(rows, 130, 1031, false, false, accumulate);
            Buffer a = random(backend, 1, rows * 1031);
            Buffer b = words(backend, 2, 1031 * 130, 16);
            PackedWeights packed = backend.pack(few, b).orElseThrow();
            assertEquals(WORDS, packed.algorithm());
            Buffer expected = random(backend, 3, rows * 130);
            Buffer found = random(backend, 3, rows * 130);
            backend.gemm(shape, a, b, expected, Epilogue.NONE);
            backend.gemm(shape, a, packed, found, Epilogue.NONE);
            assertArrayEquals(download(backend, expected), download(backend, found));
        }
    }

    /** Trained floats, too many of them large, many rows, and weights that stay in a cache. */
    @Test
    void othersArePackedAsFloats() {
        Conv2d shape = FEW_ROWS.get(3);
        Conv2d small = new Conv2d(1, 2, 2, 64, 64, 3, 3, 1, 1);
        try (Backend backend = Widths.provider(512).open(new BackendOptions(2))) {
            Buffer floats = random(backend, 2, shape.weightElements());
            assertEquals("direct", backend.pack(shape, floats).orElseThrow().algorithm());
            Buffer words = words(backend, 2, shape.weightElements(), 16);
            float[] values = download(backend, words);
            Arrays.fill(values, 0, values.length / 60, 0.75f);
            Buffer large = backend.allocate(DType.FLOAT32, values.length);
            backend.upload(MemorySegment.ofArray(values), large, 0);
            assertEquals("direct", backend.pack(shape, large).orElseThrow().algorithm());
            assertEquals(
                    "direct",
                    backend.pack(small, words(backend, 2, small.weightElements(), 16))
                            .orElseThrow()
                            .algorithm());
            Conv2d many = new Conv2d(2, 2, 2, 131, 77, 3, 3, 1, 1);
            assertEquals("direct", backend.pack(many, words).orElseThrow().algorithm());
        }
    }
}
