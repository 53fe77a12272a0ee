package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.Lanes.load;
import static org.fitact.tensor.backend.simd.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.BoundedRelu;

/** The bounded ReLU of n elements and their n bounds, from given offsets on; {@link BoundedRelu} has the formulas. */
final class BoundedReluKernels {

    /** From here on {@code σ(z) = 1/(1 + e^−z)} is 1 as a float: {@code e^−z} is less than half the distance from 1 to the next one. */
    static final float OPEN = 17.4f;

    private BoundedReluKernels() {}

    /** {@code y[i] = boundedRelu(x[i], bounds[i])}; y may be x. */
    static void forward(BoundedRelu shape, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        switch (shape.policy()) {
            case ZERO -> zero(x, xo, bounds, bo, y, yo, n);
            case SATURATE -> saturate(x, xo, bounds, bo, y, yo, n);
            case SMOOTH -> smooth(shape.kappa(), x, xo, bounds, bo, y, yo, n);
        }
    }

    private static void zero(float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            zero(load(x, xo + i), load(bounds, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            zero(load(x, xo + i, rest), load(bounds, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void saturate(float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            saturate(load(x, xo + i), load(bounds, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            saturate(load(x, xo + i, rest), load(bounds, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void smooth(float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        FloatVector margin = broadcast(OPEN / kappa);
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector bound = load(bounds, bo + i);
            if (isOpen(v, bound, margin)) {
                v.max(0).intoArray(y, yo + i);
            } else {
                gated(kappa, x, xo + i, bounds, bo + i, y, yo + i);
            }
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            smooth(kappa, load(x, xo + i, rest), load(bounds, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    static FloatVector zero(FloatVector x, FloatVector bound) {
        return broadcast(0).blend(x, inside(x, bound));
    }

    /** {@code 0 < x ≤ bound}; false if either is NaN. */
    static VectorMask<Float> inside(FloatVector x, FloatVector bound) {
        return x.compare(VectorOperators.GT, 0).and(x.compare(VectorOperators.LE, bound));
    }

    static FloatVector saturate(FloatVector x, FloatVector bound) {
        VectorMask<Float> open = x.compare(VectorOperators.GT, 0).and(bound.compare(VectorOperators.GT, 0));
        return broadcast(0).blend(x.min(bound), open);
    }

    /**
     * Whether every x is below its bound by the margin or not above 0, so that FitReLU is the ReLU. False for NaN; and for
     * +∞, which no bound lets pass.
     */
    static boolean isOpen(FloatVector x, FloatVector bound, FloatVector margin) {
        FloatVector limit = bound.sub(margin).max(0).min(Float.MAX_VALUE);
        return x.compare(VectorOperators.LE, limit).allTrue();
    }

    /** FitReLU of one vector. A method on arrays, so that it is compiled for itself and no vector becomes an object. */
    static void gated(float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo) {
        smooth(kappa, load(x, xo), load(bounds, bo)).intoArray(y, yo);
    }

    private static FloatVector smooth(float kappa, FloatVector x, FloatVector bound) {
        FloatVector s = gate(kappa, x, bound);
        return broadcast(0).blend(x.mul(s), open(x, s));
    }

    /** {@code s = σ(κ(λ − x))}. */
    static FloatVector gate(float kappa, FloatVector x, FloatVector bound) {
        return Functions.sigmoid(bound.sub(x).mul(kappa));
    }

    /** {@code x > 0} and {@code s > 0}; false if either is NaN. */
    static VectorMask<Float> open(FloatVector x, FloatVector s) {
        return x.compare(VectorOperators.GT, 0).and(s.compare(VectorOperators.GT, 0));
    }
}
