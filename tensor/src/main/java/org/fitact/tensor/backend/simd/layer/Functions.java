package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential, logistic function and hyperbolic tangent of a vector, with an error of at most 2 units in the last place,
 * and what is made of them.
 * They are written out because {@code lanewise(EXP)} uses whatever library the machine has, and its last bits differ.
 * NaN gives NaN; ±∞ gives the limit; what is beyond the range of a float overflows to ∞ or underflows to 0 gradually.
 *
 * <p>They are long, so they take the JDK's own methods only: see {@link BoundedReluGradKernels}.
 */
public final class Functions {

    static final float LOG2_E = 0x1.715476p0f;

    /** ln 2 in two parts; the first has few enough bits that its product with an exponent is exact. */
    static final float LN2_HIGH = 0x1.62e4p-1f;

    static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** 1.5·2^23: a float plus this is rounded to a whole number, which then is the low bits of the sum. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

    /** Below, e^x rounds to 0; above, to ∞. Clamping to them keeps the exponents within what the scaling can do. */
    private static final float SMALLEST = -104;

    private static final float LARGEST = 89;

    private Functions() {}

    /**
     * {@code e^x = 2^n · e^r} with {@code n = round(x / ln 2)} and {@code |r| ≤ ½ ln 2}; {@code e^r} by its Taylor
     * polynomial of degree 7, whose remainder is below 2^−28.
     */
    public static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(SMALLEST).min(LARGEST);
        FloatVector shifted = clamped.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUNDER));
        FloatVector p = powerOfRemainder(clamped, shifted);
        // In two factors, because 2^n alone may be beyond the range where 2^n · p is not.
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector second =
                exponent.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return p.mul(first).mul(second);
    }

    /**
     * {@code e^r} with {@code r = x − n·ln 2}. Both callers begin with it: behind their other steps it would not be inlined.
     *
     * @param shifted n plus {@link #ROUNDER}
     */
    private static FloatVector powerOfRemainder(FloatVector x, FloatVector shifted) {
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(F, -LN2_HIGH), x);
        r = n.fma(FloatVector.broadcast(F, -LN2_LOW), r);
        FloatVector p = r.fma(FloatVector.broadcast(F, 1 / 5040f), FloatVector.broadcast(F, 1 / 720f));
        p = p.fma(r, FloatVector.broadcast(F, 1 / 120f));
        p = p.fma(r, FloatVector.broadcast(F, 1 / 24f));
        p = p.fma(r, FloatVector.broadcast(F, 1 / 6f));
        p = p.fma(r, FloatVector.broadcast(F, 0.5f));
        p = p.fma(r, FloatVector.broadcast(F, 1));
        return p.fma(r, FloatVector.broadcast(F, 1));
    }

    /** Beyond, {@link #expWithin} is taken at ±88. */
    static final float WITHIN = 88;

    /** {@code e^x} for x between −88 and 88, beyond which it is e^±88; NaN gives anything. Half the steps of {@link #exp}. */
    static FloatVector expWithin(FloatVector x) {
        FloatVector clamped = x.max(-WITHIN).min(WITHIN);
        FloatVector shifted = clamped.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUNDER));
        FloatVector p = powerOfRemainder(clamped, shifted);
        FloatVector power = shifted.reinterpretAsInts()
                .sub(ROUNDER_BITS)
                .add(127)
                .lanewise(VectorOperators.LSHL, 23)
                .reinterpretAsFloats();
        return p.mul(power);
    }

    /** {@code e^x − 1} for x up to 0; near 0, where the difference cancels, by the Taylor polynomial of degree 8. */
    static FloatVector expm1(FloatVector x) {
        FloatVector p = x.fma(FloatVector.broadcast(F, 1 / 40320f), FloatVector.broadcast(F, 1 / 5040f));
        p = p.fma(x, FloatVector.broadcast(F, 1 / 720f));
        p = p.fma(x, FloatVector.broadcast(F, 1 / 120f));
        p = p.fma(x, FloatVector.broadcast(F, 1 / 24f));
        p = p.fma(x, FloatVector.broadcast(F, 1 / 6f));
        p = p.fma(x, FloatVector.broadcast(F, 0.5f));
        FloatVector near = p.mul(x).fma(x, x);
        return exp(x).sub(1).blend(near, x.compare(VectorOperators.GT, -0.5f));
    }

    /**
     * {@code ln(1 + x)} for x from 0 to 1: {@code 2·artanh(s)} with {@code s = x/(2 + x)}, at most ⅓, by the odd Taylor
     * polynomial of degree 15, whose remainder is below 2^−28.
     */
    static FloatVector log1p(FloatVector x) {
        FloatVector s = x.div(x.add(2));
        FloatVector z = s.mul(s);
        FloatVector p = z.fma(FloatVector.broadcast(F, 2 / 15f), FloatVector.broadcast(F, 2 / 13f));
        p = p.fma(z, FloatVector.broadcast(F, 2 / 11f));
        p = p.fma(z, FloatVector.broadcast(F, 2 / 9f));
        p = p.fma(z, FloatVector.broadcast(F, 2 / 7f));
        p = p.fma(z, FloatVector.broadcast(F, 2 / 5f));
        p = p.fma(z, FloatVector.broadcast(F, 2 / 3f));
        return p.mul(z).fma(s, s.add(s));
    }

    /**
     * {@code x^exponent} of numbers that are floats, as {@link Math#pow} has it, by exponential and logarithm in double: {@link
     * StrictMath#pow} makes arrays for each number, and is left what has no logarithm.
     */
    static double power(double x, double exponent) {
        double size = Math.abs(x);
        if (!(size > 0 && size < Double.POSITIVE_INFINITY && Math.abs(exponent) < Double.POSITIVE_INFINITY)) {
            return StrictMath.pow(x, exponent);
        }
        double power = StrictMath.exp(exponent * StrictMath.log(size));
        if (x > 0) {
            return power;
        }
        boolean whole = exponent == Math.rint(exponent);
        return !whole ? Double.NaN : exponent % 2 == 0 ? power : -power;
    }

    /** {@code 1/(1 + e^−x)}, for negative x as {@code e^x/(1 + e^x)}, which loses nothing where it is small. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector numerator = FloatVector.broadcast(F, 1).blend(e, x.compare(VectorOperators.LT, 0));
        return numerator.div(e.add(1));
    }

    /**
     * {@code 1 − 2/(e^(2|x|) + 1)} with the sign of x; near 0, where that cancels, an odd polynomial (Cephes, tanhf).
     */
    static FloatVector tanh(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector far = FloatVector.broadcast(F, 1)
                .sub(FloatVector.broadcast(F, 2).div(exp(size.add(size)).add(1)));
        FloatVector z = size.mul(size);
        FloatVector p =
                z.fma(FloatVector.broadcast(F, -5.70498872745e-3f), FloatVector.broadcast(F, 2.06390887954e-2f));
        p = p.fma(z, FloatVector.broadcast(F, -5.37397155531e-2f));
        p = p.fma(z, FloatVector.broadcast(F, 1.33314422036e-1f));
        p = p.fma(z, FloatVector.broadcast(F, -3.33332819422e-1f));
        FloatVector near = p.mul(z).fma(size, size);
        FloatVector y = far.blend(near, size.compare(VectorOperators.LT, 0.625f));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }
}
