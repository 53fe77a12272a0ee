package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Batch normalisation of one row, from an offset on; the other arrays hold one element for each column. */
final class BatchNormKernels {

    private BatchNormKernels() {}

    /** {@code y = (x − mean)·factor + beta} for some rows of n elements, one behind the other. */
    static void normalise(float[] x, float[] y, int from, int rows, float[] mean, float[] factor, float[] beta, int n) {
        for (int at = from; at < from + rows * n; at += n) {
            normaliseRow(x, y, at, mean, factor, beta, n);
        }
    }

    private static void normaliseRow(float[] x, float[] y, int at, float[] mean, float[] factor, float[] beta, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector centred = load(x, at + i).sub(load(mean, i));
            centred.fma(load(factor, i), load(beta, i)).intoArray(y, at + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector centred = load(x, at + i, rest).sub(load(mean, i, rest));
            centred.fma(load(factor, i, rest), load(beta, i, rest)).intoArray(y, at + i, rest);
        }
    }

    /**
     * The coefficients of the gradient.
     *
     * @param factor {@code gamma·invStd}
     * @param shift {@code gbeta/n}
     * @param slope {@code invStd·ggamma/n}
     */
    record Columns(float[] mean, float[] factor, float[] shift, float[] slope) {}

    /** {@code gx = factor·(gy − shift − (x − mean)·slope)} for some rows of n elements, one behind the other. */
    static void gradient(float[] x, float[] gy, float[] gx, int from, int rows, Columns columns, int n) {
        for (int at = from; at < from + rows * n; at += n) {
            gradientOfRow(x, gy, gx, at, columns, n);
        }
    }

    private static void gradientOfRow(float[] x, float[] gy, float[] gx, int at, Columns columns, int n) {
        float[] mean = columns.mean;
        float[] factor = columns.factor;
        float[] shift = columns.shift;
        float[] slope = columns.slope;
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector centred = load(mean, i).sub(load(x, at + i));
            FloatVector rest = load(gy, at + i).sub(load(shift, i));
            centred.fma(load(slope, i), rest).mul(load(factor, i)).intoArray(gx, at + i);
        }
        if (i < n) {
            VectorMask<Float> mask = tail(i, n);
            FloatVector centred = load(mean, i, mask).sub(load(x, at + i, mask));
            FloatVector rest = load(gy, at + i, mask).sub(load(shift, i, mask));
            centred.fma(load(slope, i, mask), rest).mul(load(factor, i, mask)).intoArray(gx, at + i, mask);
        }
    }
}
