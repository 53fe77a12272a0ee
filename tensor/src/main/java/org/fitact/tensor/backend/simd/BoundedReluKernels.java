package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.FIRST;
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

    /** 2^−f for |f| ≤ ½ within 10^−7 of itself, as a polynomial that is 1 at 0. */
    private static final float P1 = -0x1.62e42ap-1f;

    private static final float P2 = 0x1.ebf9bcp-3f;
    private static final float P3 = -0x1.c6b752p-5f;
    private static final float P4 = 0x1.3cea88p-7f;
    private static final float P5 = -0x1.5bba14p-10f;

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
        FloatVector least = leastNear(kappa);
        NearBounds near = NearBounds.ofThread();
        float[] distances = near.distances();
        int[] places = near.places();
        int whole = F.loopBound(n);
        for (int from = 0; from < whole; from += NearBounds.VECTORS * L) {
            int end = Math.min(whole, from + NearBounds.VECTORS * L);
            int listed = 0;
            for (int i = from; i < end; i += L) {
                listed =
                        reluAndList(load(x, xo + i), load(bounds, bo + i), least, y, yo + i, distances, places, listed);
            }
            gate(kappa, y, distances, places, listed);
        }
        if (whole < n) {
            smoothRest(kappa, x, xo + whole, bounds, bo + whole, y, yo + whole, n - whole);
        }
    }

    /** Less than a vector, as a vector. */
    private static void smoothRest(float kappa, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
        VectorMask<Float> rest = tail(0, n);
        float[] value = new float[L];
        FloatVector relu = relu(load(x, xo, rest));
        relu.intoArray(value, 0);
        NearBounds near = NearBounds.ofThread();
        relu.sub(load(bounds, bo, rest)).intoArray(near.distances(), FIRST);
        near.places()[0] = 0;
        gate(kappa, value, near.distances(), near.places(), 1);
        load(value, 0).intoArray(y, yo, rest);
    }

    /** The least x − λ at which the gate is not 1 as a float. */
    static FloatVector leastNear(float kappa) {
        return broadcast(-OPEN / kappa);
    }

    /**
     * Writes the ReLU of a vector. So far below its bound that the gate rounds to 1 that is FitReLU, to the bit, and so it is
     * where it is 0: a neuron that never fires, whose bound is 0, costs nothing. If another value is among them, NaN too, the
     * vector is listed for {@link #gate}. The list is written in any case, as a branch here could not be foretold.
     *
     * @param least see {@link #leastNear}
     * @param n vectors in the list so far
     * @return vectors in the list then
     */
    static int reluAndList(
            FloatVector x,
            FloatVector bound,
            FloatVector least,
            float[] y,
            int to,
            float[] distances,
            int[] places,
            int n) {
        VectorMask<Float> off = x.compare(VectorOperators.LE, 0);
        FloatVector relu = x.blend(0, off);
        FloatVector distance = relu.sub(bound);
        relu.intoArray(y, to);
        distance.intoArray(distances, FIRST + n * L);
        places[n] = to;
        return n + (off.or(distance.compare(VectorOperators.LT, least)).allTrue() ? 0 : 1);
    }

    /**
     * {@code x·σ(κ(λ − x))} of what a ReLU left. With {@code t = κ·log₂e·(x − λ)} and {@code e = 2^−|t|} that is
     * {@code x/(1 + e)}, and above the bound {@code x·e/(1 + e)}. Where e is below half the distance from 1 to the next
     * float the result is x, to the bit.
     *
     * <p>All of it is written with the JDK's own methods: behind so many others a helper of ours would not be inlined, and
     * every vector that passes through it would become an object.
     *
     * @param y holds the ReLU's vectors; modified
     * @param distances x − λ of the vectors, one behind the other
     * @param places where each of them is in y
     * @param n vectors
     */
    static void gate(float kappa, float[] y, float[] distances, int[] places, int n) {
        float slope = kappa * Functions.LOG2_E;
        float shut = Math.min(SHUT / slope, Float.MAX_VALUE);
        for (int k = 0; k < n; k++) {
            FloatVector v = FloatVector.fromArray(F, y, places[k]);
            FloatVector distance = FloatVector.fromArray(F, distances, FIRST + k * L);
            // As integers, floats above 0 are in order, and NaN is greater than all of them.
            FloatVector size = distance.abs()
                    .reinterpretAsInts()
                    .min(Float.floatToRawIntBits(shut))
                    .reinterpretAsFloats();
            FloatVector steepness = FloatVector.broadcast(F, slope);
            FloatVector shifted = size.fma(steepness, FloatVector.broadcast(F, Functions.ROUNDER));
            FloatVector f = size.fma(
                    steepness, FloatVector.broadcast(F, Functions.ROUNDER).sub(shifted));
            FloatVector square = f.mul(f);
            FloatVector high = f.fma(FloatVector.broadcast(F, P5), FloatVector.broadcast(F, P4));
            FloatVector middle = f.fma(FloatVector.broadcast(F, P3), FloatVector.broadcast(F, P2));
            FloatVector low = f.fma(FloatVector.broadcast(F, P1), FloatVector.broadcast(F, 1));
            FloatVector p = high.fma(square, middle).fma(square, low);
            FloatVector power = IntVector.broadcast(I, Functions.ROUNDER_BITS + 127)
                    .sub(shifted.reinterpretAsInts())
                    .lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector e = p.mul(power);
            FloatVector divisor = p.fma(power, FloatVector.broadcast(F, 1));
            // Not a product with e that is then left out: far below the bound that would be a subnormal number, which
            // costs a processor more than all the rest.
            VectorMask<Float> above = distance.compare(VectorOperators.GT, 0);
            FloatVector numerator = v.mul(FloatVector.broadcast(F, 1).blend(e, above));
            VectorMask<Float> open = distance.compare(VectorOperators.LT, shut);
            FloatVector.broadcast(F, 0).blend(numerator.div(divisor), open).intoArray(y, places[k]);
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
}
