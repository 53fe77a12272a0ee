package org.fitact.tensor.fixedpoint;

import java.util.Objects;
import org.fitact.tensor.random.Philox;

/**
 * The conversion between numbers and fixed-point words: {@code word = overflow(round(x · 2^f))}, computed exactly and
 * rounded once. This is the definition that every backend follows to the bit.
 *
 * <p>NaN, a value beyond the range under {@link Overflow#ERROR} and ±∞ under {@link Overflow#WRAP} throw an {@link
 * ArithmeticException} that names the index; the caller adds the tensor's name.
 */
public final class FixedPointCodec {

    /** Keeps the draws of the rounding apart from all others under the same seed. */
    private static final long ROUNDING_STREAM = 0x726F756E64696E67L;

    private static final double TWO_TO_32 = 0x1p32;

    private FixedPointCodec() {}

    /**
     * The word of a value.
     *
     * @param index position of the value in its tensor: named in errors, and the counter of stochastic rounding
     */
    public static int toWord(FixedPoint arithmetic, float value, long index) {
        return toWord(arithmetic, (double) value, index);
    }

    /** The word of a value; see {@link #toWord(FixedPoint, float, long)}. */
    public static int toWord(FixedPoint arithmetic, double value, long index) {
        if (Double.isNaN(value)) {
            throw new ArithmeticException("NaN at index " + index + " has no word in " + arithmetic.format());
        }
        return switch (arithmetic.overflow()) {
            case SATURATE, SATURATE_SYMMETRIC, SATURATE_ZERO -> saturate(arithmetic, value, index);
            case WRAP -> wrap(arithmetic, value, index);
            case ERROR -> check(arithmetic, value, index);
        };
    }

    /** The float nearest to {@code word · 2^−f}; exact for words of up to 25 bits. */
    public static float toFloat(FixedPoint arithmetic, int word) {
        return (float) toDouble(arithmetic, word);
    }

    /** {@code word · 2^−f}, exactly. */
    public static double toDouble(FixedPoint arithmetic, int word) {
        return word * arithmetic.format().resolution();
    }

    /**
     * Converts {@code words[offset .. offset+length)} to {@code values[valueOffset .. valueOffset+length)}.
     *
     * @param values modified
     */
    public static void toFloats(
            FixedPoint arithmetic, int[] words, int offset, int length, float[] values, int valueOffset) {
        Objects.checkFromIndexSize(offset, length, words.length);
        Objects.checkFromIndexSize(valueOffset, length, values.length);
        for (int i = 0; i < length; i++) {
            values[valueOffset + i] = toFloat(arithmetic, words[offset + i]);
        }
    }

    private static int saturate(FixedPoint arithmetic, double value, long index) {
        double rounded = scaleAndRound(arithmetic, value, index);
        double least = arithmetic.leastWord();
        double greatest = arithmetic.format().maxWord();
        boolean beyond = rounded < least || rounded > greatest;
        return beyond && arithmetic.overflow() == Overflow.SATURATE_ZERO
                ? 0
                : (int) Math.max(least, Math.min(greatest, rounded));
    }

    private static int wrap(FixedPoint arithmetic, double value, long index) {
        if (Double.isInfinite(value)) {
            throw beyondRange(arithmetic, value, index);
        }
        // The remainder is exact, keeps the fraction and the parity, and is what the low 32 bits need: without it the
        // product could overflow a double or a long.
        double reduced = value % (TWO_TO_32 * arithmetic.format().resolution());
        return arithmetic.format().signExtend((int) (long) scaleAndRound(arithmetic, reduced, index));
    }

    private static int check(FixedPoint arithmetic, double value, long index) {
        double rounded = scaleAndRound(arithmetic, value, index);
        QFormat format = arithmetic.format();
        if (rounded < format.minWord() || rounded > format.maxWord()) {
            throw beyondRange(arithmetic, value, index);
        }
        return (int) rounded;
    }

    /** {@code round(x · 2^f)}; the product is exact in double, or infinite where x is far beyond every range, or as
     * small as can be where it is even smaller. */
    private static double scaleAndRound(FixedPoint arithmetic, double value, long index) {
        double scaled = value * Math.scalb(1.0, arithmetic.format().fractionBits());
        if (Double.isInfinite(scaled)) {
            return scaled;
        }
        if (scaled == 0 && value != 0) {
            scaled = Math.copySign(Double.MIN_VALUE, value); // not 0, for who rounds up or down
        }
        if (arithmetic.rounding() == Rounding.HALF_EVEN) {
            return Math.rint(scaled);
        }
        double floor = Math.floor(scaled);
        double rest = fraction(scaled);
        boolean odd = Math.abs(floor % 2) == 1;
        boolean drawn = arithmetic.rounding() == Rounding.STOCHASTIC && threshold(arithmetic, index) < rest;
        boolean up = arithmetic.rounding().up(floor == scaled, Double.compare(rest, 0.5), odd, scaled < 0, drawn);
        return up ? floor + 1 : floor;
    }

    /** {@code x − ⌊x⌋}; exact but for −½ < x < 0, where it stays at ½ or more and is off by at most 2^−54. */
    private static double fraction(double scaled) {
        return scaled - Math.floor(scaled);
    }

    private static double threshold(FixedPoint arithmetic, long index) {
        return Philox.unit(Philox.bits(arithmetic.seed(), ROUNDING_STREAM, index));
    }

    private static ArithmeticException beyondRange(FixedPoint arithmetic, double value, long index) {
        QFormat format = arithmetic.format();
        return new ArithmeticException(value + " at index " + index + " is beyond the range of " + format + ", "
                + toDouble(arithmetic, format.minWord()) + " to " + toDouble(arithmetic, format.maxWord()));
    }
}
