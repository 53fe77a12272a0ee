package org.fitact.tensor.fixedpoint;

import org.fitact.tensor.number.BitClass;
import org.fitact.tensor.number.NumberFormat;

/**
 * A fixed-point format with its rules of conversion; {@link FixedPointCodec} says how numbers and words become each other.
 *
 * @param seed of the stochastic rounding; of no meaning for the others
 */
public record FixedPoint(QFormat format, Rounding rounding, Overflow overflow, long seed) implements NumberFormat {

    /** Q15.16, half-even, saturating: what the paper's experiments assume. */
    public static final FixedPoint DEFAULT = of(QFormat.Q15_16);

    /** Half-even and saturating. */
    public static FixedPoint of(QFormat format) {
        return new FixedPoint(format, Rounding.HALF_EVEN, Overflow.SATURATE, 0);
    }

    /** Another format by the same rules. */
    public FixedPoint with(QFormat other) {
        return new FixedPoint(other, rounding, overflow, seed);
    }

    /** The least word that a number becomes. */
    int leastWord() {
        return (int) overflow.least(format.format());
    }

    @Override
    public String name() {
        return format.toString();
    }

    @Override
    public int width() {
        return format.width();
    }

    @Override
    public int encode(float value, long index) {
        return FixedPointCodec.toWord(this, value, index);
    }

    @Override
    public float decode(int word) {
        return FixedPointCodec.toFloat(this, word);
    }

    @Override
    public int hold(int bits) {
        return format.signExtend(bits);
    }

    /** Exactly, where a float would take neighbours for one. */
    @Override
    public int order(int word) {
        return word;
    }

    @Override
    public int mask(BitClass bits) {
        return format.mask(bits);
    }

    @Override
    public boolean holds(float value) {
        double scaled = value * Math.scalb(1.0, format.fractionBits());
        return scaled < format.maxWord() + 0.5 && scaled >= leastWord() - 0.5;
    }
}
