package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.cpu.Normal;
import org.fitact.tensor.backend.cpu.UnaryFunctions;
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
        return (float) UnaryFunctions.value(op, x);
    }

    private static double tanhGeluDerivative(double x) {
        double t = Math.tanh(UnaryFunctions.geluArgument(x));
        double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        return (1 + t) / 2 + x * (1 - t * t) / 2 * inner;
    }

    private static double siluDerivative(double x) {
        double s = UnaryFunctions.sigmoid(x);
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
                double t = UnaryFunctions.mishGate(x);
                yield t + x * (1 - t * t) * UnaryFunctions.sigmoid(x);
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
            case UnaryOp.Softplus() -> UnaryFunctions.sigmoid(x);
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
