package org.fitact.nn.integer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fitact.tensor.fixedpoint.Format;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final CalibrationMethod MAXIMUM = new CalibrationMethod.Maximum();

    private static Distribution of(float... numbers) {
        Distribution distribution = new Distribution();
        for (float number : numbers) {
            distribution.add(number);
        }
        return distribution;
    }

    @Test
    void theMaximumIsHeld() {
        assertEquals(Format.signed(8, 5), of(1, -3.9f).format(8, true, MAXIMUM));
        assertEquals(Format.unsigned(8, 6), of(1, 3.9f).format(8, false, MAXIMUM));
        assertEquals(Format.signed(8, 17), of(0.0009f).format(8, true, MAXIMUM));
        assertEquals(Format.signed(8, -3), of(1000).format(8, true, MAXIMUM));
        // 3.999 rounds to 4 in units of 2^−5, of which 8 bits do not have so many.
        assertEquals(Format.signed(8, 4), of(3.999f).format(8, true, MAXIMUM));
    }

    @Test
    void aPercentileLeavesTheFewLargest() {
        float[] numbers = new float[1000];
        Arrays.fill(numbers, 0.9f);
        numbers[0] = 100;
        assertEquals(Format.signed(8, 0), of(numbers).format(8, true, MAXIMUM));
        assertEquals(Format.signed(8, 7), of(numbers).format(8, true, new CalibrationMethod.Percentile(0.999)));
        assertEquals(Format.signed(8, 0), of(numbers).format(8, true, new CalibrationMethod.Percentile(0.9995)));
    }

    /** The choice by squares, in closed form from sums by size, against errors that are added up. */
    @Test
    void leastSquaresIsTheBestOfAllBinaryPoints() {
        SplittableRandom random = new SplittableRandom(4);
        for (double tail : new double[] {1, 3, 5}) {
            float[] numbers = new float[4000];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) Math.pow(random.nextGaussian(), tail);
            }
            Format chosen = of(numbers).format(6, true, new CalibrationMethod.LeastSquares());
            double least = error(numbers, chosen);
            for (int f = -8; f <= 8; f++) {
                double other = error(numbers, Format.signed(6, f));
                // What rounding loses is taken as a twelfth of the squared unit.
                assertTrue(least <= 1.1 * other, chosen + " has " + least + ", " + f + " has " + other);
            }
        }
    }

    private static double error(float[] numbers, Format format) {
        double sum = 0;
        for (float number : numbers) {
            double word = Math.rint(number / format.resolution());
            double error = number - format.value((long) Math.clamp(word, format.minWord(), format.maxWord()));
            sum += error * error;
        }
        return sum;
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThrows(ArithmeticException.class, () -> of(Float.NaN));
        assertThrows(ArithmeticException.class, () -> of(Float.NEGATIVE_INFINITY));
        assertFalse(of(Float.MAX_VALUE).format(16, true, MAXIMUM).fraction() > -112);
    }
}
