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
            case UnaryOp.Exp() -> (float) Math.exp(x);
            case UnaryOp.Log() -> (float) Math.log(x);
            case UnaryOp.Sqrt() -> (float) Math.sqrt(x);
            case UnaryOp.Square() -> x * x;
            case UnaryOp.Abs() -> Math.abs(x);
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
            case UnaryOp.Exp() -> y;
            case UnaryOp.Log() -> 1 / x;
            case UnaryOp.Sqrt() -> 1 / (2 * y);
            case UnaryOp.Square() -> 2 * x;
            case UnaryOp.Abs() -> Math.signum(x);
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
        };
    }

    static void axpy(int n, float alpha, float[] x, float[] y) {
        for (int i = 0; i < n; i++) {
            y[i] = (float) (y[i] + (double) alpha * x[i]);
        }
    }
}
