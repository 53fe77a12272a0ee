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

/** Derivatives of the functions of one operand, times the gradient that comes in. */
final class UnaryGradKernels {

    private UnaryGradKernels() {}

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
            case UnaryOp.LeakyRelu(float slope) -> leakyReluGrad(slope, x, gy, gx, from, n);
            case UnaryOp.Clip(float low, float high) -> clipGrad(low, high, x, gy, gx, from, n);
            case UnaryOp.HardSigmoid(float slope, float _) -> hardSigmoidGrad(slope, y, gy, gx, from, n);
            case UnaryOp.HardSwish() -> hardSwishGrad(x, gy, gx, from, n);
            case UnaryOp.Silu() -> siluGrad(x, gy, gx, from, n);
            case UnaryOp.Gelu() -> geluGrad(x, gy, gx, from, n);
            case UnaryOp.TanhGelu() -> tanhGeluGrad(x, gy, gx, from, n);
            case UnaryOp.Elu(float alpha, float scale) -> eluGrad(alpha, scale, x, y, gy, gx, from, n);
            case UnaryOp.Celu(float alpha) -> celuGrad(alpha, x, y, gy, gx, from, n);
            case UnaryOp.Softplus() -> softplusGrad(x, gy, gx, from, n);
            case UnaryOp.Softsign() -> softsignGrad(x, gy, gx, from, n);
            case UnaryOp.Exp() -> BinaryKernels.apply(BinaryOp.MULTIPLY, gy, from, y, from, gx, from, n);
            case UnaryOp.Log() -> BinaryKernels.apply(BinaryOp.DIVIDE, gy, from, x, from, gx, from, n);
            case UnaryOp.Sqrt() -> sqrtGrad(y, gy, gx, from, n);
            case UnaryOp.Square() -> squareGrad(x, gy, gx, from, n);
            case UnaryOp.Abs() -> absGrad(x, gy, gx, from, n);
            case UnaryOp.Erf() -> erfGrad(x, gy, gx, from, n);
            case UnaryOp.Reciprocal() -> reciprocalGrad(y, gy, gx, from, n);
            case UnaryOp.Power(float exponent) -> powerGrad(exponent, x, gy, gx, from, n);
            case UnaryOp.Floor(), UnaryOp.Ceil(), UnaryOp.Round(), UnaryOp.Sign() ->
                UnaryKernels.apply(new UnaryOp.Affine(0, 0), gy, from, gx, from, n);
            case UnaryOp.Affine(float scale, float _) ->
                UnaryKernels.apply(new UnaryOp.Affine(scale, 0), gy, from, gx, from, n);
        }
    }

    private static void erfGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> inside = tail(i, from + n);
            load(gy, i, inside).mul(GateSteps.erfSlope(load(x, i, inside))).intoArray(gx, i, inside);
        }
    }

    private static void reciprocalGrad(float[] y, float[] gy, float[] gx, int from, int n) {
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> inside = tail(i, from + n);
            FloatVector root = load(y, i, inside);
            load(gy, i, inside).mul(root.mul(root).neg()).intoArray(gx, i, inside);
        }
    }

    /** Scalar, as the power itself. */
    private static void powerGrad(float exponent, float[] x, float[] gy, float[] gx, int from, int n) {
        for (int i = from; i < from + n; i++) {
            gx[i] = (float) (gy[i] * exponent * Functions.power(x[i], exponent - 1.0));
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

    /** Under a mask, as {@link UnaryKernels} computes GELU; what comes in is loaded first, while loads are inlined. */
    private static void mishGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> inside = tail(i, from + n);
            load(gy, i, inside).mul(GateSteps.mishSlope(load(x, i, inside))).intoArray(gx, i, inside);
        }
    }

    private static void leakyReluGrad(float slope, float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            RectifierSteps.leakyReluSlope(load(x, i), slope).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            RectifierSteps.leakyReluSlope(load(x, i, rest), slope)
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
        }
    }

    private static void clipGrad(float low, float high, float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            RectifierSteps.clipSlope(load(x, i), low, high).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            RectifierSteps.clipSlope(load(x, i, rest), low, high)
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
        }
    }

    private static void hardSigmoidGrad(float slope, float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            RectifierSteps.hardSigmoidSlope(load(y, i), slope).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            RectifierSteps.hardSigmoidSlope(load(y, i, rest), slope)
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
        }
    }

    private static void hardSwishGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            RectifierSteps.hardSwishSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            RectifierSteps.hardSwishSlope(load(x, i, rest))
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
        }
    }

    /** What comes in is loaded first, as in {@link #mishGrad}. */
    private static void siluGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            load(gy, i).mul(GateSteps.siluSlope(load(x, i))).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            load(gy, i, rest).mul(GateSteps.siluSlope(load(x, i, rest))).intoArray(gx, i, rest);
        }
    }

    /** Under a mask, as {@link UnaryKernels} computes GELU. */
    private static void geluGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> inside = tail(i, from + n);
            load(gy, i, inside).mul(GateSteps.geluSlope(load(x, i, inside))).intoArray(gx, i, inside);
        }
    }

    /** Under a mask, as {@link UnaryKernels} computes GELU. */
    private static void tanhGeluGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> inside = tail(i, from + n);
            load(gy, i, inside).mul(GateSteps.tanhGeluSlope(load(x, i, inside))).intoArray(gx, i, inside);
        }
    }

    private static void eluGrad(
            float alpha, float scale, float[] x, float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            ExponentialSteps.eluSlope(load(x, i), load(y, i), alpha, scale)
                    .mul(load(gy, i))
                    .intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            ExponentialSteps.eluSlope(load(x, i, rest), load(y, i, rest), alpha, scale)
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
        }
    }

    private static void celuGrad(float alpha, float[] x, float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            ExponentialSteps.celuSlope(load(x, i), load(y, i), alpha)
                    .mul(load(gy, i))
                    .intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            ExponentialSteps.celuSlope(load(x, i, rest), load(y, i, rest), alpha)
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
        }
    }

    /** What comes in is loaded first, as in {@link #mishGrad}. */
    private static void softplusGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            load(gy, i).mul(Functions.sigmoid(load(x, i))).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            load(gy, i, rest).mul(Functions.sigmoid(load(x, i, rest))).intoArray(gx, i, rest);
        }
    }

    private static void softsignGrad(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            RectifierSteps.softsignSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            RectifierSteps.softsignSlope(load(x, i, rest))
                    .mul(load(gy, i, rest))
                    .intoArray(gx, i, rest);
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
