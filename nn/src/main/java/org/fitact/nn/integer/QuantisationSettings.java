package org.fitact.nn.integer;

import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;

/**
 * By what a calibration makes the arithmetic of all nodes.
 *
 * @param weightBits of weights, 2 to 32
 * @param biasBits of biases, 2 to 32
 * @param activationBits of values and of bounds, 2 to 32
 * @param accumulatorBits of accumulators, 16 to 64
 * @param moment when a sum becomes a word of the accumulator
 * @param rounding of accumulators and values
 * @param overflow of accumulators and values
 * @param method by which the ranges of values are chosen; weights, biases and bounds are held whole
 * @param seed of a stochastic rounding
 */
public record QuantisationSettings(
        int weightBits,
        int biasBits,
        int activationBits,
        int accumulatorBits,
        Accumulator.Moment moment,
        Rounding rounding,
        Overflow overflow,
        CalibrationMethod method,
        long seed) {

    public QuantisationSettings {
        requireWithin("weights", weightBits, 2, 32);
        requireWithin("biases", biasBits, 2, 32);
        requireWithin("activations", activationBits, 2, 32);
        requireWithin("accumulators", accumulatorBits, 16, 64);
    }

    private static void requireWithin(String what, int bits, int least, int most) {
        if (bits < least || bits > most) {
            throw new IllegalArgumentException(what + " of " + bits + " bits, expected " + least + " to " + most);
        }
    }

    /** Weights and activations of one width, biases of 32 bits, half-even, saturating once at the end, by the maximum. */
    public static QuantisationSettings of(int bits, int accumulatorBits) {
        return new QuantisationSettings(
                bits,
                32,
                bits,
                accumulatorBits,
                Accumulator.Moment.END,
                Rounding.HALF_EVEN,
                Overflow.SATURATE,
                new CalibrationMethod.Maximum(),
                0);
    }
}
