package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultLogTest {

    private static final FixedPoint FORMAT = FixedPoint.of(QFormat.Q7_8);

    static Stream<FaultModel> models() {
        return Stream.of(
                new BitErrorRate(0.01),
                new ExactCount(500),
                new SingleBit(),
                new Burst(6, 30),
                new StuckAt0(0.05),
                new StuckAt1(0.05));
    }

    @ParameterizedTest
    @MethodSource("models")
    void undoingIsExact(FaultModel model) {
        int[] words = randomWords(10_000);
        WordStore store = WordStore.of(words);
        long before = store.checksum();
        FaultSpace space = Spaces.weights(FORMAT, words.length);
        FaultSampler sampler = new FaultSampler(space, FaultFilter.ALL, model, 1);
        boolean changed = false;
        for (int trial = 0; trial < 50; trial++) {
            FaultPattern pattern = sampler.trial(trial);
            int[] expected = randomWords(10_000);
            try (FaultLog log = FaultLog.apply(pattern, space, store)) {
                for (int i = 0; i < pattern.size(); i++) {
                    int word = expected[pattern.address(i)];
                    expected[pattern.address(i)] = pattern.operation().apply(FORMAT, word, pattern.mask(i));
                }
                assertArrayEquals(expected, words);
                assertEquals(log.changedBits() > 0, before != store.checksum());
                changed |= log.changedBits() > 0;
            }
            assertEquals(before, store.checksum());
        }
        assertTrue(changed);
    }

    @Test
    void countsWhatChanged() {
        int[] words = {0x00FF, -1, 0, 5};
        FaultPattern clear = FaultPattern.builder(FaultOperation.CLEAR)
                .add(0, 0)
                .add(0, 9)
                .add(1, 15)
                .add(2, 3)
                .build();
        assertEquals(4, clear.bits());
        FaultLog log = FaultLog.apply(clear, Spaces.weights(FORMAT, 4), WordStore.of(words));
        assertArrayEquals(new int[] {0x00FE, 0x7FFF, 0, 5}, words);
        assertEquals(2, log.changedWords());
        assertEquals(2, log.changedBits(), "a sign bit counts once, not with its copies above the width");
        assertArrayEquals(new int[] {0, 1}, log.changedAddresses());
        log.close();
        assertArrayEquals(new int[] {0x00FF, -1, 0, 5}, words);
    }

    @Test
    void logsUndoInReverseOrderAndOnce() {
        int[] words = randomWords(4);
        int[] original = words.clone();
        FaultPattern flip = FaultPattern.builder(FaultOperation.FLIP).add(1, 4).build();
        FaultPattern set =
                FaultPattern.builder(FaultOperation.SET).add(1, 4).add(1, 5).build();
        FaultLog first = FaultLog.apply(flip, Spaces.weights(FORMAT, 4), WordStore.of(words));
        FaultLog second = FaultLog.apply(set, Spaces.weights(FORMAT, 4), WordStore.of(words));
        second.close();
        first.close();
        assertArrayEquals(original, words);
        words[1] = 77;
        first.close();
        assertEquals(77, words[1]);
    }

    @Test
    void aFaultBeyondTheStoreChangesNothing() {
        int[] words = {1, 2, 3};
        FaultPattern pattern =
                FaultPattern.builder(FaultOperation.FLIP).add(0, 0).add(3, 0).build();
        FaultSpace space = Spaces.weights(FORMAT, 9);
        assertThrows(IndexOutOfBoundsException.class, () -> FaultLog.apply(pattern, space, WordStore.of(words)));
        assertArrayEquals(new int[] {1, 2, 3}, words);
    }

    @Test
    void checksumIsCrc32cOfTheBytes() {
        for (int size : new int[] {0, 1, 4095, 4096, 4097, 9000}) {
            int[] words = randomWords(size);
            ByteBuffer bytes = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(words);
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            long checksum = WordStore.of(words).checksum();
            assertEquals(crc.getValue(), checksum);
            if (size > 0) {
                words[size - 1] ^= 1;
                assertNotEquals(checksum, WordStore.of(words).checksum());
            }
        }
    }

    @Test
    void patternsMergeSortAndCut() {
        FaultPattern pattern = FaultPattern.builder(FaultOperation.FLIP)
                .add(50, 31)
                .add(7, 3)
                .add(50, 0)
                .add(7, 3)
                .add(19, 1)
                .add(20, 2)
                .build();
        assertArrayEquals(new int[] {7, 19, 20, 50}, pattern.addresses());
        assertArrayEquals(new int[] {8, 2, 4, 0x80000001}, pattern.masks());
        assertEquals(5, pattern.bits());
        FaultPattern part = pattern.within(new Region("l", "l.w", ParameterKind.WEIGHT, 19, 31, FORMAT));
        assertArrayEquals(new int[] {0, 1}, part.addresses());
        assertArrayEquals(new int[] {2, 4}, part.masks());
        assertEquals(
                0,
                pattern.within(new Region("l", "l.w", ParameterKind.WEIGHT, 51, 9, FORMAT))
                        .size());
    }

    private static int[] randomWords(int n) {
        PhiloxRandom random = new PhiloxRandom(99, 0);
        return IntStream.range(0, n).map(i -> FORMAT.hold(random.nextInt())).toArray();
    }
}
