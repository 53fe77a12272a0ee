package org.fitact.memory.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.WordStatus;
import org.fitact.memory.format.NumberFormats;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadarTest {

    private static final FixedPoint INT8 = FixedPoint.of(new QFormat(7, 0));

    private final PhiloxRandom random = new PhiloxRandom(20, 6);

    private int[] words(NumberFormat format, int n) {
        int[] words = new int[n];
        Arrays.setAll(words, _ -> format.hold((int) random.nextLong()));
        return words;
    }

    /** S_A and S_B by their definition, of bits: a word is −b_(W−1)·2^(W−1) + Σ b_i·2^i. */
    private static int model(int[] block, int group, int of, int width, int key) {
        BigInteger sum = BigInteger.ZERO;
        int j = 0;
        for (int i = 0; i < block.length; i++) {
            if (i % of != group) {
                continue;
            }
            BigInteger word = BigInteger.ZERO;
            for (int bit = 0; bit < width; bit++) {
                BigInteger weight = BigInteger.TWO.pow(bit);
                if ((block[i] >> bit & 1) == 1) {
                    word = bit == width - 1 ? word.subtract(weight) : word.add(weight);
                }
            }
            boolean plus = BigInteger.valueOf(key).testBit(j % 16);
            sum = plus ? sum.add(word) : sum.subtract(word);
            j++;
        }
        BigInteger half = BigInteger.TWO.pow(width - 1);
        BigInteger toHalf = sum.subtract(sum.mod(half)).divide(half);
        BigInteger toAll = sum.subtract(sum.mod(half.shiftLeft(1))).divide(half.shiftLeft(1));
        return 2 * toAll.mod(BigInteger.TWO).intValue()
                + toHalf.mod(BigInteger.TWO).intValue();
    }

    /** ⌊300/128⌋ is 2 and ⌊300/256⌋ is 1; ⌊−1/128⌋ and ⌊−1/256⌋ are −1. */
    @ParameterizedTest
    @CsvSource({
        "0, 0", "127, 0", "128, 1", "255, 1", "256, 2", "300, 2", "384, 3", "512, 0", "-1, 3", "-129, 2", "-257, 1"
    })
    void signaturesOfSums(long sum, int expected) {
        assertEquals(expected, Radar.signature(sum, 8));
    }

    /**
     * Two groups of four words that lie two apart, with the signs + + − + of a key whose lowest bits are 1011: of the first
     * M = 100 + 50 + 28 + 127 = 305, so S_A = ⌊305 / 256⌋ = 1 and S_B = ⌊305 / 128⌋ mod 2 = 0; of the second M = 1 + 2 − 3 + 4 = 4.
     */
    @Test
    void signaturesOfGroupsByHand() {
        long seed = LongStream.iterate(1, some -> some + 1)
                .filter(some -> (new Radar(4, some).key() & 0b1111) == 0b1011)
                .findFirst()
                .orElseThrow();
        int[] words = {100, 1, 50, 2, -28, 3, 127, 4};
        RegionCode code = new Radar(4, seed).over(INT8, words, 1);
        assertEquals(8, code.block());
        int[] checks = code.encode(words.clone());
        assertArrayEquals(new int[] {0b00_10}, checks);
        BlockDecoder decoder = code.decoder(List.of());
        // The highest bit of 100 makes it −28 and M 177, ⌊177 / 256⌋ = 0 and ⌊177 / 128⌋ = 1: the first group reads 0.
        int[] one = {-28, 1, 50, 2, -28, 3, 127, 4};
        assertEquals(WordStatus.DETECTED, decoder.decode(0, one, checks[0]));
        assertArrayEquals(new int[] {0, 1, 0, 2, 0, 3, 0, 4}, one);
        // That of −28 too: M is 49, whose signature is 00, which S_A tells from 10.
        int[] two = {-28, 1, 50, 2, 100, 3, 127, 4};
        assertEquals(WordStatus.DETECTED, decoder.decode(0, two, checks[0]));
        // The next bit of 1 makes it 65 and M 68: below 128, so nobody sees it.
        int[] next = {100, 65, 50, 2, -28, 3, 127, 4};
        assertEquals(WordStatus.CLEAN, decoder.decode(0, next, checks[0]));
    }

    @ParameterizedTest
    @CsvSource({"radar:4, Q7.0, 200", "radar, Q7.8, 70", "radar:16:s7, Q15.16, 600", "radar:2, Q3.4, 3"})
    void itIsReadAsDefined(String name, String formatName, int count) {
        NumberFormat format = (NumberFormat) NumberFormats.parse(formatName);
        Radar radar = (Radar) MemoryCodes.parse(name);
        int[] clean = words(format, count);
        RegionCode code = radar.over(format, clean, 1);
        int groups = Math.min(16, (count + radar.group() - 1) / radar.group());
        assertEquals(groups * radar.group(), code.block());
        assertEquals(2 * groups, code.checkBits());
        int[] stored = clean.clone();
        int[] checks = code.encode(stored);
        assertArrayEquals(clean, stored, "words are stored as they are");
        BlockDecoder decoder = code.decoder(List.of());
        int seen = 0;
        for (int trial = 0; trial < 600; trial++) {
            int number = trial % checks.length;
            int[] block = new int[code.block()];
            int first = number * block.length;
            int length = Math.min(block.length, count - first);
            System.arraycopy(clean, first, block, 0, length);
            int check = checks[number];
            for (int flip = 0; flip < trial % 5; flip++) {
                int i = random.nextInt(length + 1);
                if (i == length) {
                    check ^= 1 << random.nextInt(code.checkBits());
                } else {
                    block[i] = format.hold(block[i] ^ 1 << random.nextInt(format.width()));
                }
            }
            int[] expected = block.clone();
            boolean wrong = false;
            for (int g = 0; g < groups; g++) {
                if (model(block, g, groups, format.width(), radar.key()) != (check >>> 2 * g & 3)) {
                    wrong = true;
                    for (int i = g; i < expected.length; i += groups) {
                        expected[i] = 0;
                    }
                }
            }
            assertEquals(wrong ? WordStatus.DETECTED : WordStatus.CLEAN, decoder.decode(number, block, check));
            assertArrayEquals(expected, block);
            assertTrue(!wrong || trial % 5 > 0, "what was stored is clean");
            seen += wrong ? 1 : 0;
        }
        assertTrue(seen > 50, "groups that are seen: " + seen);
    }

    /** Every odd number of highest bits, and of two those that move the sum the same way. */
    @Test
    void highestBitsAreSeen() {
        Radar radar = new Radar(8, 3);
        int[] clean = words(INT8, 128);
        RegionCode code = radar.over(INT8, clean, 1);
        int[] checks = code.encode(clean.clone());
        BlockDecoder decoder = code.decoder(List.of());
        for (int i = 0; i < 128; i++) {
            int[] one = clean.clone();
            one[i] = INT8.hold(one[i] ^ 128);
            int sign = moves(radar, clean, i);
            assertEquals(WordStatus.DETECTED, decoder.decode(0, one.clone(), checks[0]));
            for (int k = i + 16; k < 128; k += 16) {
                int[] two = one.clone();
                two[k] = INT8.hold(two[k] ^ 128);
                WordStatus expected = moves(radar, clean, k) == sign ? WordStatus.DETECTED : WordStatus.CLEAN;
                assertEquals(expected, decoder.decode(0, two.clone(), checks[0]));
                int third = k + 16 < 128 ? k + 16 : i % 16 + (i < 16 ? 16 : 0);
                if (third != i && third != k) {
                    two[third] = INT8.hold(two[third] ^ 128);
                    assertEquals(WordStatus.DETECTED, decoder.decode(0, two, checks[0]));
                }
            }
        }
    }

    /** Which way a flip of the highest bit of a word moves its group's sum. */
    private static int moves(Radar radar, int[] words, int i) {
        int raises = words[i] < 0 ? 1 : -1;
        return (radar.key() >>> i / 16 % 16 & 1) == 1 ? raises : -raises;
    }

    @Test
    void theKeyIsOfTheSeed() {
        assertEquals(new Radar(8, 3).key(), new Radar(64, 3).key());
        assertNotEquals(new Radar(8, 3).key(), new Radar(8, 4).key());
        assertTrue(new Radar(8, 3).key() >>> 16 == 0);
    }

    @Test
    void namesAreReadAndWritten() {
        for (String name : List.of("radar", "radar:64", "radar:64:s7", "radar:s7", "vote+radar")) {
            assertEquals(name, MemoryCodes.parse(name).name());
        }
        assertEquals(new Radar(32, 1), MemoryCodes.parse("radar:32:s1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"radar:1", "radar:5000", "radar:x", "radar:8:16", "radar:s7:8", "radar:s", "radar:8:s1:s2"})
    void whatIsNoneIsRefused(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> MemoryCodes.parse(name))
                .getMessage();
        assertTrue(message.contains("expected"), message);
    }

    @Test
    void itIsOfIntegers() {
        NumberFormat floats = (NumberFormat) NumberFormats.parse("float32");
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Radar(8, 1).over(floats, new int[] {1, 2}, 1))
                .getMessage();
        assertTrue(message.contains("float32, expected fixed point or integers"), message);
    }
}
