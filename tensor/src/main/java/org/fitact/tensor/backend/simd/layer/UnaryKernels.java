package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.simd.run.Lanes;

/** {@code y[i] = op(x[i])} for n elements from given offsets on; y may be x. */
public final class UnaryKernels {

    private UnaryKernels() {}

    public static void apply(UnaryOp op, float[] x, int xo, float[] y, int yo, int n) {
        switch (op) {
            case UnaryOp.Relu() -> relu(x, xo, y, yo, n);
            case UnaryOp.Tanh() -> tanh(x, xo, y, yo, n);
            case UnaryOp.Sigmoid() -> sigmoid(x, xo, y, yo, n);
            case UnaryOp.Exp() -> exp(x, xo, y, yo, n);
            case UnaryOp.Log() -> log(x, xo, y, yo, n);
            case UnaryOp.Sqrt() -> sqrt(x, xo, y, yo, n);
            case UnaryOp.Square() -> BinaryKernels.apply(BinaryOp.MULTIPLY, x, xo, x, xo, y, yo, n);
            case UnaryOp.Abs() -> abs(x, xo, y, yo, n);
            case UnaryOp.Affine(float scale, float shift) -> affine(scale, shift, x, xo, y, yo, n);
        }
    }

    private static void relu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i).max(0).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest).max(0).intoArray(y, yo + i, rest);
        }
    }

    private static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            Functions.tanh(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            Functions.tanh(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            Functions.sigmoid(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            Functions.sigmoid(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void exp(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            Functions.exp(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            Functions.exp(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void sqrt(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i).sqrt().intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest).sqrt().intoArray(y, yo + i, rest);
        }
    }

    private static void abs(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i).abs().intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest).abs().intoArray(y, yo + i, rest);
        }
    }

    private static void affine(float scale, float shift, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector factor = Lanes.broadcast(scale);
        FloatVector summand = Lanes.broadcast(shift);
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i).fma(factor, summand).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest).fma(factor, summand).intoArray(y, yo + i, rest);
        }
    }

    /** Scalar and the same on every machine; no network spends time here. */
    private static void log(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) StrictMath.log(x[xo + i]);
        }
    }
}
