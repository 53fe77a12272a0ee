package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.BoundedRelu;

/** The bounded ReLU of n elements and their n bounds, from given offsets on; {@link BoundedRelu} has the formulas. */
public final class BoundedReluKernels {

    /** From here on {@code σ(z) = 1/(1 + e^−z)} is 1 as a float: {@code e^−z} is less than half the distance from 1 to the next one. */
    static final float OPEN = 17.4f;

    /** From a gate of 2^−100 on FitReLU is taken to be 0; x times so small a gate would soon have too few bits. */
    private static final float SHUT = 100;

    /** 2^f for |f| ≤ ½ within 10^−7 of itself, as a polynomial that is 1 at 0. */
    private static final float P1 = 0x1.62e42ap-1f;

    private static final float P2 = 0x1.ebf9bcp-3f;
    private static final float P3 = 0x1.c6b752p-5f;
    private static final float P4 = 0x1.3cea88p-7f;
    private static final float P5 = 0x1.5bba14p-10f;

    private BoundedReluKernels() {}

    /** {@code y[i] = boundedRelu(x[i], bounds[i])}; y may be x. */
    public static void forward(BoundedRelu shape, float[] x, int xo, float[] bounds, int bo, float[] y, int yo, int n) {
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
        int whole = F.loopBound(n);
        for (int from = 0; from < whole; from += NearBounds.VECTORS * L) {
            int vectors = Math.min(NearBounds.VECTORS, (whole - from) / L);
            near.begin(vectors);
            long marked = 0;
            for (int k = 0; k < vectors; k++) {
                int i = from + k * L;
                marked |= (long) reluAndMark(load(x, xo + i), load(bounds, bo + i), least, y, yo + i) << k;
            }
            near.end(vectors, marked, y, yo + from, bounds, bo + from, kappa);
        }
        near.gate();
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
        gate(kappa, value, new int[1], bound, new int[1], 0, 1);
        load(value, 0).intoArray(y, yo, rest);
    }

    /** The least x − λ at which the gate is not 1 as a float. */
    public static FloatVector leastNear(float kappa) {
        return broadcast(-OPEN / kappa);
    }

    /**
     * Writes the ReLU of a vector. So far below its bound that the gate rounds to 1 that is FitReLU, to the bit, and so it is
     * where it is 0: a neuron that never fires, whose bound is 0, costs nothing. If another value is among them, NaN too, the
     * vector is to be marked for {@link #gate}.
     *
     * @param least see {@link #leastNear}
     * @return 1 if the vector is to be marked, else 0
     */
    public static int reluAndMark(FloatVector x, FloatVector bound, FloatVector least, float[] y, int to) {
        VectorMask<Float> off = x.compare(VectorOperators.LE, 0);
        FloatVector relu = x.blend(0, off);
        // Before the store: a mask that lives on over the check of an index is kept as a vector of booleans too.
        boolean isRelu =
                off.or(relu.sub(bound).compare(VectorOperators.LT, least)).allTrue();
        relu.intoArray(y, to);
        return isRelu ? 0 : 1;
    }

    /**
     * {@code x·σ(κ(λ − x))} of what a ReLU left. With {@code t = κ·log₂e·(x − λ)} that is {@code x/(1 + 2^t)}. Where 2^t is
     * below half the distance from 1 to the next float the result is x, to the bit.
     *
     * <p>All of it is written with the JDK's own methods: behind so many others a helper of ours would not be inlined, and
     * every vector that passes through it would become an object.
     *
     * @param y holds the ReLU's vectors; modified
     * @param places where they are in y, by groups as in {@link NearBounds}
     * @param boundsAt where their bounds are, by groups
     * @param firstGroup group of the vectors 0 to 3
     * @param marked the vectors that get a gate, as bits
     */
    static void gate(
            float kappa, float[] y, int[] places, float[] bounds, int[] boundsAt, int firstGroup, long marked) {
        float slope = kappa * Functions.LOG2_E;
        float shut = Math.min(SHUT / slope, Float.MAX_VALUE);
        for (long rest = marked; rest != 0; rest &= rest - 1) {
            int k = Long.numberOfTrailingZeros(rest);
            int group = firstGroup + k / NearBounds.GROUP;
            int inGroup = k % NearBounds.GROUP * L;
            int place = places[group] + inGroup;
            FloatVector v = FloatVector.fromArray(F, y, place);
            FloatVector distance = v.sub(FloatVector.fromArray(F, bounds, boundsAt[group] + inGroup));
            VectorMask<Float> open = distance.compare(VectorOperators.LT, shut);
            // As unsigned integers, floats below 0 are greater than those above, and in order of their size.
            FloatVector d = distance.reinterpretAsInts()
                    .lanewise(VectorOperators.UMIN, Float.floatToRawIntBits(-shut))
                    .reinterpretAsFloats();
            FloatVector steepness = FloatVector.broadcast(F, slope);
            FloatVector rounder = FloatVector.broadcast(F, Functions.ROUNDER);
            FloatVector shifted = d.fma(steepness, rounder);
            FloatVector f = d.fma(steepness, rounder.sub(shifted));
            // By pairs of terms: so many gates wait for each other's results that a shorter chain counts more than a
            // product.
            FloatVector f2 = f.mul(f);
            FloatVector low = f.fma(FloatVector.broadcast(F, P1), FloatVector.broadcast(F, 1));
            FloatVector middle = f.fma(FloatVector.broadcast(F, P3), FloatVector.broadcast(F, P2));
            FloatVector high = f.fma(FloatVector.broadcast(F, P5), FloatVector.broadcast(F, P4));
            FloatVector p = f2.fma(f2.fma(high, middle), low);
            // 2^t = 2^f · 2^n. The low bits of what was rounded are n; they are added to the exponent of 2^f. Far above
            // the bound that overflows into anything, but there the gate is shut.
            FloatVector u = shifted.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(p.reinterpretAsInts())
                    .reinterpretAsFloats()
                    .add(1);
            FloatVector result = v.div(u);
            FloatVector.broadcast(F, 0).blend(result, open).intoArray(y, place);
        }
    }

    /**
     * Offset of the bounds of what lies {@code distance} behind elements whose bounds are known: mostly an addition.
     *
     * @param image length of all bounds, where elements have those of their place in their image; 0 where rows share them
     */
    public static int next(int bound, int distance, int image) {
        if (image == 0) {
            return bound;
        }
        int next = bound + distance;
        return next >= 0 && next < image ? next : Math.floorMod(next, image);
    }

    /**
     * x where {@code 0 < x ≤ bound}, else 0. What is not above the bound, or not a number, goes first; then a maximum of
     * integers, in whose order floats below 0 and −0 stand below 0, takes one step where a second comparison takes two.
     */
    public static FloatVector zero(FloatVector x, FloatVector bound) {
        return broadcast(0)
                .blend(x, x.compare(VectorOperators.LE, bound))
                .reinterpretAsInts()
                .max(0)
                .reinterpretAsFloats();
    }

    /** {@code 0 < x ≤ bound}; false if either is NaN. */
    static VectorMask<Float> inside(FloatVector x, FloatVector bound) {
        return x.compare(VectorOperators.GT, 0).and(x.compare(VectorOperators.LE, bound));
    }

    public static FloatVector saturate(FloatVector x, FloatVector bound) {
        VectorMask<Float> open = x.compare(VectorOperators.GT, 0).and(bound.compare(VectorOperators.GT, 0));
        return broadcast(0).blend(x.blend(bound, x.compare(VectorOperators.GT, bound)), open);
    }

    /** {@code max(x, 0)}, NaN for NaN: by a comparison, which takes a third of what the machine needs for Java's maximum. */
    public static FloatVector relu(FloatVector x) {
        return x.blend(0, x.compare(VectorOperators.LE, 0));
    }
}
