package org.fitact.tensor.backend.simd.attention;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The steps of a group norm, each for n elements from given offsets on. */
final class GroupNormKernels {

    private GroupNormKernels() {}

    /** {@code sums += (x − mean)²}, one mean for all. */
    static void addSquares(float[] x, int xo, float mean, float[] sums, int so, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector d = load(x, xo + i).sub(mean);
            d.fma(d, load(sums, so + i)).intoArray(sums, so + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector d = load(x, xo + i, rest).sub(mean);
            d.fma(d, load(sums, so + i, rest)).intoArray(sums, so + i, rest);
        }
    }

    /** {@code sums += (x − means)²}, each element with a mean of its own. */
    static void addSquares(float[] x, int xo, float[] means, int mo, float[] sums, int so, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector d = load(x, xo + i).sub(load(means, mo + i));
            d.fma(d, load(sums, so + i)).intoArray(sums, so + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector d = load(x, xo + i, rest).sub(load(means, mo + i, rest));
            d.fma(d, load(sums, so + i, rest)).intoArray(sums, so + i, rest);
        }
    }

    /** {@code y = (x − mean)·invStd·gamma + beta}, one mean for all, gamma and beta from their beginning on. */
    static void normalise(
            float[] x, int xo, float mean, float invStd, float[] gamma, float[] beta, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i)
                    .sub(mean)
                    .mul(invStd)
                    .fma(load(gamma, i), load(beta, i))
                    .intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest)
                    .sub(mean)
                    .mul(invStd)
                    .fma(load(gamma, i, rest), load(beta, i, rest))
                    .intoArray(y, yo + i, rest);
        }
    }

    /** {@code y = (x − means)·scales + beta}, each element with numbers of its own. */
    static void normalise(float[] x, int xo, float[] means, float[] scales, float[] beta, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i)
                    .sub(load(means, i))
                    .fma(load(scales, i), load(beta, i))
                    .intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest)
                    .sub(load(means, i, rest))
                    .fma(load(scales, i, rest), load(beta, i, rest))
                    .intoArray(y, yo + i, rest);
        }
    }
}
