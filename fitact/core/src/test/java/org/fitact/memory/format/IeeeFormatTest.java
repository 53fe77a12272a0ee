package org.fitact.memory.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IeeeFormatTest {

    private static final int WORDS = 1 << 16;

    static IeeeFormat[] of16Bits() {
        return new IeeeFormat[] {IeeeFormat.FLOAT16, IeeeFormat.BFLOAT16};
    }

    @ParameterizedTest
    @MethodSource("of16Bits")
    void everyWordIsReadAndWrittenAsItself(IeeeFormat format) {
        int nan = 0;
        for (int word = 0; word < WORDS; word++) {
            float value = format.decode(word);
            nan += Float.isNaN(value) ? 1 : 0;
            assertEquals(word, format.encode(value, word), () -> format + " " + value);
        }
        // All payloads but that of infinity, of both signs.
        assertEquals(2 * ((1 << format.fractionBits()) - 1), nan);
    }

    /** The JDK's own binary16, which does not keep every NaN. */
    @Test
    void float16IsThatOfTheJdk() {
        PhiloxRandom random = new PhiloxRandom(3, 4);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat((int) random.nextLong(1L << 32));
            if (!Float.isNaN(value)) {
                int expected = Float.floatToFloat16(value) & 0xFFFF;
                assertEquals(expected, IeeeFormat.FLOAT16.encode(value, 0), () -> "of " + value);
                assertEquals(Float.float16ToFloat((short) expected), IeeeFormat.FLOAT16.decode(expected));
            }
        }
    }

    /** The nearest of the two neighbours, and of two as near the one of even word, by exact arithmetic. */
    @Test
    void bfloat16IsTheNearest() {
        PhiloxRandom random = new PhiloxRandom(5, 6);
        for (int i = 0; i < 50_000; i++) {
            float value = Math.abs(Float.intBitsToFloat((int) random.nextLong(1L << 31)));
            value = i % 8 == 0 ? Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xFFFF_8000) : value;
            if (value < 0x1.FEp127f) {
                int below = Float.floatToRawIntBits(value) >>> 16;
                BigDecimal down = distance(value, below);
                BigDecimal up = distance(value, below + 1);
                int order = down.compareTo(up);
                int expected = order < 0 || (order == 0 && below % 2 == 0) ? below : below + 1;
                assertEquals(expected, IeeeFormat.BFLOAT16.encode(value, 0), "of " + value);
                assertEquals(expected | 0x8000, IeeeFormat.BFLOAT16.encode(-value, 0), "of " + -value);
            }
        }
    }

    private static BigDecimal distance(float value, int word) {
        return new BigDecimal(value)
                .subtract(new BigDecimal(IeeeFormat.BFLOAT16.decode(word)))
                .abs();
    }

    @Test
    void theEndsOfTheRange() {
        assertEquals(0x7BFF, IeeeFormat.FLOAT16.encode(65519.996f, 0));
        assertTrue(IeeeFormat.FLOAT16.holds(-65519.996f));
        assertEquals(0x7C00, IeeeFormat.FLOAT16.encode(65520, 0));
        assertFalse(IeeeFormat.FLOAT16.holds(65520));
        assertEquals(0x7F80, IeeeFormat.BFLOAT16.encode(Float.MAX_VALUE, 0));
        assertFalse(IeeeFormat.BFLOAT16.holds(Float.MAX_VALUE));
        assertEquals(Float.floatToRawIntBits(Float.MAX_VALUE), IeeeFormat.FLOAT32.encode(Float.MAX_VALUE, 0));
        assertTrue(IeeeFormat.FLOAT32.holds(Float.MAX_VALUE));
        assertFalse(IeeeFormat.FLOAT32.holds(Float.NaN));
        assertEquals(0x0001, IeeeFormat.FLOAT16.encode(0x1p-24f, 0), "the smallest");
        assertEquals(0x8000, IeeeFormat.FLOAT16.encode(-0f, 0));
    }

    @Test
    void everyFloat32IsItsBits() {
        PhiloxRandom random = new PhiloxRandom(1, 2);
        for (int i = 0; i < 100_000; i++) {
            int bits = (int) random.nextLong(1L << 32);
            assertEquals(bits, IeeeFormat.FLOAT32.encode(IeeeFormat.FLOAT32.decode(bits), 0));
        }
        // A flip of bit 30 of one half: what the format is known for.
        assertEquals(1.7e38f, IeeeFormat.FLOAT32.decode(Float.floatToRawIntBits(0.5f) ^ 1 << 30), 0.01e38f);
    }

    @ParameterizedTest
    @MethodSource("of16Bits")
    void classesShareOutTheWord(IeeeFormat format) {
        int all = 0;
        for (BitClass bits : BitClass.values()) {
            assertEquals(0, all & format.mask(bits));
            all |= format.mask(bits);
        }
        assertEquals(0xFFFF, all);
        assertEquals(0x8000, format.mask(BitClass.SIGN));
    }
}
