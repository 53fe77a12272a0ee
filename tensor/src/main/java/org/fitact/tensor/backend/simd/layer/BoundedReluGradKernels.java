package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.layer.BoundedReluKernels.inside;
import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

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

    /** {@code gx[i] = gy[i]·∂y/∂x} for n elements from an offset on, and their n bounds; gx may be gy. */
    static void byInput(BoundedRelu shape, float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        int whole = F.loopBound(n);
        wholeByInput(shape, x, gy, gx, from, bounds, bo, whole);
        if (whole < n) {
            float[] result = new float[L];
            wholeByInput(
                    shape,
                    vector(x, from + whole, n - whole),
                    vector(gy, from + whole, n - whole),
                    result,
                    0,
                    vector(bounds, bo + whole, n - whole),
                    0,
                    L);
            System.arraycopy(result, 0, gx, from + whole, n - whole);
        }
    }

    /** Less than a vector, filled up by zeros: these have a derivative of 0, and no mask is carried through the loops. */
    private static float[] vector(float[] values, int from, int n) {
        float[] vector = new float[L];
        System.arraycopy(values, from, vector, 0, n);
        return vector;
    }

    private static void wholeByInput(
            BoundedRelu shape, float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        if (shape.policy() == Policy.SMOOTH) {
            smoothByInput(shape.kappa(), x, gy, gx, from, bounds, bo, n);
        } else {
            hardByInput(x, gy, gx, from, bounds, bo, n);
        }
    }

    private static void hardByInput(float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> inside = inside(load(x, from + i), load(bounds, bo + i));
            broadcast(0).blend(load(gy, from + i), inside).intoArray(gx, from + i);
        }
    }

    private static void smoothByInput(
            float kappa, float[] x, float[] gy, float[] gx, int from, float[] bounds, int bo, int n) {
        FloatVector margin = broadcast(FLAT / kappa);
        for (int i = 0; i < n; i += L) {
            FloatVector input = load(x, from + i);
            if (isFlat(input, load(bounds, bo + i), margin)) {
                FloatVector upstream = load(gy, from + i);
                broadcast(0)
                        .blend(upstream, input.compare(VectorOperators.GT, 0))
                        .intoArray(gx, from + i);
            } else {
                gatedByInput(kappa, x, gy, gx, from + i, bounds, bo + i);
            }
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

    /**
     * One vector: with {@code z = κ(x − λ)} and {@code s = 1/(1 + e^z)}, the slope is {@code s − κ·x·s·(1 − s)}, SCALE times
     * that on the way, and 0 where the gate is shut.
     *
     * <p>A method on arrays, compiled for itself, and behind the exponential with the JDK's own methods only: behind so much
     * code a helper of ours is no longer inlined, and then every vector is an object, which takes a hundred times as long.
     */
    private static void gatedByInput(float kappa, float[] x, float[] gy, float[] gx, int i, float[] bounds, int bo) {
        FloatVector input = FloatVector.fromArray(F, x, i);
        FloatVector z = input.sub(FloatVector.fromArray(F, bounds, bo)).mul(kappa);
        FloatVector e = Functions.expWithin(z);
        FloatVector s = FloatVector.broadcast(F, 1).div(e.add(1));
        // 1 − s = e^z/(1 + e^z), which does not cancel.
        FloatVector rest = e.mul(s).blend(0, z.compare(VectorOperators.LE, -Functions.WITHIN));
        FloatVector slope = s.mul(SCALE).sub(s.mul(rest).mul(kappa).mul(input.mul(SCALE)));
        FloatVector product = FloatVector.fromArray(F, gy, i).mul(slope).mul(1 / SCALE);
        VectorMask<Float> sloped = input.compare(VectorOperators.GT, 0)
                .and(z.compare(VectorOperators.LT, Functions.WITHIN))
                .and(slope.compare(VectorOperators.NE, 0));
        FloatVector.broadcast(F, 0).blend(product, sloped).intoArray(gx, i);
    }

    /**
     * {@code sums[i] ← sums[i] + gy[i]·∂y/∂λ} for n elements from an offset on, and their n bounds; for the smooth policy
     * {@link #SCALE} times that, so that huge terms of opposite signs cancel instead of becoming ∞ − ∞.
     */
    static void byBound(
            BoundedRelu shape, float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        if (shape.policy() == Policy.ZERO) {
            return; // the bound is a step: its derivative is 0 almost everywhere
        }
        int whole = F.loopBound(n);
        wholeByBound(shape, x, gy, from, bounds, bo, sums, so, whole);
        if (whole < n) {
            float[] result = vector(sums, so + whole, n - whole);
            wholeByBound(
                    shape,
                    vector(x, from + whole, n - whole),
                    vector(gy, from + whole, n - whole),
                    0,
                    vector(bounds, bo + whole, n - whole),
                    0,
                    result,
                    0,
                    L);
            System.arraycopy(result, 0, sums, so + whole, n - whole);
        }
    }

    private static void wholeByBound(
            BoundedRelu shape, float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        if (shape.policy() == Policy.SMOOTH) {
            smoothByBound(shape.kappa(), x, gy, from, bounds, bo, sums, so, n);
        } else {
            saturateByBound(x, gy, from, bounds, bo, sums, so, n);
        }
    }

    /** The derivative is 1 above a bound that is above 0, else 0. */
    private static void saturateByBound(
            float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector bound = load(bounds, bo + i);
            FloatVector sum = load(sums, so + i);
            FloatVector upstream = load(gy, from + i);
            VectorMask<Float> above =
                    load(x, from + i).compare(VectorOperators.GT, bound).and(bound.compare(VectorOperators.GT, 0));
            sum.add(broadcast(0).blend(upstream, above)).intoArray(sums, so + i);
        }
    }

    private static void smoothByBound(
            float kappa, float[] x, float[] gy, int from, float[] bounds, int bo, float[] sums, int so, int n) {
        FloatVector margin = broadcast(FLAT / kappa);
        for (int i = 0; i < n; i += L) {
            if (!isFlat(load(x, from + i), load(bounds, bo + i), margin)) {
                addGatedByBound(kappa, x, gy, from + i, bounds, bo + i, sums, so + i);
            }
        }
    }

    /** One vector, as {@link #gatedByInput}: the slope is {@code κ·x·s·(1 − s)}. */
    private static void addGatedByBound(
            float kappa, float[] x, float[] gy, int i, float[] bounds, int bo, float[] sums, int so) {
        FloatVector input = FloatVector.fromArray(F, x, i);
        FloatVector z = input.sub(FloatVector.fromArray(F, bounds, bo)).mul(kappa);
        FloatVector e = Functions.expWithin(z);
        FloatVector s = FloatVector.broadcast(F, 1).div(e.add(1));
        FloatVector rest = e.mul(s).blend(0, z.compare(VectorOperators.LE, -Functions.WITHIN));
        FloatVector steepness = s.mul(rest).mul(kappa);
        // The order of the products keeps them in range: the upstream gradient first, and x scaled down.
        FloatVector half = FloatVector.fromArray(F, gy, i).mul(steepness);
        FloatVector term = half.mul(input.mul(SCALE));
        VectorMask<Float> sloped = input.compare(VectorOperators.GT, 0)
                .and(z.compare(VectorOperators.LT, Functions.WITHIN))
                .and(steepness.compare(VectorOperators.NE, 0))
                .and(half.compare(VectorOperators.NE, 0));
        FloatVector sum = FloatVector.fromArray(F, sums, so);
        sum.add(FloatVector.broadcast(F, 0).blend(term, sloped)).intoArray(sums, so);
    }
}
