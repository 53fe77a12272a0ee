package org.fitact.tensor.fixedpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointCodecTest {

    private static FixedPoint q34(Rounding rounding, Overflow overflow) {
        return new FixedPoint(QFormat.Q3_4, rounding, overflow, 7);
    }

    @ParameterizedTest
    @CsvSource({ // x·16 is 2.5, 3.5, −2.5, −3.5, 2.25, −2.75
        "HALF_EVEN, 2, 4, -2, -4, 2, -3",
        "HALF_UP,   3, 4, -2, -3, 2, -3",
        "HALF_DOWN, 2, 3, -3, -4, 2, -3",
        "HALF_AWAY, 3, 4, -3, -4, 2, -3",
        "HALF_ZERO, 2, 3, -2, -3, 2, -3",
        "FLOOR,     2, 3, -3, -4, 2, -3",
        "CEILING,   3, 4, -2, -3, 3, -2",
        "TRUNCATE,  2, 3, -2, -3, 2, -2",
    })
    void ties(Rounding rounding, int a, int b, int c, int d, int e, int f) {
        int[] words = DoubleStream.of(2.5, 3.5, -2.5, -3.5, 2.25, -2.75)
                .mapToInt(scaled -> FixedPointCodec.toWord(q34(rounding, Overflow.SATURATE), scaled / 16, 0))
                .toArray();
        assertArrayEquals(new int[] {a, b, c, d, e, f}, words);
    }

    @Test
    void theLargestNumberBelowAHalfIsNotATie() {
        double scaled = Math.nextDown(0.5);
        assertEquals(0, FixedPointCodec.toWord(q34(Rounding.HALF_UP, Overflow.SATURATE), scaled / 16, 0));
        assertEquals(0, FixedPointCodec.toWord(q34(Rounding.HALF_UP, Overflow.SATURATE), -scaled / 16, 0));
        assertEquals(-1, FixedPointCodec.toWord(q34(Rounding.HALF_UP, Overflow.SATURATE), -Math.nextUp(0.5) / 16, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q3.4", "Q7.8", "Q15.16", "Q0.31", "Q31.0"})
    void saturatesAtTheEndsOfTheRange(String text) {
        QFormat format = QFormat.parse(text);
        FixedPoint arithmetic = FixedPoint.of(format);
        for (float large : new float[] {Float.POSITIVE_INFINITY, Float.MAX_VALUE, 0x1p40f, 0x1p31f}) {
            assertEquals(format.maxWord(), FixedPointCodec.toWord(arithmetic, large, 0));
            assertEquals(format.minWord(), FixedPointCodec.toWord(arithmetic, -large, 0));
        }
        assertEquals(format.maxWord(), FixedPointCodec.toWord(arithmetic, Double.MAX_VALUE, 0));
        assertEquals(format.minWord(), FixedPointCodec.toWord(arithmetic, -Double.MAX_VALUE, 0));
        assertEquals(0, FixedPointCodec.toWord(arithmetic, Float.MIN_VALUE, 0));
        assertEquals(0, FixedPointCodec.toWord(arithmetic, -Float.MIN_VALUE, 0));
        assertEquals(0, FixedPointCodec.toWord(arithmetic, -0.0f, 0));
    }

    @Test
    void wrapKeepsTheLowBits() {
        FixedPoint wrap = q34(Rounding.HALF_EVEN, Overflow.WRAP);
        assertEquals(-128, FixedPointCodec.toWord(wrap, 8f, 0));
        assertEquals(127, FixedPointCodec.toWord(wrap, -8.0625f, 0));
        assertEquals(16, FixedPointCodec.toWord(wrap, 1 + 0x1p10f, 0));
        assertEquals(-128, FixedPointCodec.toWord(wrap, 127.6 / 16, 0), "rounds first, then wraps");
        assertEquals(0, FixedPointCodec.toWord(wrap, Double.MAX_VALUE, 0));
        FixedPoint wide = new FixedPoint(QFormat.parse("Q31.0"), Rounding.TRUNCATE, Overflow.WRAP, 0);
        assertEquals(1 << 20, FixedPointCodec.toWord(wide, 0x1p72 + 0x1p20, 0), "beyond a long");
        assertThrows(ArithmeticException.class, () -> FixedPointCodec.toWord(wrap, Float.POSITIVE_INFINITY, 0));
        assertThrows(ArithmeticException.class, () -> FixedPointCodec.toWord(wrap, Float.NEGATIVE_INFINITY, 0));
    }

    @Test
    void errorNamesIndexValueAndRange() {
        FixedPoint strict = q34(Rounding.HALF_EVEN, Overflow.ERROR);
        assertEquals(127, FixedPointCodec.toWord(strict, 127.4 / 16, 0));
        assertEquals(-128, FixedPointCodec.toWord(strict, -8.0, 0));
        var error = assertThrows(ArithmeticException.class, () -> FixedPointCodec.toWord(strict, 8f, 42));
        assertEquals("8.0 at index 42 is beyond the range of Q3.4, -8.0 to 7.9375", error.getMessage());
        assertThrows(ArithmeticException.class, () -> FixedPointCodec.toWord(strict, -129 / 16.0, 0));
        assertThrows(ArithmeticException.class, () -> FixedPointCodec.toWord(strict, Double.MAX_VALUE, 0));
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void nanIsAnErrorThatNamesTheIndex(Overflow overflow) {
        FixedPoint arithmetic = q34(Rounding.HALF_EVEN, overflow);
        var error = assertThrows(ArithmeticException.class, () -> FixedPointCodec.toWord(arithmetic, Float.NaN, 2));
        assertTrue(error.getMessage().contains("index 2"), error.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Rounding.class)
    void everyWordOf8And16BitsComesBack(Rounding rounding) {
        for (Overflow overflow : Overflow.values()) {
            for (int fraction = 0; fraction < 16; fraction++) {
                roundTrip(new FixedPoint(new QFormat(15 - fraction, fraction), rounding, overflow, 3));
                if (fraction < 8) {
                    roundTrip(new FixedPoint(new QFormat(7 - fraction, fraction), rounding, overflow, 3));
                }
            }
        }
    }

    private static void roundTrip(FixedPoint arithmetic) {
        QFormat format = arithmetic.format();
        for (int word = arithmetic.leastWord(); word <= format.maxWord(); word++) {
            float value = FixedPointCodec.toFloat(arithmetic, word);
            assertEquals(word, FixedPointCodec.toWord(arithmetic, value, word), arithmetic::toString);
        }
    }

    @Test
    void stochasticRoundingGoesUpAsOftenAsTheFractionSays() {
        FixedPoint arithmetic = q34(Rounding.STOCHASTIC, Overflow.SATURATE);
        int trials = 100_000;
        for (double fraction : new double[] {0, 0.1, 0.5, 0.9}) {
            int up = 0;
            for (int i = 0; i < trials; i++) {
                up += FixedPointCodec.toWord(arithmetic, (-3 + fraction) / 16, i) + 3;
            }
            double sd = Math.sqrt(trials * fraction * (1 - fraction));
            assertEquals(trials * fraction, up, 4 * sd, "fraction " + fraction);
        }
    }

    @Test
    void aPartOfAnArrayComesBack() {
        FixedPoint arithmetic = FixedPoint.of(QFormat.Q7_8);
        int[] words = {300, -5, 77, 1 << 14};
        float[] back = new float[4];
        FixedPointCodec.toFloats(arithmetic, words, 1, 2, back, 1);
        assertArrayEquals(new float[] {0, -5 / 256f, 77 / 256f, 0}, back);
        assertThrows(IndexOutOfBoundsException.class, () -> FixedPointCodec.toFloats(arithmetic, words, 2, 3, back, 0));
    }
}
