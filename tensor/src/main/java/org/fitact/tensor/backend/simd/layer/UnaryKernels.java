package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.UnaryOp;

/** Functions of one operand and their derivatives, element by element. */
public final class UnaryKernels {

    private UnaryKernels() {}

    /** {@code y[i] = op(x[i])} for n elements from given offsets on; y may be x. */
    public static void apply(UnaryOp op, float[] x, int xo, float[] y, int yo, int n) {
        switch (op) {
            case UnaryOp.Relu() -> relu(x, xo, y, yo, n);
            case UnaryOp.Tanh() -> tanh(x, xo, y, yo, n);
            case UnaryOp.Sigmoid() -> sigmoid(x, xo, y, yo, n);
            case UnaryOp.Mish() -> mish(x, xo, y, yo, n);
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

    private static void mish(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, xo + i);
            mishGate(v, decay(v)).mul(v).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector v = load(x, xo + i, rest);
            mishGate(v, decay(v)).mul(v).intoArray(y, yo + i, rest);
        }
    }

    /** {@code e^−|x|}. */
    private static FloatVector decay(FloatVector x) {
        return Functions.exp(x.abs().neg());
    }

    /**
     * {@code tanh(ln(1 + e^x))}, which is {@code (e² + 2e)/(e² + 2e + 2)} with {@code e = e^x}, and with {@code e = e^−x} it is
     * {@code (1 + 2e)/(1 + 2e + 2e²)}: of the two that whose e is at most 1.
     *
     * @param e {@code e^−|x|}
     */
    private static FloatVector mishGate(FloatVector x, FloatVector e) {
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0);
        FloatVector square = e.mul(e);
        FloatVector numerator = e.add(e).add(broadcast(1).blend(square, negative));
        return numerator.div(numerator.add(square.add(square).blend(2, negative)));
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
        FloatVector factor = broadcast(scale);
        FloatVector summand = broadcast(shift);
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

    /**
     * {@code gx[i] = gy[i]·op'(x[i])} for n elements from an offset on; gx may be any of the inputs. Both x and y = op(x) are
     * given, and each derivative reads the one that it needs.
     */
    static void gradient(UnaryOp op, float[] x, float[] y, float[] gy, float[] gx, int from, int n) {
        switch (op) {
            case UnaryOp.Relu() -> reluGrad(x, gy, gx, from, n);
            case UnaryOp.Tanh() -> tanhGrad(y, gy, gx, from, n);
            case UnaryOp.Sigmoid() -> sigmoidGrad(y, gy, gx, from, n);
            case UnaryOp.Mish() -> mishGrad(x, gy, gx, from, n);
            case UnaryOp.Exp() -> BinaryKernels.apply(BinaryOp.MULTIPLY, gy, from, y, from, gx, from, n);
            case UnaryOp.Log() -> BinaryKernels.apply(BinaryOp.DIVIDE, gy, from, x, from, gx, from, n);
            case UnaryOp.Sqrt() -> sqrtGrad(y, gy, gx, from, n);
            case UnaryOp.Square() -> squareGrad(x, gy, gx, from, n);
            case UnaryOp.Abs() -> absGrad(x, gy, gx, from, n);
            case UnaryOp.Affine(float scale, float _) -> apply(new UnaryOp.Affine(scale, 0), gy, from, gx, from, n);
        }
    }

    private static void reluGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            reluSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            reluSlope(load(x, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void tanhGrad(float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            tanhSlope(load(y, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            tanhSlope(load(y, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void sigmoidGrad(float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            sigmoidSlope(load(y, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            sigmoidSlope(load(y, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void mishGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            mishSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            mishSlope(load(x, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void sqrtGrad(float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            sqrtSlope(load(y, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            sqrtSlope(load(y, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void squareGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            squareSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            squareSlope(load(x, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void absGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            absSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            absSlope(load(x, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static FloatVector reluSlope(FloatVector x) {
        return broadcast(0).blend(1, x.compare(VectorOperators.GT, 0));
    }

    private static FloatVector tanhSlope(FloatVector y) {
        return y.neg().fma(y, broadcast(1));
    }

    private static FloatVector sigmoidSlope(FloatVector y) {
        return broadcast(1).sub(y).mul(y);
    }

    private static FloatVector mishSlope(FloatVector x) {
        FloatVector e = decay(x);
        FloatVector gate = mishGate(x, e);
        FloatVector sigmoid =
                broadcast(1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
        return gate.neg().fma(gate, broadcast(1)).mul(sigmoid).fma(x, gate);
    }

    private static FloatVector sqrtSlope(FloatVector y) {
        return broadcast(0.5f).div(y);
    }

    private static FloatVector squareSlope(FloatVector x) {
        return x.add(x);
    }

    /** The sign of x; a zero and NaN are their own. */
    private static FloatVector absSlope(FloatVector x) {
        return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
    }
}
