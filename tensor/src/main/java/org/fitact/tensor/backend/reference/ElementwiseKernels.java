package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.UnaryOp;

/** Functions of one and of two operands, element by element. */
final class ElementwiseKernels {

    private ElementwiseKernels() {}

    static void unary(UnaryOp op, int n, float[] x, float[] y) {
        for (int i = 0; i < n; i++) {
            y[i] = apply(op, x[i]);
        }
    }

    static float apply(UnaryOp op, float x) {
        return switch (op) {
            case UnaryOp.Relu() -> Math.max(x, 0f);
            case UnaryOp.Tanh() -> (float) Math.tanh(x);
            case UnaryOp.Sigmoid() -> (float) sigmoid(x);
            case UnaryOp.Mish() -> (float) (x * mishGate(x));
            case UnaryOp.LeakyRelu(float slope) -> x > 0 ? x : slope * x;
            case UnaryOp.Clip(float low, float high) -> Math.max(low, Math.min(high, x));
            case UnaryOp.HardSigmoid(float slope, float shift) ->
                (float) Math.max(0, Math.min(1, (double) slope * x + shift));
            case UnaryOp.HardSwish() -> (float) (x * Math.max(0, Math.min(6, x + 3.0)) / 6);
            case UnaryOp.Silu() -> (float) (x * sigmoid(x));
            case UnaryOp.Gelu() -> (float) (x * Normal.distribution(x));
            case UnaryOp.TanhGelu() -> (float) (x * (1 + Math.tanh(geluArgument(x))) / 2);
            case UnaryOp.Elu(float alpha, float scale) -> (float) (scale * (x > 0 ? x : alpha * Math.expm1(x)));
            case UnaryOp.Celu(float alpha) -> (float) (x > 0 ? x : alpha * Math.expm1((double) x / alpha));
            case UnaryOp.Softplus() -> (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
            case UnaryOp.Softsign() -> (float) (x / (1 + (double) Math.abs(x)));
            case UnaryOp.Exp() -> (float) Math.exp(x);
            case UnaryOp.Log() -> (float) Math.log(x);
            case UnaryOp.Sqrt() -> (float) Math.sqrt(x);
            case UnaryOp.Square() -> x * x;
            case UnaryOp.Abs() -> Math.abs(x);
            case UnaryOp.Erf() -> (float) (2 * Normal.distribution(Math.sqrt(2) * x) - 1);
            case UnaryOp.Reciprocal() -> 1 / x;
            case UnaryOp.Power(float exponent) -> (float) Math.pow(x, exponent);
            case UnaryOp.Floor() -> (float) Math.floor(x);
            case UnaryOp.Ceil() -> (float) Math.ceil(x);
            case UnaryOp.Round() -> (float) Math.rint(x);
            case UnaryOp.Sign() -> Math.signum(x);
            case UnaryOp.Affine(float scale, float shift) -> (float) ((double) scale * x + shift);
        };
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** {@code tanh(ln(1 + e^x))}. */
    private static double mishGate(double x) {
        return Math.tanh(Math.log1p(Math.exp(x)));
    }

    /** {@code √(2/π)·(x + 0.044715x³)}. */
    private static double geluArgument(double x) {
        return Math.sqrt(2 / Math.PI) * x * (1 + 0.044715 * x * x);
    }

    private static double tanhGeluDerivative(double x) {
        double t = Math.tanh(geluArgument(x));
        double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        return (1 + t) / 2 + x * (1 - t * t) / 2 * inner;
    }

    private static double siluDerivative(double x) {
        double s = sigmoid(x);
        return s * (1 + x * (1 - s));
    }

    static void unaryGrad(UnaryOp op, int n, float[] x, float[] y, float[] gy, float[] gx) {
        for (int i = 0; i < n; i++) {
            gx[i] = (float) (gy[i] * derivative(op, x[i], y[i]));
        }
    }

    private static double derivative(UnaryOp op, double x, double y) {
        return switch (op) {
            case UnaryOp.Relu() -> x > 0 ? 1 : 0;
            case UnaryOp.Tanh() -> 1 - y * y;
            case UnaryOp.Sigmoid() -> y * (1 - y);
            case UnaryOp.Mish() -> {
                double t = mishGate(x);
                yield t + x * (1 - t * t) * sigmoid(x);
            }
            case UnaryOp.LeakyRelu(float slope) -> x > 0 ? 1 : slope;
            case UnaryOp.Clip(float low, float high) -> low < x && x < high ? 1 : 0;
            case UnaryOp.HardSigmoid(float slope, float _) -> 0 < y && y < 1 ? slope : 0;
            case UnaryOp.HardSwish() -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5;
            case UnaryOp.Silu() -> siluDerivative(x);
            case UnaryOp.Gelu() -> Normal.distribution(x) + x * Normal.density(x);
            case UnaryOp.TanhGelu() -> tanhGeluDerivative(x);
            case UnaryOp.Elu(float alpha, float scale) -> x > 0 ? scale : y + (double) alpha * scale;
            case UnaryOp.Celu(float alpha) -> x > 0 ? 1 : y / alpha + 1;
            case UnaryOp.Softplus() -> sigmoid(x);
            case UnaryOp.Softsign() -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
            case UnaryOp.Exp() -> y;
            case UnaryOp.Log() -> 1 / x;
            case UnaryOp.Sqrt() -> 1 / (2 * y);
            case UnaryOp.Square() -> 2 * x;
            case UnaryOp.Abs() -> Math.signum(x);
            case UnaryOp.Erf() -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
            case UnaryOp.Reciprocal() -> -y * y;
            case UnaryOp.Power(float exponent) -> exponent * Math.pow(x, exponent - 1.0);
            case UnaryOp.Floor(), UnaryOp.Ceil(), UnaryOp.Round(), UnaryOp.Sign() -> 0;
            case UnaryOp.Affine(float scale, float _) -> scale;
        };
    }

    static void binary(BinaryOp op, Broadcast shape, float[] a, float[] b, float[] y) {
        int i = 0;
        for (int outer = 0; outer < shape.outer(); outer++) {
            for (int middle = 0; middle < shape.middle(); middle++) {
                for (int inner = 0; inner < shape.inner(); inner++, i++) {
                    int second = switch (shape.second()) {
                        case FULL -> i;
                        case MIDDLE -> middle;
                        case OUTER_INNER -> outer * shape.inner() + inner;
                    };
                    y[i] = apply(op, a[i], b[second]);
                }
            }
        }
    }

    private static float apply(BinaryOp op, float a, float b) {
        return switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case POWER -> (float) Math.pow(a, b);
        };
    }

    static void axpy(int n, float alpha, float[] x, float[] y) {
        for (int i = 0; i < n; i++) {
            y[i] = (float) (y[i] + (double) alpha * x[i]);
        }
    }
}
