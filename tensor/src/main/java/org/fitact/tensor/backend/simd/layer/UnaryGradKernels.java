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

/** {@code gx[i] = gy[i]·op'(x[i])} for n elements from an offset on; gx may be any of the inputs. */
final class UnaryGradKernels {

    private UnaryGradKernels() {}

    /** x, y = op(x) and gy are given; each derivative reads the one that it needs. */
    static void apply(UnaryOp op, float[] x, float[] y, float[] gy, float[] gx, int from, int n) {
        switch (op) {
            case UnaryOp.Relu() -> relu(x, gy, gx, from, n);
            case UnaryOp.Tanh() -> tanh(y, gy, gx, from, n);
            case UnaryOp.Sigmoid() -> sigmoid(y, gy, gx, from, n);
            case UnaryOp.Exp() -> BinaryKernels.apply(BinaryOp.MULTIPLY, gy, from, y, from, gx, from, n);
            case UnaryOp.Log() -> BinaryKernels.apply(BinaryOp.DIVIDE, gy, from, x, from, gx, from, n);
            case UnaryOp.Sqrt() -> sqrt(y, gy, gx, from, n);
            case UnaryOp.Square() -> square(x, gy, gx, from, n);
            case UnaryOp.Abs() -> abs(x, gy, gx, from, n);
            case UnaryOp.Affine(float scale, float _) ->
                UnaryKernels.apply(new UnaryOp.Affine(scale, 0), gy, from, gx, from, n);
        }
    }

    private static void relu(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            reluSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            reluSlope(load(x, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void tanh(float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            tanhSlope(load(y, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            tanhSlope(load(y, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void sigmoid(float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            sigmoidSlope(load(y, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            sigmoidSlope(load(y, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void sqrt(float[] y, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            sqrtSlope(load(y, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            sqrtSlope(load(y, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void square(float[] x, float[] gy, float[] gx, int from, int n) {
        int i = from;
        for (; i < from + F.loopBound(n); i += L) {
            squareSlope(load(x, i)).mul(load(gy, i)).intoArray(gx, i);
        }
        if (i < from + n) {
            VectorMask<Float> rest = tail(i, from + n);
            squareSlope(load(x, i, rest)).mul(load(gy, i, rest)).intoArray(gx, i, rest);
        }
    }

    private static void abs(float[] x, float[] gy, float[] gx, int from, int n) {
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
