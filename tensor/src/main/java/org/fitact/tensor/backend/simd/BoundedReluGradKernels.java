package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.BoundedReluKernels.inside;
import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.Lanes.load;
import static org.fitact.tensor.backend.simd.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.BoundedRelu.Policy;

/** The gradients of the bounded ReLU; a derivative of 0 gives 0 whatever comes from above. */
final class BoundedReluGradKernels {

    /** Keeps κ·x in the range of a float where a fault has made x or λ as large as floats can be. */
    static final float SCALE = 0x1p-8f;

    /**
     * Where κ(λ − x) is larger, {@code 1 − s} is below 1e−17: the gate is taken for open, the derivative by x for that of the
     * ReLU and the one by λ for 0, whole vectors at a time and without an exponential.
     */
    private static final float FLAT = 40;

    private BoundedReluGradKernels() {}

    /** {@code gx[i] = gy[i]·∂y/∂x} for n elements from an offset on, and their n bounds. */
    static void byInput(BoundedRelu shape, float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        if (shape.policy() == Policy.SMOOTH) {
            smoothByInput(shape.kappa(), x, gy, gx, from, bounds, bo, n);
        } else {
            hardByInput(x, gy, gx, from, bounds, bo, n);
        }
    }

    private static void hardByInput(float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            VectorMask<Float> inside = inside(load(x, from + i), load(bounds, bo + i));
            broadcast(0).blend(load(gy, from + i), inside).intoArray(gx, from + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            VectorMask<Float> inside = inside(load(x, from + i, rest), load(bounds, bo + i, rest));
            broadcast(0).blend(load(gy, from + i, rest), inside).intoArray(gx, from + i, rest);
        }
    }

    private static void smoothByInput(
            float kappa, float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        FloatVector margin = broadcast(FLAT / kappa);
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector input = load(x, from + i);
            FloatVector bound = load(bounds, bo + i);
            FloatVector upstream = load(gy, from + i);
            if (isFlat(input, bound, margin)) {
                broadcast(0)
                        .blend(upstream, input.compare(VectorOperators.GT, 0))
                        .intoArray(gx, from + i);
            } else {
                gatedByInput(kappa, x, gy, gx, from + i, bounds, bo + i);
            }
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector slope = slopeByInput(kappa, load(x, from + i, rest), load(bounds, bo + i, rest));
            scaled(load(gy, from + i, rest), slope).mul(1 / SCALE).intoArray(gx, from + i, rest);
        }
    }

    /**
     * Whether every element is at most 0, or below its bound by the margin. NaN is not, nor is +∞, which no bound lets pass.
     * As integers, floats above 0 are in order and all others are less than 1.
     */
    private static boolean isFlat(FloatVector x, FloatVector bound, FloatVector margin) {
        FloatVector limit = bound.sub(margin).reinterpretAsInts().max(1).reinterpretAsFloats();
        return x.compare(VectorOperators.LT, limit).allTrue();
    }

    /** One vector. A method on arrays, so that it is compiled for itself and no vector becomes an object. */
    private static void gatedByInput(float kappa, float[] x, float[] gy, float[] gx, int i, float[] bounds, int bo) {
        FloatVector slope = slopeByInput(kappa, load(x, i), load(bounds, bo));
        scaled(load(gy, i), slope).mul(1 / SCALE).intoArray(gx, i);
    }

    /**
     * {@code sums[i] ← sums[i] + gy[i]·∂y/∂λ} for n elements from an offset on, and their n bounds; for the smooth policy
     * {@link #SCALE} times that, so that huge terms of opposite signs cancel instead of becoming ∞ − ∞.
     */
    static void byBound(
            BoundedRelu shape, float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        switch (shape.policy()) {
            case ZERO -> {} // the bound is a step: its derivative is 0 almost everywhere
            case SATURATE -> saturateByBound(x, gy, from, bounds, bo, sums, so, n);
            case SMOOTH -> smoothByBound(shape.kappa(), x, gy, from, bounds, bo, sums, so, n);
        }
    }

    private static void saturateByBound(
            float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector slope = slopeOfSaturation(load(x, from + i, rest), load(bounds, bo + i, rest));
            load(sums, so + i, rest)
                    .add(scaled(load(gy, from + i, rest), slope))
                    .intoArray(sums, so + i, rest);
        }
    }

    private static void smoothByBound(
            float kappa, float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        FloatVector margin = broadcast(FLAT / kappa);
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> rest = tail(i, n);
            if (!isFlat(load(x, from + i, rest), load(bounds, bo + i, rest), margin)) {
                addGatedByBound(kappa, x, gy, from + i, bounds, bo + i, sums, so + i, n - i);
            }
        }
    }

    /** One vector, or the n elements that are left of one. */
    private static void addGatedByBound(
            float kappa, float[] x, float[] gy, int i, float[] bounds, int bo, float[] sums, int so, int n) {
        VectorMask<Float> rest = tail(0, n);
        FloatVector input = load(x, i, rest);
        FloatVector steepness = steepness(kappa, input, load(bounds, bo, rest));
        FloatVector slope = scaled(load(gy, i, rest), steepness);
        FloatVector term = slope.mul(input.mul(SCALE)).blend(0, slope.compare(VectorOperators.EQ, 0));
        load(sums, so, rest).add(term).intoArray(sums, so, rest);
    }

    private static FloatVector scaled(FloatVector upstream, FloatVector slope) {
        return upstream.mul(slope).blend(0, slope.compare(VectorOperators.EQ, 0));
    }

    private static FloatVector slopeOfSaturation(FloatVector x, FloatVector bound) {
        VectorMask<Float> above = bound.compare(VectorOperators.GT, 0).and(x.compare(VectorOperators.GT, bound));
        return broadcast(0).blend(1, above);
    }

    /** {@code SCALE·∂y/∂x}, SCALE times {@code s − κ·x·s·(1−s)}; 0 where the gate is shut. */
    private static FloatVector slopeByInput(float kappa, FloatVector x, FloatVector bound) {
        FloatVector z = x.sub(bound).mul(kappa);
        FloatVector e = Functions.expWithin(z);
        FloatVector s = broadcast(1).div(e.add(1));
        FloatVector slope = s.mul(SCALE).sub(s.mul(rest(e, s, z)).mul(kappa).mul(x.mul(SCALE)));
        return broadcast(0).blend(slope, open(x, z));
    }

    /** {@code κ·s·(1 − s)}; 0 where the gate is shut. */
    private static FloatVector steepness(float kappa, FloatVector x, FloatVector bound) {
        FloatVector z = x.sub(bound).mul(kappa);
        FloatVector e = Functions.expWithin(z);
        FloatVector s = broadcast(1).div(e.add(1));
        return broadcast(0).blend(s.mul(rest(e, s, z)).mul(kappa), open(x, z));
    }

    /** {@code 1 − s = e^z/(1 + e^z)}, which does not cancel, with {@code z = κ(x − λ)}. */
    private static FloatVector rest(FloatVector e, FloatVector s, FloatVector z) {
        return e.mul(s).blend(0, z.compare(VectorOperators.LE, -Functions.WITHIN));
    }

    /** {@code x > 0} and the gate not shut so far that its product with x would be below all floats; false for NaN. */
    private static VectorMask<Float> open(FloatVector x, FloatVector z) {
        return x.compare(VectorOperators.GT, 0).and(z.compare(VectorOperators.LT, Functions.WITHIN));
    }
}
