package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.I;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.Lanes.load;
import static org.fitact.tensor.backend.simd.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.BoundedRelu;

/** The bounded ReLU of n elements and their n bounds, from given offsets on; {@link BoundedRelu} has the formulas. */
final class BoundedReluKernels {

    /** From here on {@code σ(z) = 1/(1 + e^−z)} is 1 as a float: {@code e^−z} is less than half the distance from 1 to the next one. */
    static final float OPEN = 17.4f;

    /** From a gate of 2^−126 on FitReLU is taken to be 0; below there are no more floats with all their bits. */
    private static final float SHUT = 126;

    private static final int SHUT_BITS = Float.floatToRawIntBits(SHUT);

    /** 2^−f for |f| ≤ ½ within 10^−7 of itself, as a polynomial that is 1 at 0. */
    private static final float P1 = -0x1.62e42ap-1f;

    private static final float P2 = 0x1.ebf9bcp-3f;
    private static final float P3 = -0x1.c6b752p-5f;
    private static final float P4 = 0x1.3cea88p-7f;
    private static final float P5 = -0x1.5bba14p-10f;

    /** The parabola next to 1/d for 1 ≤ d ≤ 2, within a hundredth; Newton's steps square that twice. */
    private static final float R0 = 0x1.0f83e4p1f;

    private static final float R1 = -0x1.745d1cp0f;
    private static final float R2 = 0x1.4afd6cp-2f;

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
                FloatVector relu = relu(load(x, xo + i));
                closed |= closed(relu, load(bounds, bo + i), margin) << (i - from) / L;
                relu.intoArray(y, yo + i);
            }
            gate(closed, kappa, y, yo + from, bounds, bo + from, null, 0, 0);
        }
        if (whole < n) {
            smoothRest(kappa, x, xo + whole, bounds, bo + whole, y, yo + whole, n - whole);
        }
    }

    /** Less than a vector, as a vector. */
    private static void smoothRest(float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        VectorMask<Float> rest = tail(0, n);
        float[] value = new float[L];
        float[] bound = new float[L];
        relu(load(x, xo, rest)).intoArray(value, 0);
        load(bounds, bo, rest).intoArray(bound, 0);
        gate(1, kappa, value, 0, bound, 0, null, 0, 0);
        load(value, 0).intoArray(y, yo, rest);
    }

    /**
     * {@code x·σ(κ(λ − x))} of what a ReLU left. With {@code t = κ·log₂e·(x − λ)} and {@code e = 2^−|t|} that is
     * {@code x/(1 + e)}, and above the bound {@code x·e/(1 + e)}. So 1 + e lies between 1 and 2, where a parabola and two of
     * Newton's steps give its reciprocal within a unit in the last place, in fewer cycles than a division. Where e is below
     * half the distance from 1 to the next float the result is x, to the bit.
     *
     * <p>All of it is written with the JDK's own methods: behind so many others a helper of ours would not be inlined, and
     * every vector that passes through it would become an object.
     *
     * @param closed a bit for each vector that is to be done, from the lowest on
     * @param x the ReLU's vectors, one behind the other; modified
     * @param bo offset of the first vector's bounds
     * @param lines where each four vectors go to, those of {@code first} first, if their bounds are as far apart as these
     *     are; null if the bounds follow each other
     * @param image length of all bounds, where a row has those of its place in its image; 0 where rows share them
     */
    static void gate(
            long closed, float kappa, float[] x, int xo, float[] bounds, int bo, int[] lines, int first, int image) {
        float slope = kappa * Functions.LOG2_E;
        for (long left = closed; left != 0; left &= left - 1) {
            int vector = Long.numberOfTrailingZeros(left);
            int i = xo + vector * L;
            int b = bo + vector * L;
            if (lines != null) {
                b = next(bo, lines[first + (vector >>> 2)] - lines[first], image) + (vector & 3) * L;
            }
            FloatVector v = FloatVector.fromArray(F, x, i);
            FloatVector t = v.sub(FloatVector.fromArray(F, bounds, b)).mul(slope);
            // As integers, floats above 0 are in order, and NaN is greater than all of them.
            FloatVector size = t.abs().reinterpretAsInts().min(SHUT_BITS).reinterpretAsFloats();
            FloatVector shifted = size.add(Functions.ROUNDER);
            FloatVector f = size.sub(shifted.sub(Functions.ROUNDER));
            FloatVector p = f.fma(FloatVector.broadcast(F, P5), FloatVector.broadcast(F, P4));
            p = p.fma(f, FloatVector.broadcast(F, P3));
            p = p.fma(f, FloatVector.broadcast(F, P2));
            p = p.fma(f, FloatVector.broadcast(F, P1));
            p = p.fma(f, FloatVector.broadcast(F, 1));
            FloatVector power = IntVector.broadcast(I, Functions.ROUNDER_BITS + 127)
                    .sub(shifted.reinterpretAsInts())
                    .lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector e = p.mul(power);
            FloatVector d = e.add(1);
            FloatVector r = d.fma(FloatVector.broadcast(F, R2), FloatVector.broadcast(F, R1));
            r = r.fma(d, FloatVector.broadcast(F, R0));
            FloatVector minus = d.neg();
            r = r.fma(minus.fma(r, FloatVector.broadcast(F, 1)), r);
            r = r.fma(minus.fma(r, FloatVector.broadcast(F, 1)), r);
            // Not a product with e that is then left out: far below the bound that would be a subnormal number, which
            // costs a processor more than all the rest.
            FloatVector numerator = v.mul(FloatVector.broadcast(F, 1).blend(e, t.compare(VectorOperators.GT, 0)));
            VectorMask<Float> open = t.compare(VectorOperators.LT, SHUT);
            FloatVector.broadcast(F, 0).blend(numerator.mul(r), open).intoArray(x, i);
        }
    }

    /**
     * Offset of the bounds of what lies {@code distance} behind elements whose bounds are known: mostly an addition.
     *
     * @param image length of all bounds, where elements have those of their place in their image; 0 where rows share them
     */
    static int next(int bound, int distance, int image) {
        if (image == 0) {
            return bound;
        }
        int next = bound + distance;
        return next >= 0 && next < image ? next : Math.floorMod(next, image);
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
     * Where a ReLU's result is FitReLU's too, because it is 0 or below its bound by the margin. NaN is not, nor is +∞, which
     * no bound lets pass. As integers, floats above 0 are in order and all others are less than 1.
     */
    static VectorMask<Float> below(FloatVector relu, FloatVector bound, FloatVector margin) {
        FloatVector limit = bound.sub(margin).reinterpretAsInts().max(1).reinterpretAsFloats();
        return relu.compare(VectorOperators.LT, limit);
    }

    /** 0 if FitReLU is the ReLU for every element, else 1; see {@link #below}. */
    static long closed(FloatVector relu, FloatVector bound, FloatVector margin) {
        return below(relu, bound, margin).allTrue() ? 0 : 1;
    }
}
