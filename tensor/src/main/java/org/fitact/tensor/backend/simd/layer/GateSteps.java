package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions that are x times a gate between 0 and 1, and their derivatives, of a vector. They are long, so they take the
 * JDK's own methods only: past a number of steps the compiler inlines no others.
 */
final class GateSteps {

    /** {@code 2·√(2/π)}. */
    private static final float TWICE_ROOT = 1.5957691216f;

    private static final float CUBIC = 0.044715f;

    /** {@code 1/√(2π)}. */
    private static final float PEAK = 0.3989422804f;

    private static final float ROOT_OF_TWO = 1.4142135624f;

    /** {@code 2/√π}. */
    private static final float ERF_PEAK = 1.1283791671f;

    /** Beyond, the gate of the tanh form is 0 or 1 to the bit. */
    private static final float CLOSED = 16;

    private GateSteps() {}

    static FloatVector silu(FloatVector x) {
        return Functions.sigmoid(x).mul(x);
    }

    static FloatVector siluSlope(FloatVector x) {
        FloatVector s = Functions.sigmoid(x);
        return FloatVector.broadcast(F, 1).sub(s).mul(x).fma(s, s);
    }

    static FloatVector gelu(FloatVector x) {
        return normal(x, bell(x)).mul(x);
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector bell = bell(x);
        return bell.mul(PEAK).fma(x, normal(x, bell));
    }

    /** {@code e^(−x²/2)}. */
    private static FloatVector bell(FloatVector x) {
        return Functions.exp(x.mul(x).mul(-0.5f));
    }

    /**
     * {@code Φ(x)}. The tail {@code Φ(−|x|)} is {@code bell·t·P(t)} with {@code t = 1/(1 + 0.32|x|)}; P is the polynomial of
     * degree 8 whose largest relative error for |x| up to 6 is least, 2.6·10⁻⁹.
     */
    private static FloatVector normal(FloatVector x, FloatVector bell) {
        FloatVector t = FloatVector.broadcast(F, 1)
                .div(x.abs().fma(FloatVector.broadcast(F, 0.32f), FloatVector.broadcast(F, 1)));
        FloatVector p = t.fma(FloatVector.broadcast(F, -0.0238575972f), FloatVector.broadcast(F, 0.1476074063f));
        p = p.fma(t, FloatVector.broadcast(F, -0.3502217452f));
        p = p.fma(t, FloatVector.broadcast(F, 0.3604815943f));
        p = p.fma(t, FloatVector.broadcast(F, -0.1565595814f));
        p = p.fma(t, FloatVector.broadcast(F, 0.1697311846f));
        p = p.fma(t, FloatVector.broadcast(F, 0.0949506902f));
        p = p.fma(t, FloatVector.broadcast(F, 0.1303696265f));
        p = p.fma(t, FloatVector.broadcast(F, 0.1274984231f));
        FloatVector tail = p.mul(t).mul(bell);
        return FloatVector.broadcast(F, 1).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0));
    }

    /** {@code 2Φ(x√2) − 1}, within 3·10⁻⁷: a polynomial for small x would be more steps than the compiler takes in. */
    static FloatVector erf(FloatVector x) {
        FloatVector z = x.mul(ROOT_OF_TWO);
        return normal(z, bell(z)).mul(2).sub(1);
    }

    /** {@code 2/√π·e^(−x²)}. */
    static FloatVector erfSlope(FloatVector x) {
        return Functions.exp(x.mul(x).neg()).mul(ERF_PEAK);
    }

    static FloatVector tanhGelu(FloatVector x) {
        return tanhGate(x).mul(x);
    }

    /** {@code 1/(1 + e^(−2u))}. */
    private static FloatVector tanhGate(FloatVector x) {
        FloatVector inner =
                x.mul(x).fma(FloatVector.broadcast(F, TWICE_ROOT * CUBIC), FloatVector.broadcast(F, TWICE_ROOT));
        return Functions.sigmoid(inner.mul(x));
    }

    /** The gate's own slope is taken within bounds, where no product of it can be ∞·0. */
    static FloatVector tanhGeluSlope(FloatVector x) {
        FloatVector within = x.max(-CLOSED).min(CLOSED);
        FloatVector s = tanhGate(within);
        FloatVector inner = within.mul(within)
                .fma(FloatVector.broadcast(F, 3 * TWICE_ROOT * CUBIC), FloatVector.broadcast(F, TWICE_ROOT));
        return FloatVector.broadcast(F, 1).sub(s).mul(s).mul(inner).fma(x, s);
    }

    static FloatVector mish(FloatVector x) {
        return mishGate(x, decay(x)).mul(x);
    }

    /** {@code e^−|x|}. */
    private static FloatVector decay(FloatVector x) {
        return Functions.exp(x.abs().neg());
    }

    /**
     * {@code tanh(ln(1 + e^x))}, which is {@code (e² + 2e)/(e² + 2e + 2)} with {@code e = e^x}, and with {@code e = e^−x} it is
     * {@code (1 + 2e)/(1 + 2e + 2e²)}: of the two that whose e is at most 1.
     *
     * @param e {@code e^−|x|}
     */
    private static FloatVector mishGate(FloatVector x, FloatVector e) {
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0);
        FloatVector square = e.mul(e);
        FloatVector numerator = e.add(e).add(FloatVector.broadcast(F, 1).blend(square, negative));
        return numerator.div(numerator.add(square.add(square).blend(2, negative)));
    }

    static FloatVector mishSlope(FloatVector x) {
        FloatVector e = decay(x);
        FloatVector gate = mishGate(x, e);
        FloatVector sigmoid = FloatVector.broadcast(F, 1)
                .blend(e, x.compare(VectorOperators.LT, 0))
                .div(e.add(1));
        return gate.neg().fma(gate, FloatVector.broadcast(F, 1)).mul(sigmoid).fma(x, gate);
    }
}
