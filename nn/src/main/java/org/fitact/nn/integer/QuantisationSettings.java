package org.fitact.nn.integer;

import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.number.TensorFormat;

/**
 * By what a calibration makes the arithmetic of all nodes.
 *
 * <p>Formats are fixed point: {@link Finest}, one that a memory chooses for each tensor, or one for all.
 *
 * @param weights how weights are stored
 * @param biases how biases are stored
 * @param activations how bounds are stored; values have words of its width, and its binary point if it is one for all
 * @param accumulatorBits of accumulators, 16 to 64
 * @param moment when a sum becomes a word of the accumulator
 * @param rounding of accumulators and values
 * @param overflow of accumulators and values
 * @param method by which the ranges of values are chosen; weights, biases and bounds are held whole
 * @param seed of a stochastic rounding
 */
public record QuantisationSettings(
        TensorFormat weights,
        TensorFormat biases,
        TensorFormat activations,
        int accumulatorBits,
        Accumulator.Moment moment,
        Rounding rounding,
        Overflow overflow,
        CalibrationMethod method,
        long seed) {

    /** @throws IllegalArgumentException if a format is no fixed point, or accumulators are of another width */
    public QuantisationSettings {
        requireFixedPoint(weights);
        requireFixedPoint(biases);
        requireFixedPoint(activations);
        if (accumulatorBits < 16 || accumulatorBits > 64) {
            throw new IllegalArgumentException("accumulators of " + accumulatorBits + " bits, expected 16 to 64");
        }
    }

    /** @throws IllegalArgumentException if words in a format are no fixed point as they are */
    public static void requireFixedPoint(TensorFormat format) {
        over(format, new float[1]);
    }

    /**
     * What a format is for the numbers of a tensor.
     *
     * @throws IllegalArgumentException if its words are no fixed point as they are
     */
    static QFormat over(TensorFormat format, float[] numbers) {
        TensorEncoding encoding = format.over(numbers, 1);
        if (encoding.scaling().isEmpty() && encoding.format() instanceof FixedPoint fixed) {
            return fixed.format();
        }
        throw new IllegalArgumentException(
                "words in " + format.name() + ", expected fixed point for inference in integers");
    }

    /** Of values and bounds. */
    public int activationBits() {
        return over(activations, new float[1]).width();
    }

    /** Weights and activations of one width, biases of 32 bits, half-even, saturating once at the end, by the maximum. */
    public static QuantisationSettings of(int bits, int accumulatorBits) {
        return new QuantisationSettings(
                new Finest(bits),
                new Finest(32),
                new Finest(bits),
                accumulatorBits,
                Accumulator.Moment.END,
                Rounding.HALF_EVEN,
                Overflow.SATURATE,
                new CalibrationMethod.Maximum(),
                0);
    }
}
