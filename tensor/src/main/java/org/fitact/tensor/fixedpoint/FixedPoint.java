package org.fitact.tensor.fixedpoint;

/**
 * A number format with its rules of conversion.
 *
 * @param seed of the stochastic rounding; of no meaning for the others
 */
public record FixedPoint(QFormat format, Rounding rounding, Overflow overflow, long seed) {

    /** Q15.16, half-even, saturating: what the paper's experiments assume. */
    public static final FixedPoint DEFAULT = of(QFormat.Q15_16);

    /** Half-even and saturating. */
    public static FixedPoint of(QFormat format) {
        return new FixedPoint(format, Rounding.HALF_EVEN, Overflow.SATURATE, 0);
    }
}
