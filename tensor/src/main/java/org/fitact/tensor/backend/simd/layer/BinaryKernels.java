package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.simd.run.Lanes;

/** {@code y[i] = op(a[i], b[i])} for n elements from given offsets on; y may be a or b. */
public final class BinaryKernels {

    private BinaryKernels() {}

    public static void apply(BinaryOp op, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        switch (op) {
            case ADD -> add(a, ao, b, bo, y, yo, n);
            case SUBTRACT -> subtract(a, ao, b, bo, y, yo, n);
            case MULTIPLY -> multiply(a, ao, b, bo, y, yo, n);
            case DIVIDE -> divide(a, ao, b, bo, y, yo, n);
            case MAXIMUM -> maximum(a, ao, b, bo, y, yo, n);
            case MINIMUM -> minimum(a, ao, b, bo, y, yo, n);
            case POWER -> power(a, ao, b, bo, y, yo, n);
        }
    }

    /** Scalar and the same on every machine; no network spends time here. */
    private static void power(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Functions.power(a[ao + i], b[bo + i]);
        }
    }

    public static void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(a, ao + i).add(load(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(a, ao + i, rest).add(load(b, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(a, ao + i).sub(load(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(a, ao + i, rest).sub(load(b, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(a, ao + i).mul(load(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(a, ao + i, rest).mul(load(b, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(a, ao + i).div(load(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(a, ao + i, rest).div(load(b, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void maximum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(a, ao + i).max(load(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(a, ao + i, rest).max(load(b, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void minimum(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(a, ao + i).min(load(b, bo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(a, ao + i, rest).min(load(b, bo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    /** {@code y[i] ← y[i] + alpha·x[i]}, rounded once. */
    static void axpy(float alpha, float[] x, float[] y, int from, int n) {
        FloatVector factor = Lanes.broadcast(alpha);
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, from + i).fma(factor, load(y, from + i)).intoArray(y, from + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, from + i, rest).fma(factor, load(y, from + i, rest)).intoArray(y, from + i, rest);
        }
    }
}
