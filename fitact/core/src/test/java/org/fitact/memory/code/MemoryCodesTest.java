package org.fitact.memory.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fitact.memory.code.BitModels.Member;
import org.fitact.memory.code.BitModels.Read;
import org.fitact.memory.format.IeeeFormat;
import org.fitact.memory.format.NumberFormats;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code against {@link BitModels} under 0 to 5 flips of its words and check bits. */
class MemoryCodesTest {

    private static final int TRIALS = 1500;
    private static final FixedPoint Q15_16 = FixedPoint.DEFAULT;
    private static final FixedPoint INT8 = FixedPoint.of(new QFormat(7, 0));

    private final PhiloxRandom random = new PhiloxRandom(20, 5);

    private int[] words(NumberFormat format, int n, int bits) {
        int[] words = new int[n];
        for (int i = 0; i < n; i++) {
            words[i] = format.hold((int) random.nextLong(1L << bits) << 32 - bits >> 32 - bits);
        }
        return words;
    }

    private static NumberFormat format(String name) {
        return (NumberFormat) NumberFormats.parse(name);
    }

    /** Words of a tensor under a code, and one block of it that is struck and read. */
    private final class Struck {

        final NumberFormat format;
        final RegionCode code;
        final int[] clean;
        final int[] coded;
        final int[] checks;

        Struck(String name, NumberFormat format, int[] words) {
            this.format = format;
            this.code = MemoryCodes.parse(name).over(format, words, 1);
            this.clean = words;
            this.coded = words.clone();
            this.checks = code.encode(coded);
            for (int word : coded) {
                assertEquals(word, format.hold(word), "words are held");
            }
        }

        int[] block(int number) {
            int first = number * code.block();
            return Arrays.copyOf(
                    Arrays.copyOfRange(coded, first, Math.min(coded.length, first + code.block())), code.block());
        }

        int check(int number) {
            return checks.length == 0 ? 0 : checks[number];
        }

        /** The data of a block, the first word lowest, and its check bits above. */
        BigInteger bits(int number) {
            BigInteger bits = BigInteger.valueOf(check(number));
            int[] block = block(number);
            for (int i = block.length - 1; i >= 0; i--) {
                bits = bits.shiftLeft(format.width())
                        .or(BigInteger.valueOf(block[i] & format.wordMask() & 0xFFFFFFFFL));
            }
            return bits;
        }

        int width() {
            return code.block() * format.width() + code.checkBits();
        }

        int[] unpacked(BigInteger bits) {
            int[] block = new int[code.block()];
            for (int i = 0; i < block.length; i++) {
                block[i] = format.hold(bits.shiftRight(i * format.width()).intValue());
            }
            return block;
        }

        BigInteger flipped(BigInteger bits, int flips) {
            BigInteger struck = bits;
            while (struck.xor(bits).bitCount() < flips) {
                struck = struck.flipBit((int) random.nextLong(width()));
            }
            return struck;
        }

        /** What the program reads. */
        WordStatus read(int number, BigInteger struck, int[] into) {
            System.arraycopy(unpacked(struck), 0, into, 0, into.length);
            int check = struck.shiftRight(code.block() * format.width()).intValue();
            List<int[]> companions =
                    code.companions().stream().map(RegionCode.Companion::words).toList();
            return code.decoder(companions).decode(number, into, check);
        }
    }

    private static int flips(int trial) {
        return trial % 6;
    }

    @ParameterizedTest
    @CsvSource({
        "secded39, Q15.16, 32",
        "secded39, Q7.8, 32",
        "secded39, float16, 32",
        "secded39, Q7.0, 32",
        "secded72, Q15.16, 64",
        "secded72, bfloat16, 64",
        "secded72, Q7.0, 64"
    })
    void secded(String name, String format, int dataBits) {
        Struck struck = new Struck(
                name, format(format), words(format(format), 64, format(format).width()));
        int checkBits = dataBits == 32 ? 7 : 8;
        assertEquals(checkBits, struck.code.checkBits());
        Member hsiao = BitModels.hsiao(dataBits, checkBits);
        Map<WordStatus, Integer> seen = new EnumMap<>(WordStatus.class);
        for (int trial = 0; trial < TRIALS; trial++) {
            int number = trial % struck.checks.length;
            BigInteger bits = struck.flipped(struck.bits(number), flips(trial));
            Read expected = BitModels.nearest(bits, dataBits, checkBits, 1, hsiao);
            int[] read = new int[struck.code.block()];
            assertEquals(expected.status(), struck.read(number, bits, read));
            assertArrayEquals(struck.unpacked(expected.data()), read);
            switch (flips(trial)) {
                case 0 -> assertEquals(WordStatus.CLEAN, expected.status());
                case 1 -> assertArrayEquals(struck.block(number), read, "mended");
                case 2 -> assertEquals(WordStatus.DETECTED, expected.status());
                default -> seen.merge(expected.status(), 1, Integer::sum);
            }
        }
        assertTrue(seen.get(WordStatus.CORRECTED) > 50, "miscorrections are there to be compared: " + seen);
    }

    /** All single and all double errors of (39,32). */
    @Test
    void everyPairIsSeen() {
        Struck struck = new Struck("secded39", Q15_16, new int[] {0, -1, 0x12345678, 1});
        Struck keeping = new Struck("secded39:keep", Q15_16, struck.clean);
        int[] read = new int[1];
        for (int number = 0; number < 4; number++) {
            BigInteger bits = struck.bits(number);
            for (int i = 0; i < 39; i++) {
                assertEquals(WordStatus.CORRECTED, struck.read(number, bits.flipBit(i), read));
                assertEquals(struck.clean[number], read[0]);
                for (int j = 0; j < i; j++) {
                    BigInteger two = bits.flipBit(i).flipBit(j);
                    assertEquals(WordStatus.DETECTED, struck.read(number, two, read));
                    assertEquals(0, read[0]);
                    assertEquals(WordStatus.DETECTED, keeping.read(number, two, read));
                    assertEquals(two.intValue(), read[0]);
                }
            }
        }
    }

    /** A bit that the tensor does not have was not struck: what would mend it is an error that is seen. */
    @Test
    void theLastBlockMayBeShorter() {
        Struck struck = new Struck("secded72", Q15_16, words(Q15_16, 3, 32));
        int[] read = new int[2];
        assertEquals(WordStatus.CLEAN, struck.read(1, struck.bits(1), read));
        assertEquals(struck.clean[2], read[0]);
        assertEquals(WordStatus.DETECTED, struck.read(1, struck.bits(1).flipBit(40), read));
        assertEquals(WordStatus.CORRECTED, struck.read(1, struck.bits(1).flipBit(20), read));
        assertEquals(struck.clean[2], read[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "zs-secded, Q15.16, 26, 6, 1",
        "zs-secded, Q15.16, 17, 6, 1",
        "zs-secded, Q15.16, 11, 5, 1",
        "zs-secded, Q7.8, 11, 5, 1",
        "zs-bch2, Q15.16, 21, 11, 2",
        "zs-bch2, Q15.16, 17, 11, 2",
        "zs-bch3, Q15.16, 16, 16, 3"
    })
    void zeroSpace(String name, String formatName, int dataBits, int checkBits, int mended) {
        NumberFormat format = format(formatName);
        int[] words = words(format, 48, dataBits);
        words[0] = 1 << dataBits - 2;
        Struck struck = new Struck(name, format, words);
        assertEquals(0, struck.code.checkBits());
        assertEquals(List.of(), struck.code.companions());
        Member code = mended == 1 ? BitModels.hsiao(dataBits, checkBits) : BitModels.bch(dataBits, mended);
        int[] miscorrected = new int[6];
        for (int trial = 0; trial < TRIALS; trial++) {
            int number = trial % 48;
            BigInteger bits = struck.flipped(struck.bits(number), flips(trial));
            BigInteger ofCode =
                    bits.and(BigInteger.ONE.shiftLeft(dataBits + checkBits).subtract(BigInteger.ONE));
            Read expected = BitModels.nearest(ofCode, dataBits, checkBits, mended, code);
            int[] read = new int[1];
            assertEquals(expected.status(), struck.read(number, bits, read));
            int data = expected.data().intValue() << 32 - dataBits >> 32 - dataBits;
            assertEquals(data, read[0]);
            boolean right = read[0] == struck.clean[number];
            assertTrue(right || flips(trial) > mended, "up to " + mended + " are mended");
            assertTrue(right || flips(trial) > mended + 1 || expected.status() == WordStatus.DETECTED);
            miscorrected[flips(trial)] += expected.status() == WordStatus.CORRECTED && !right ? 1 : 0;
        }
        assertTrue(miscorrected[5] + miscorrected[4] + miscorrected[3] > 0, () -> Arrays.toString(miscorrected));
    }

    /** 17 bits where 16 are kept: the lowest is rounded away, and words far beyond all others are exceptions. */
    @Test
    void whatHasNoRoomIsAnException() {
        int[] words = words(Q15_16, 640, 17);
        words[70] = 50_000_000;
        words[500] = -400_000_000;
        Struck struck = new Struck("zs-bch3", Q15_16, words);
        List<RegionCode.Companion> companions = struck.code.companions();
        assertEquals(2, companions.size());
        int[] places = companions.get(0).words();
        assertArrayEquals(new int[] {70, 500}, places);
        assertEquals(10, companions.get(0).format().width(), "640 places");
        assertEquals(2, companions.get(1).words().length);
        for (int i = 0; i < words.length; i++) {
            int[] read = new int[1];
            assertEquals(WordStatus.CLEAN, struck.read(i, struck.bits(i), read));
            int expected = i == 70 || i == 500 ? words[i] : (int) Math.rint(words[i] / 2.0) * 2;
            assertEquals(expected, read[0]);
        }
        assertEquals(words[70], read(struck, places, 70));
        places[0] = 71;
        assertEquals(0, read(struck, places, 70), "an entry that stands for another word");
        assertEquals(words[70], read(struck, places, 71));
    }

    private int read(Struck struck, int[] places, int number) {
        int[] block = struck.block(number);
        List<int[]> companions = List.of(places, struck.code.companions().get(1).words());
        struck.code.decoder(companions).decode(number, block, 0);
        return block[0];
    }

    /** A range of a few bits more costs all words their lowest bits instead. */
    @Test
    void aWiderTensorLosesItsLowestBits() {
        int[] words = words(Q15_16, 640, 17);
        words[70] = 500_000;
        Struck struck = new Struck("zs-bch3", Q15_16, words);
        assertEquals(List.of(), struck.code.companions());
        int[] read = new int[1];
        struck.read(70, struck.bits(70), read);
        assertEquals(words[70], read[0], 8);
        assertEquals(0, read[0] % 16);
    }

    @Test
    void zeroSpaceOfInt8() {
        int[] words = words(INT8, 8 * 12 + 3, 7);
        for (int i = 7; i < words.length; i += 8) {
            words[i] = (int) random.nextLong(256) - 128;
        }
        words[16] = 100;
        words[21] = -90;
        Struck struck = new Struck("zs-int8", INT8, words);
        assertArrayEquals(
                new int[] {16, 21}, struck.code.companions().getFirst().words());
        Member hsiao = BitModels.hsiao(57, 7);
        for (int trial = 0; trial < TRIALS; trial++) {
            int number = trial % 12;
            BigInteger bits = struck.flipped(struck.bits(number), flips(trial));
            // The data of the model: all bits but bit 6 of the first seven words, which are its check bits.
            BigInteger model = BigInteger.ZERO;
            int data = 0;
            int check = 57;
            for (int i = 0; i < 64; i++) {
                int to = i % 8 == 6 && i < 56 ? check++ : data++;
                model = bits.testBit(i) ? model.setBit(to) : model;
            }
            Read expected = BitModels.nearest(model, 57, 7, 1, hsiao);
            int[] read = new int[8];
            assertEquals(expected.status(), struck.read(number, bits, read));
            for (int i = 0; i < 8; i++) {
                int index = number * 8 + i;
                int word = expected.data().shiftRight(7 * i).intValue();
                word = i == 7 ? (byte) word : (byte) (word & 63 | ((word & 64) != 0 ? 192 : 0));
                assertEquals(index == 16 || index == 21 ? words[index] : word, read[i]);
                assertTrue(flips(trial) > 1 || read[i] == words[index]);
            }
        }
        int[] read = new int[8];
        assertEquals(WordStatus.CLEAN, struck.read(12, struck.bits(12).flipBit(3), read), "three words are not coded");
    }

    @ParameterizedTest
    @CsvSource({"Q15.16, 17", "Q7.8, 9", "Q7.8, 10", "Q3.4, 6", "Q15.16, 32"})
    void vote(String formatName, int bits) {
        NumberFormat format = format(formatName);
        int[] words = words(format, 40, bits);
        words[0] = 1 << bits - 2;
        words[1] = 0;
        Struck struck = new Struck("vote", format, words);
        int copies = format.width() - bits + 1;
        for (int trial = 0; trial < TRIALS; trial++) {
            int number = trial % 40;
            BigInteger flipped = struck.flipped(struck.bits(number), flips(trial));
            String text = BitModels.text(flipped.intValue(), format.width());
            long ones = BitModels.ones(text.substring(0, copies));
            String sign = 2 * ones > copies ? "1" : "0";
            String expected = sign.repeat(copies) + text.substring(copies);
            WordStatus status = ones % copies == 0 ? WordStatus.CLEAN : WordStatus.CORRECTED;
            if (2 * ones == copies) {
                expected = "0".repeat(format.width());
                status = WordStatus.DETECTED;
            }
            int[] read = new int[1];
            assertEquals(status, struck.read(number, flipped, read));
            assertEquals(BitModels.word(expected, true), read[0]);
        }
    }

    @ParameterizedTest
    @CsvSource({"Q15.16, false", "float16, false", "bfloat16, true", "float32, true", "Q3.4, true"})
    void guard(String formatName, boolean clamp) {
        NumberFormat format = format(formatName);
        int channels = 5;
        int[] words = new int[200];
        for (int i = 0; i < words.length; i++) {
            words[i] = format.encode((random.nextFloat() - 0.4f) * (1 + i % channels), i);
        }
        for (int groups : new int[] {1, channels}) {
            String name = "guard" + (groups == 1 ? "" : ":channel") + (clamp ? ":clamp" : "");
            RegionCode code = MemoryCodes.parse(name).over(format, words, channels);
            RegionCode.Companion table = code.companions().getFirst();
            assertEquals(2 * groups, table.words().length);
            assertEquals(format, table.format());
            BlockDecoder decoder = code.decoder(List.of(table.words()));
            for (int trial = 0; trial < TRIALS; trial++) {
                int index = trial % words.length;
                int word = words[index];
                for (int flip = 0; flip < flips(trial); flip++) {
                    word = format.hold(word ^ 1 << (int) random.nextLong(format.width()));
                }
                float least = Float.POSITIVE_INFINITY;
                float greatest = Float.NEGATIVE_INFINITY;
                for (int i = index % groups; i < words.length; i += groups) {
                    least = Math.min(least, format.decode(words[i]));
                    greatest = Math.max(greatest, format.decode(words[i]));
                }
                float value = format.decode(word);
                float expected = value;
                boolean inside = value >= least && value <= greatest;
                if (!inside) {
                    boolean below = value < least || Float.floatToRawIntBits(value) < 0 && Float.isNaN(value);
                    expected = !clamp ? 0 : below ? least : greatest;
                }
                int[] read = {word};
                assertEquals(inside ? WordStatus.CLEAN : WordStatus.DETECTED, decoder.decode(index, read, 0));
                assertEquals(expected, format.decode(read[0]));
            }
        }
    }

    @Test
    void parity() {
        for (String name : new String[] {"Q15.16", "Q7.8", "float16"}) {
            NumberFormat format = format(name);
            Struck struck = new Struck("parity", format, words(format, 30, format.width()));
            for (int trial = 0; trial < TRIALS; trial++) {
                int number = trial % 30;
                BigInteger bits = struck.flipped(struck.bits(number), flips(trial));
                boolean odd = BitModels.ones(bits.toString(2)) % 2 == 1;
                int[] read = new int[1];
                assertEquals(odd ? WordStatus.DETECTED : WordStatus.CLEAN, struck.read(number, bits, read));
                assertEquals(odd ? 0 : struck.unpacked(bits)[0], read[0]);
                assertEquals(odd, flips(trial) % 2 == 1, "every odd number of flips is seen");
            }
        }
    }

    /** Copies beside the word or in its lowest bits; of MSET that of the exponent's highest bit alone. */
    @ParameterizedTest
    @CsvSource({
        "msb:3, Q15.16, 0, 3, false",
        "msb:8, float16, 0, 8, false",
        "msb:5:low, Q15.16, 0, 5, true",
        "msb:2:low, Q3.4, 0, 2, true",
        "mset, float32, 1, 1, true",
        "mset, bfloat16, 1, 1, true"
    })
    void triplication(String name, String formatName, int above, int k, boolean low) {
        NumberFormat format = format(formatName);
        int width = format.width();
        Struck struck = new Struck(name, format, words(format, 30, width));
        assertEquals(low ? 0 : 2 * k, struck.code.checkBits());
        for (int trial = 0; trial < TRIALS; trial++) {
            int number = trial % 30;
            BigInteger bits = struck.flipped(struck.bits(number), flips(trial));
            String word = BitModels.text(bits.intValue(), width);
            String copies = low
                    ? word.substring(width - 2 * k)
                    : BitModels.text(bits.shiftRight(width).intValue(), 2 * k);
            String original = word.substring(above, above + k);
            StringBuilder majority = new StringBuilder();
            for (int i = 0; i < k; i++) {
                long ones = BitModels.ones("" + original.charAt(i) + copies.charAt(i) + copies.charAt(k + i));
                majority.append(ones >= 2 ? '1' : '0');
            }
            String rest = word.substring(above + k);
            String expected = word.substring(0, above)
                    + majority
                    + (low ? rest.substring(0, rest.length() - 2 * k) + "0".repeat(2 * k) : rest);
            boolean alike = copies.equals(original + original);
            int[] read = new int[1];
            assertEquals(alike ? WordStatus.CLEAN : WordStatus.CORRECTED, struck.read(number, bits, read));
            assertEquals(BitModels.word(expected, format instanceof FixedPoint), read[0]);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, float32", "7, float32", "15, Q15.16", "3, bfloat16", "7, Q7.8", "3, Q3.4"})
    void embeddedParity(int dataBits, String formatName) {
        NumberFormat format = format(formatName);
        int width = format.width();
        int chunks = width / (dataBits + 1);
        Struck struck = new Struck("cep:" + dataBits, format, words(format, 30, width));
        for (int trial = 0; trial < TRIALS; trial++) {
            int number = trial % 30;
            BigInteger bits = struck.flipped(struck.bits(number), flips(trial));
            String stored = BitModels.text(bits.intValue(), width);
            StringBuilder expected = new StringBuilder();
            boolean wrong = false;
            for (int c = 0; c < chunks; c++) {
                String chunk = stored.substring(c * (dataBits + 1), (c + 1) * (dataBits + 1));
                boolean odd = BitModels.ones(chunk) % 2 == 1;
                wrong |= odd;
                expected.append(odd ? "0".repeat(dataBits) : chunk.substring(0, dataBits));
            }
            expected.append("0".repeat(chunks));
            int[] read = new int[1];
            assertEquals(wrong ? WordStatus.DETECTED : WordStatus.CLEAN, struck.read(number, bits, read));
            assertEquals(BitModels.word(expected.toString(), format instanceof FixedPoint), read[0]);
            if (flips(trial) == 0) {
                String clean = BitModels.text(struck.clean[number], width);
                assertEquals(clean.substring(0, width - chunks), expected.substring(0, width - chunks));
            }
        }
    }

    /** Two code words of a BCH code with parity differ in 2t + 2 bits and more. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void distanceOfBch(int mended) {
        LinearCode code = LinearCode.bch(31 - 5 * mended, mended);
        for (int i = 0; i < code.dataBits(); i++) {
            for (int j = 0; j <= i; j++) {
                long data = 1L << i | 1L << j;
                int weight = Long.bitCount(data) + Integer.bitCount(code.check(data));
                assertTrue(weight >= 2 * mended + 2, () -> "weight " + weight);
            }
        }
    }

    @Test
    void namesAreReadAndWritten() {
        for (String name : List.of(
                "vote",
                "guard",
                "guard:channel:clamp",
                "secded39:keep",
                "secded72",
                "msb:3",
                "msb:4:low",
                "mset",
                "cep:7",
                "zs-bch3",
                "zs-int8",
                "parity",
                "vote+guard",
                "secded72+guard:clamp")) {
            assertEquals(name, MemoryCodes.parse(name).name());
        }
        assertEquals(NoCode.NONE, MemoryCodes.parse("none"));
        assertEquals(new Vote(), MemoryCodes.parse("none+vote"));
        for (String name : List.of(
                "",
                "votes",
                "vote:3",
                "guard:row",
                "guard:clamp:clamp",
                "cep:4",
                "cep",
                "msb",
                "msb:x",
                "vote+vote",
                "secded39:zero")) {
            assertThrows(IllegalArgumentException.class, () -> MemoryCodes.parse(name), name);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> MemoryCodes.parse("gard"))
                .getMessage()
                .contains("guard"));
    }

    @ParameterizedTest
    @CsvSource({
        "vote, float16",
        "zs-secded, bfloat16",
        "zs-int8, Q7.8",
        "zs-bch3, Q7.8",
        "secded39, Q4.7",
        "mset, Q15.16",
        "cep:15, Q3.4",
        "msb:20, Q15.16",
        "msb:3:low, Q3.4"
    })
    void wordsThatCannotBeCodedAreRefused(String name, String format) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> MemoryCodes.parse(name).over(format(format), new int[] {1, 2, 3}, 1))
                .getMessage();
        assertTrue(message.contains("expected"), message);
        assertEquals(IeeeFormat.FLOAT16, format("float16"));
    }
}
