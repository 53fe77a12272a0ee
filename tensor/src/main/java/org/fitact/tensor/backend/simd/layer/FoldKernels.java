package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.BinaryOp;

/** What one row adds to the sums of {@link ColumnSums}: {@code sums[so + i] += term(x[xo + i])} for n elements; so do maxima, minima
 * and products. */
public final class FoldKernels {

    private FoldKernels() {}

    public static void sum(float[] x, int xo, float[] sums, int so, int n) {
        BinaryKernels.add(sums, so, x, xo, sums, so, n);
    }

    static void squares(float[] x, int xo, float[] sums, int so, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, xo + i);
            v.fma(v, load(sums, so + i)).intoArray(sums, so + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector v = load(x, xo + i, rest);
            v.fma(v, load(sums, so + i, rest)).intoArray(sums, so + i, rest);
        }
    }

    static void products(float[] x, int xo, float[] sums, int so, int n) {
        BinaryKernels.apply(BinaryOp.MULTIPLY, sums, so, x, xo, sums, so, n);
    }

    /** The smaller of both; NaN takes no part. */
    static void smallest(float[] x, int xo, float[] sums, int so, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector best = load(sums, so + i);
            best.blend(v, v.compare(VectorOperators.LT, best)).intoArray(sums, so + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector v = load(x, xo + i, rest);
            FloatVector best = load(sums, so + i, rest);
            best.blend(v, v.compare(VectorOperators.LT, best)).intoArray(sums, so + i, rest);
        }
    }

    /** The larger of both; NaN takes no part. */
    static void largest(float[] x, int xo, float[] sums, int so, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, xo + i);
            FloatVector best = load(sums, so + i);
            best.blend(v, v.compare(VectorOperators.GT, best)).intoArray(sums, so + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector v = load(x, xo + i, rest);
            FloatVector best = load(sums, so + i, rest);
            best.blend(v, v.compare(VectorOperators.GT, best)).intoArray(sums, so + i, rest);
        }
    }
}
