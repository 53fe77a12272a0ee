package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.WordStatus;
import org.fitact.protect.Toy;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole memory read at once, by kernels: the words and counts that blocks give which are read one by one. */
class WholeMemoryTest {

    private static final int WORDS = 40_001;
    private static final int CHANNELS = 24;

    @ParameterizedTest
    @ValueSource(strings = {"vote", "guard", "guard:channel:clamp", "secded39", "secded39:keep", "secded72"})
    void isWhatItsBlocksAre(String name) {
        PhiloxRandom random = new PhiloxRandom(3, 8);
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = (int) random.nextLong(1 << 17) - (1 << 16);
        }
        RegionCode code = MemoryCodes.parse(name).over(FixedPoint.DEFAULT, words, CHANNELS);
        int[] check = code.encode(words);
        for (int flip = 0; flip < WORDS / 20; flip++) {
            words[(int) random.nextLong(WORDS)] ^= 1 << (int) random.nextLong(32);
        }
        List<int[]> companions =
                code.companions().stream().map(RegionCode.Companion::words).toList();
        int[] expected = new int[WORDS];
        WordCounts counts = blocks(code, companions, words, check, expected);
        assertTrue(counts.corrected() + counts.detected() > 900, counts.toString());
        WordCode whole = code.wordCode(companions).orElseThrow();
        for (int threads = 1; threads <= 3; threads++) {
            try (Backend backend = Backends.cpu(new BackendOptions(threads))) {
                assertRead(backend, whole, words, check, expected, counts);
            }
        }
        assertRead(Toy.REFERENCE, whole, words, check, expected, counts);
    }

    private static WordCounts blocks(
            RegionCode code, List<int[]> companions, int[] words, int[] check, int[] expected) {
        BlockDecoder decoder = code.decoder(companions);
        WordCounts counts = WordCounts.NONE;
        int size = code.block();
        for (int first = 0; first < words.length; first += size) {
            int[] block = Arrays.copyOf(Arrays.copyOfRange(words, first, Math.min(words.length, first + size)), size);
            WordStatus found = decoder.decode(first / size, block, check.length == 0 ? 0 : check[first / size]);
            System.arraycopy(block, 0, expected, first, Math.min(size, words.length - first));
            counts = counts.plus(
                    new WordCounts(found == WordStatus.CORRECTED ? 1 : 0, found == WordStatus.DETECTED ? 1 : 0));
        }
        return counts;
    }

    private static void assertRead(
            Backend backend, WordCode code, int[] words, int[] check, int[] expected, WordCounts counts) {
        int[] decoded = new int[words.length];
        try (Buffer from = backend.allocate(DType.INT32, words.length);
                Buffer bits = backend.allocate(DType.INT32, Math.max(1, check.length));
                Buffer to = backend.allocate(DType.INT32, words.length)) {
            backend.upload(MemorySegment.ofArray(words), from, 0);
            backend.upload(MemorySegment.ofArray(check), bits, 0);
            assertEquals(counts, backend.decodeWords(code, words.length, from, check.length == 0 ? null : bits, to));
            backend.download(to, 0, MemorySegment.ofArray(decoded));
        }
        assertArrayEquals(expected, decoded);
    }
}
