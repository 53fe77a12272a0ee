package org.fitact.memory.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.Scaling;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats against exact decimals. */
class TensorFormatsTest {

    private static final MathContext FINE = new MathContext(60);

    private static float[] numbers(int n, float scale) {
        PhiloxRandom random = new PhiloxRandom(n, 11);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (random.nextFloat() - 0.4f) * scale * (1 + i % 3);
        }
        return numbers;
    }

    @Test
    void fixedPointOfEveryWidthIsTheNearestWord() {
        for (int width = 2; width <= 32; width++) {
            for (int m = 0; m < width; m++) {
                QFormat format = new QFormat(m, width - 1 - m);
                FixedPoint fixed = FixedPoint.of(format);
                BigDecimal unit = BigDecimal.TWO.pow(format.fractionBits());
                for (float value : numbers(24, (float) Math.scalb(0.5, m))) {
                    int expected = new BigDecimal(value)
                            .multiply(unit)
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .min(BigDecimal.valueOf(format.maxWord()))
                            .max(BigDecimal.valueOf(format.minWord()))
                            .intValueExact();
                    assertEquals(expected, fixed.encode(value, 0), () -> value + " in " + format);
                    assertEquals(new BigDecimal(expected).divide(unit).floatValue(), fixed.decode(expected));
                    assertEquals(expected, fixed.hold(expected & format.wordMask()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int8",
                "int8:channel",
                "int16",
                "int16:channel:asymmetric",
                "int8:asymmetric",
                "int8:channel:pow2",
                "int8:channel:thrice",
                "int8:channel:asymmetric:pow2:thrice"
            })
    void scaledIntegersAreTheNearest(String name) {
        ScaledIntegers format = (ScaledIntegers) NumberFormats.parse(name);
        assertEquals(name, format.name());
        int channels = 5;
        float[] values = numbers(995, 0.3f);
        TensorEncoding encoding = format.over(values, channels);
        assertEquals(name.endsWith(":thrice"), encoding.thrice());
        int[] words = encoding.encode(values);
        Scaling scaling = encoding.scaling().orElseThrow();
        int groups = format.perChannel() ? channels : 1;
        assertEquals(groups, scaling.scales().length);
        assertEquals(format.symmetric() ? 0 : groups, scaling.zeros().length);
        int most = (1 << (format.width() - 1)) - 1;
        for (int i = 0; i < values.length; i++) {
            BigDecimal scale = new BigDecimal(scaling.ofScales().decode(scaling.scales()[i % groups]));
            int zero = format.symmetric() ? 0 : scaling.zeros()[i % groups];
            int expected = Math.clamp(
                    new BigDecimal(values[i])
                                    .divide(scale, FINE)
                                    .setScale(0, RoundingMode.HALF_EVEN)
                                    .intValueExact()
                            + zero,
                    format.symmetric() ? -most : -most - 1,
                    most);
            assertEquals(expected, words[i]);
            float read = encoding.decode(words[i], i);
            assertEquals(BigDecimal.valueOf(expected - zero).multiply(scale).floatValue(), read);
            assertTrue(Math.abs(read - values[i]) <= 0.51 * scale.doubleValue(), () -> read + " is far");
        }
    }

    @Test
    void aScaleIsTheLargestMagnitudeOverTheLargestInteger() {
        float[] values = {0.5f, -2, 1, 0.25f, 1.5f, -0.75f};
        Scaling whole = new ScaledIntegers(8, false, true, false, false)
                .over(values, 2)
                .scaling()
                .orElseThrow();
        assertEquals(2 / 127f, whole.ofScales().decode(whole.scales()[0]));
        Scaling each = new ScaledIntegers(8, true, true, false, false)
                .over(values, 2)
                .scaling()
                .orElseThrow();
        assertEquals(1.5f / 127, each.ofScales().decode(each.scales()[0]));
        assertEquals(2 / 127f, each.ofScales().decode(each.scales()[1]));
        Scaling binary = new ScaledIntegers(8, false, true, true, false)
                .over(values, 2)
                .scaling()
                .orElseThrow();
        assertEquals(-5, binary.scales()[0], "2^-5 is the least with 2 <= 127 s");
    }

    /** 0 stays 0 where the integers are not symmetric, also if no number is on its other side. */
    @Test
    void zeroStaysZero() {
        float[] values = {0, 3, 7.1f, 0, 5};
        TensorEncoding encoding = new ScaledIntegers(8, false, false, false, false).over(values, 1);
        int[] words = encoding.encode(values);
        assertEquals(-128, words[0]);
        assertEquals(0f, encoding.decode(words[3], 3));
        assertEquals(127, words[2]);
    }

    @Test
    void zerosHaveAScale() {
        float[] zeros = new float[7];
        for (String name : new String[] {"int8", "int8:asymmetric", "int8:pow2", "int16:channel"}) {
            TensorEncoding encoding = NumberFormats.parse(name).over(zeros, 7);
            int[] words = encoding.encode(zeros);
            for (int i = 0; i < words.length; i++) {
                assertEquals(0f, encoding.decode(words[i], i), name);
            }
        }
    }

    @Test
    void whatIsNoNumberIsRefused() {
        float[] values = {1, 2, Float.NaN};
        assertEquals(
                "NaN at index 2 has no scaled integer",
                assertThrows(
                                ArithmeticException.class,
                                () -> new ScaledIntegers(8, false, true, false, false).over(values, 1))
                        .getMessage());
        assertThrows(
                ArithmeticException.class, () -> new Fitting(16).over(values, 1).encode(values));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3 -0.9, Q0.15",
        "0.99999 0, Q1.14",
        "-1 0.5, Q0.15",
        "1 0.5, Q1.14",
        "-1.5 0, Q1.14",
        "3.9 -8, Q3.12",
        "3.9 8, Q4.11",
        "1e9 0, Q15.0",
        "0 0, Q0.15"
    })
    void aTensorHasTheLeastIntegerBitsThatHoldIt(String values, String expected) {
        float[] numbers = new float[2];
        for (int i = 0; i < 2; i++) {
            numbers[i] = Float.parseFloat(values.split(" ")[i]);
        }
        assertEquals(expected, new Fitting(16).over(numbers, 1).format().name());
    }

    @Test
    void namesOfFormatsThatThereAreNot() {
        for (String name :
                Arrays.asList("auto33", "auto1", "int9", "int8:row", "int8:channel:channel", "int8:tensor:channel")) {
            assertThrows(IllegalArgumentException.class, () -> NumberFormats.parse(name), name);
        }
        assertEquals(IeeeFormat.BFLOAT16, NumberFormats.parse("bf16"));
        assertEquals(new Fitting(12), NumberFormats.parse("auto12"));
    }
}
