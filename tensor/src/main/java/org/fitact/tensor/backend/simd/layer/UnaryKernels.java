package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.UnaryOp;

/** Functions of one operand, element by element; {@link UnaryGradKernels} has their derivatives. */
public final class UnaryKernels {

    private UnaryKernels() {}

    /** {@code y[i] = op(x[i])} for n elements from given offsets on; y may be x. */
    public static void apply(UnaryOp op, float[] x, int xo, float[] y, int yo, int n) {
        switch (op) {
            case UnaryOp.Relu() -> relu(x, xo, y, yo, n);
            case UnaryOp.Tanh() -> tanh(x, xo, y, yo, n);
            case UnaryOp.Sigmoid() -> sigmoid(x, xo, y, yo, n);
            case UnaryOp.Mish() -> mish(x, xo, y, yo, n);
            case UnaryOp.LeakyRelu(float slope) -> leakyRelu(slope, x, xo, y, yo, n);
            case UnaryOp.Clip(float low, float high) -> clip(low, high, x, xo, y, yo, n);
            case UnaryOp.HardSigmoid(float slope, float shift) -> hardSigmoid(slope, shift, x, xo, y, yo, n);
            case UnaryOp.HardSwish() -> hardSwish(x, xo, y, yo, n);
            case UnaryOp.Silu() -> silu(x, xo, y, yo, n);
            case UnaryOp.Gelu() -> gelu(x, xo, y, yo, n);
            case UnaryOp.TanhGelu() -> tanhGelu(x, xo, y, yo, n);
            case UnaryOp.Elu(float alpha, float scale) -> elu(alpha, scale, x, xo, y, yo, n);
            case UnaryOp.Celu(float alpha) -> celu(alpha, x, xo, y, yo, n);
            case UnaryOp.Softplus() -> softplus(x, xo, y, yo, n);
            case UnaryOp.Softsign() -> softsign(x, xo, y, yo, n);
            case UnaryOp.Exp() -> exp(x, xo, y, yo, n);
            case UnaryOp.Log() -> log(x, xo, y, yo, n);
            case UnaryOp.Sqrt() -> sqrt(x, xo, y, yo, n);
            case UnaryOp.Square() -> BinaryKernels.apply(BinaryOp.MULTIPLY, x, xo, x, xo, y, yo, n);
            case UnaryOp.Abs() -> abs(x, xo, y, yo, n);
            case UnaryOp.Erf() -> erf(x, xo, y, yo, n);
            case UnaryOp.Reciprocal() -> reciprocal(x, xo, y, yo, n);
            case UnaryOp.Power(float exponent) -> power(exponent, x, xo, y, yo, n);
            case UnaryOp.Floor() -> floor(x, xo, y, yo, n);
            case UnaryOp.Ceil() -> ceil(x, xo, y, yo, n);
            case UnaryOp.Round() -> round(x, xo, y, yo, n);
            case UnaryOp.Sign() -> sign(x, xo, y, yo, n);
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
            GateSteps.mish(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            GateSteps.mish(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void leakyRelu(float slope, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.leakyRelu(load(x, xo + i), slope).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.leakyRelu(load(x, xo + i, rest), slope).intoArray(y, yo + i, rest);
        }
    }

    private static void clip(float low, float high, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            load(x, xo + i).max(low).min(high).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            load(x, xo + i, rest).max(low).min(high).intoArray(y, yo + i, rest);
        }
    }

    private static void hardSigmoid(float slope, float shift, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.hardSigmoid(load(x, xo + i), slope, shift).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.hardSigmoid(load(x, xo + i, rest), slope, shift).intoArray(y, yo + i, rest);
        }
    }

    private static void hardSwish(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.hardSwish(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.hardSwish(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void silu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            GateSteps.silu(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            GateSteps.silu(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    /** All under a mask: body and tail apart are more steps than the compiler takes into one method. */
    private static void gelu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> inside = tail(i, n);
            GateSteps.gelu(load(x, xo + i, inside)).intoArray(y, yo + i, inside);
        }
    }

    private static void tanhGelu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            GateSteps.tanhGelu(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            GateSteps.tanhGelu(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void elu(float alpha, float scale, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            ExponentialSteps.elu(load(x, xo + i), alpha, scale).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            ExponentialSteps.elu(load(x, xo + i, rest), alpha, scale).intoArray(y, yo + i, rest);
        }
    }

    private static void celu(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            ExponentialSteps.celu(load(x, xo + i), alpha).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            ExponentialSteps.celu(load(x, xo + i, rest), alpha).intoArray(y, yo + i, rest);
        }
    }

    private static void softplus(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            ExponentialSteps.softplus(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            ExponentialSteps.softplus(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void softsign(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.softsign(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.softsign(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
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

    /** All under a mask, as {@link #gelu}. */
    private static void erf(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> inside = tail(i, n);
            GateSteps.erf(load(x, xo + i, inside)).intoArray(y, yo + i, inside);
        }
    }

    private static void reciprocal(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            broadcast(1).div(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            broadcast(1).div(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void floor(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.floor(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.floor(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void ceil(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.ceil(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.ceil(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void round(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.round(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.round(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static void sign(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            RectifierSteps.sign(load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            RectifierSteps.sign(load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    /** Scalar and the same on every machine; squares, roots and reciprocals have functions of their own. */
    private static void power(float exponent, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Functions.power(x[xo + i], exponent);
        }
    }

    /** Scalar and the same on every machine; no network spends time here. */
    private static void log(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) StrictMath.log(x[xo + i]);
        }
    }
}
