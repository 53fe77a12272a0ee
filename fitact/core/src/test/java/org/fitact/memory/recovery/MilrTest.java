package org.fitact.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.Region;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.RegionCode.Companion;
import org.fitact.memory.code.WordStatus;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MilrTest {

    private static final int CHANNELS = 4;

    private final PhiloxRandom random = new PhiloxRandom(20, 7);

    private int[] words(NumberFormat format, int n) {
        int[] words = new int[n];
        Arrays.setAll(words, _ -> format.hold((int) random.nextLong()));
        return words;
    }

    private static List<int[]> read(RegionCode code) {
        return code.companions().stream().map(Companion::words).toList();
    }

    private static WordStatus decode(RegionCode code, int[] words) {
        return code.decoder(read(code)).decode(0, words, 0);
    }

    /** Y = X·W, in whole numbers without an end. */
    @ParameterizedTest
    @CsvSource({"Q15.16, 50", "Q7.8, 50", "int8, 50", "Q3.4, 1", "float32, 7", "bfloat16, 20"})
    void theOutputsOfTheInputsAreStored(String name, int terms) {
        NumberFormat format =
                name.equals("int8") ? FixedPoint.of(new QFormat(7, 0)) : (NumberFormat) NumberFormats.parse(name);
        int[] words = words(format, terms * CHANNELS);
        // The ends of the range, all in one column with the sign of the input, give the largest sum.
        int[][] inputs = GoldenOutputs.inputs(Math.min(16, terms), terms);
        for (int t = 0; t < terms; t++) {
            words[t * CHANNELS] = format.hold(inputs[0][t] < 0 ? 1 << format.width() - 1 : -1 >>> 1);
        }
        RegionCode code = new Milr(16).over(format, words, CHANNELS);
        assertEquals(words.length, code.block());
        int bits = format.width() + 8 + (int) Math.ceil(Math.log(terms) / Math.log(2) - 1e-9);
        int stored = code.companions().stream()
                .mapToInt(companion -> companion.format().width())
                .sum();
        assertEquals(bits, stored);
        for (int r = 0; r < inputs.length; r++) {
            for (int c = 0; c < CHANNELS; c++) {
                BigInteger sum = BigInteger.ZERO;
                for (int t = 0; t < terms; t++) {
                    assertTrue(inputs[r][t] != 0 && Math.abs(inputs[r][t]) <= 127);
                    sum = sum.add(
                            BigInteger.valueOf(inputs[r][t]).multiply(BigInteger.valueOf(words[t * CHANNELS + c])));
                }
                BigInteger found = BigInteger.ZERO;
                for (Companion companion : code.companions().reversed()) {
                    found = found.shiftLeft(32)
                            .add(BigInteger.valueOf(
                                    Integer.toUnsignedLong(companion.words()[r * CHANNELS + c])));
                }
                assertEquals(sum.mod(BigInteger.TWO.pow(bits)), found);
            }
        }
        int[] same = words.clone();
        assertEquals(WordStatus.CLEAN, decode(code, same));
        assertArrayEquals(words, same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q15.16", "Q7.8", "Q3.4", "float32"})
    void everySingleFlipIsMended(String name) {
        NumberFormat format = (NumberFormat) NumberFormats.parse(name);
        int[] words = words(format, 30 * CHANNELS - 1);
        RegionCode code = MemoryCodes.parse("milr").over(format, words, CHANNELS);
        for (int i = 0; i < words.length; i++) {
            for (int bit = 0; bit < format.width(); bit++) {
                int[] struck = words.clone();
                struck[i] = format.hold(struck[i] ^ 1 << bit);
                assertEquals(WordStatus.CORRECTED, decode(code, struck));
                assertArrayEquals(words, struck);
            }
        }
    }

    /** Of words of a column of 576 that flip in a random bit; what is taken for mended is right, and what is not stays. */
    @Test
    void someFlipsOfAColumnAreMended() {
        int[] words = words(FixedPoint.DEFAULT, 576);
        RegionCode code = new Milr(16).over(FixedPoint.DEFAULT, words, 1);
        int[] mended = new int[10];
        for (int flips = 1; flips < mended.length; flips++) {
            for (int trial = 0; trial < 50; trial++) {
                int[] struck = words.clone();
                for (int f = 0; f < flips; f++) {
                    struck[random.nextInt(576)] ^= 1 << random.nextInt(32);
                }
                int[] before = struck.clone();
                switch (decode(code, struck)) {
                    case CORRECTED -> {
                        assertArrayEquals(words, struck);
                        mended[flips]++;
                    }
                    case DETECTED -> assertArrayEquals(before, struck);
                    case CLEAN -> assertArrayEquals(words, before, "flips that undo each other");
                }
            }
        }
        assertEquals(50, mended[1]);
        assertTrue(mended[2] >= 45, Arrays.toString(mended));
        assertTrue(mended[9] < 10, "half as many as there are outputs: " + Arrays.toString(mended));
    }

    /** Eight weights a filter, eight outputs: all of them can be lost. */
    @Test
    void aWholeLayerComesBack() {
        int[] words = words(FixedPoint.DEFAULT, 8 * CHANNELS);
        RegionCode code = new Milr(16).over(FixedPoint.DEFAULT, words, CHANNELS);
        int[] lost = new int[words.length];
        assertEquals(WordStatus.CORRECTED, decode(code, lost));
        assertArrayEquals(words, lost);
    }

    @Test
    void anOutputThatIsWrongChangesNoWord() {
        int[] words = words(FixedPoint.DEFAULT, 40 * CHANNELS);
        RegionCode code = new Milr(16).over(FixedPoint.DEFAULT, words, CHANNELS);
        for (int bit = 0; bit < 32; bit++) {
            List<int[]> read = read(code).stream().map(int[]::clone).toList();
            read.getFirst()[1] ^= 1 << bit;
            int[] same = words.clone();
            assertEquals(WordStatus.DETECTED, code.decoder(read).decode(0, same, 0));
            assertArrayEquals(words, same);
        }
    }

    /** In a network: outputs are memory that is at risk, and a struck weight does nothing. */
    @Test
    void aNetworkComputesWithWhatIsSolved() {
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(10, 3));
                StoredNetwork memory = StoredNetwork.of(
                        network, Deployment.of(FixedPoint.DEFAULT).with(Protections.deployed("none+milr")::code))) {
            float[] clean = memory.plan().logits(images.first());
            Region weights = memory.space().region("fc1.weight");
            FaultPattern.Builder faults = FaultPattern.builder(FaultOperation.FLIP);
            for (int i = 0; i < 5; i++) {
                faults.add(weights.offset() + 121 * i, 30 - i);
            }
            try (FaultLog _ = memory.strike(faults.build())) {
                assertArrayEquals(clean, memory.plan().logits(images.first()));
                assertEquals(1, memory.counts().corrected(), "the tensor is one block");
            }
            assertEquals(0, memory.counts().corrected());
            assertArrayEquals(clean, memory.plan().logits(images.first()));
            Region table = memory.space().regions().stream()
                    .filter(region -> region.name().startsWith("fc1.weight."))
                    .findFirst()
                    .orElseThrow();
            // 16 outputs of 120 channels, three times.
            assertEquals(3 * 16 * 120, table.words());
            try (FaultLog _ = memory.strike(FaultPattern.builder(FaultOperation.FLIP)
                    .add(table.offset(), 5)
                    .build())) {
                assertArrayEquals(clean, memory.plan().logits(images.first()));
            }
        }
    }

    @Test
    void namesAreReadAndWritten() {
        for (String name : List.of("milr", "milr:64", "milr+guard")) {
            assertEquals(name, MemoryCodes.parse(name).name());
        }
        assertEquals(new Milr(16), MemoryCodes.parse("milr:16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"milr:3", "milr:1025", "milr:x", "milr:8:16", "milr:"})
    void whatIsNoneIsRefused(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> MemoryCodes.parse(name))
                .getMessage();
        assertTrue(message.contains("expected"), message);
    }
}
