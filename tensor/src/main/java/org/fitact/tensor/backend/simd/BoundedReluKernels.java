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

    /**
     * So far below the bound that the gate rounds to 1, FitReLU is the ReLU, to the bit. A first pass does that and notes
     * the vectors that hold an element for which it does not hold; only those get an exponential, in a second pass without
     * branches that cannot be foretold.
     */
    private static void smooth(float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        FloatVector margin = broadcast(OPEN / kappa);
        int whole = F.loopBound(n);
        for (int from = 0; from < whole; from += Long.SIZE * L) {
            int end = Math.min(whole, from + Long.SIZE * L);
            long closed = 0;
            for (int i = from; i < end; i += L) {
                closed |= closed(load(x, xo + i), load(bounds, bo + i), margin) << (i - from) / L;
            }
            for (int i = from; i < end; i += L) {
                if ((closed >>> (i - from) / L & 1) == 0) {
                    relu(load(x, xo + i)).intoArray(y, yo + i);
                }
            }
            gate(closed, kappa, x, xo + from, bounds, bo + from, y, yo + from);
        }
        if (whole < n) {
            gateRest(kappa, x, xo + whole, bounds, bo + whole, y, yo + whole, n - whole);
        }
    }

    /** Less than a vector. */
    private static void gateRest(float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        VectorMask<Float> rest = tail(0, n);
        FloatVector v = load(x, xo, rest);
        FloatVector z = v.sub(load(bounds, bo, rest)).mul(kappa);
        FloatVector gated = v.div(Functions.expWithin(z).add(1));
        broadcast(0).blend(gated, open(v, z)).intoArray(y, yo, rest);
    }

    /**
     * {@code y = x/(1 + e^(κ(x − λ)))} for x > 0, else 0, for the vectors whose bits are set in {@code closed}. All of it is
     * written with the JDK's own methods, {@link Functions#expWithin} included: behind so many others a helper of ours would
     * not be inlined, and every vector that passes through it would become an object.
     */
    static void gate(long closed, float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo) {
        for (long left = closed; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left) * L;
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector z = v.sub(FloatVector.fromArray(F, bounds, bo + i)).mul(kappa);
            FloatVector clamped = z.max(-Functions.WITHIN).min(Functions.WITHIN);
            FloatVector shifted = clamped.fma(
                    FloatVector.broadcast(F, Functions.LOG2_E), FloatVector.broadcast(F, Functions.ROUNDER));
            FloatVector n = shifted.sub(Functions.ROUNDER);
            FloatVector r = n.fma(FloatVector.broadcast(F, -Functions.LN2_HIGH), clamped);
            r = n.fma(FloatVector.broadcast(F, -Functions.LN2_LOW), r);
            FloatVector p = r.fma(FloatVector.broadcast(F, 1 / 5040f), FloatVector.broadcast(F, 1 / 720f));
            p = p.fma(r, FloatVector.broadcast(F, 1 / 120f));
            p = p.fma(r, FloatVector.broadcast(F, 1 / 24f));
            p = p.fma(r, FloatVector.broadcast(F, 1 / 6f));
            p = p.fma(r, FloatVector.broadcast(F, 0.5f));
            p = p.fma(r, FloatVector.broadcast(F, 1));
            p = p.fma(r, FloatVector.broadcast(F, 1));
            FloatVector power = shifted.reinterpretAsInts()
                    .sub(Functions.ROUNDER_BITS - 127)
                    .lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector gated = v.div(p.mul(power).add(1));
            VectorMask<Float> open =
                    v.compare(VectorOperators.GT, 0).and(z.compare(VectorOperators.LT, Functions.WITHIN));
            FloatVector.broadcast(F, 0).blend(gated, open).intoArray(y, yo + i);
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
        return broadcast(0).blend(x.blend(bound, x.compare(VectorOperators.GT, bound)), open);
    }

    /** {@code max(x, 0)}, NaN for NaN: by a comparison, which takes a third of what the machine needs for Java's maximum. */
    static FloatVector relu(FloatVector x) {
        return x.blend(0, x.compare(VectorOperators.LE, 0));
    }

    /**
     * Where x is below its bound by the margin or not above 0, so that FitReLU is the ReLU. NaN is not, nor is +∞, which no
     * bound lets pass.
     */
    static VectorMask<Float> below(FloatVector x, FloatVector bound, FloatVector margin) {
        return x.compare(VectorOperators.LE, 0).or(x.compare(VectorOperators.LT, bound.sub(margin)));
    }

    /** 0 if FitReLU is the ReLU for every x, else 1; see {@link #below}. */
    static long closed(FloatVector x, FloatVector bound, FloatVector margin) {
        return below(x, bound, margin).allTrue() ? 0 : 1;
    }

    /** {@code x > 0} and the gate not shut so far that its product with x would be below all floats; false for NaN. */
    static VectorMask<Float> open(FloatVector x, FloatVector z) {
        return x.compare(VectorOperators.GT, 0).and(z.compare(VectorOperators.LT, Functions.WITHIN));
    }
}
