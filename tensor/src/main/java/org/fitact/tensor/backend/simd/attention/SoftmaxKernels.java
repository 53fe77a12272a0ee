package org.fitact.tensor.backend.simd.attention;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.simd.layer.Functions;

/** The steps of a softmax over neighbours, each for n elements from given offsets on. */
final class SoftmaxKernels {

    private SoftmaxKernels() {}

    /** The largest element; NaN if one is NaN. */
    static float largest(float[] x, int xo, int n) {
        FloatVector best = broadcast(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            best = best.max(load(x, xo + i));
        }
        float largest = best.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            largest = Math.max(largest, x[xo + i]);
        }
        return largest;
    }

    /** {@code y = e^(x − shift)}. */
    static void exponentials(float[] x, int xo, float shift, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            Functions.exp(load(x, xo + i).sub(shift)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            Functions.exp(load(x, xo + i, rest).sub(shift)).intoArray(y, yo + i, rest);
        }
    }

    /** {@code y = e^(x − shifts)}, each element with a shift of its own. */
    static void exponentials(float[] x, int xo, float[] shifts, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            Functions.exp(load(x, xo + i).sub(load(shifts, i))).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            Functions.exp(load(x, xo + i, rest).sub(load(shifts, i, rest))).intoArray(y, yo + i, rest);
        }
    }

    /** {@code y ← y / divisor}. */
    static void divide(float divisor, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(y, yo + i).div(divisor).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(y, yo + i, rest).div(divisor).intoArray(y, yo + i, rest);
        }
    }

    /** {@code y = (x − largest) − logSum}, in this order, as each difference is near exact. */
    static void shifted(float[] x, int xo, float largest, float logSum, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i).sub(largest).sub(logSum).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest).sub(largest).sub(logSum).intoArray(y, yo + i, rest);
        }
    }
}
