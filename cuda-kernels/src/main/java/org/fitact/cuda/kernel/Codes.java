package org.fitact.cuda.kernel;

import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.UnaryOp;

/** The numbers by which {@code functions.cuh} knows an op, with the parameters of the op. */
public record Codes(int code, float first, float second) {

    private static final int FIRST_POLICY = 16;

    static Codes of(UnaryOp op) {
        return switch (op) {
            case UnaryOp.Relu() -> new Codes(1, 0, 0);
            case UnaryOp.Tanh() -> new Codes(2, 0, 0);
            case UnaryOp.Sigmoid() -> new Codes(3, 0, 0);
            case UnaryOp.Exp() -> new Codes(4, 0, 0);
            case UnaryOp.Log() -> new Codes(5, 0, 0);
            case UnaryOp.Sqrt() -> new Codes(6, 0, 0);
            case UnaryOp.Square() -> new Codes(7, 0, 0);
            case UnaryOp.Abs() -> new Codes(8, 0, 0);
            case UnaryOp.Affine(float scale, float shift) -> new Codes(9, scale, shift);
            case UnaryOp.Mish() -> new Codes(10, 0, 0);
            case UnaryOp.LeakyRelu(float slope) -> new Codes(11, slope, 0);
            case UnaryOp.Clip(float low, float high) -> new Codes(12, low, high);
            case UnaryOp.HardSigmoid(float slope, float shift) -> new Codes(13, slope, shift);
            case UnaryOp.HardSwish() -> new Codes(14, 0, 0);
            case UnaryOp.Silu() -> new Codes(15, 0, 0);
            case UnaryOp.Gelu() -> new Codes(19, 0, 0);
            case UnaryOp.TanhGelu() -> new Codes(20, 0, 0);
            case UnaryOp.Elu(float alpha, float scale) -> new Codes(21, alpha, scale);
            case UnaryOp.Celu(float alpha) -> new Codes(22, alpha, 0);
            case UnaryOp.Softplus() -> new Codes(23, 0, 0);
            case UnaryOp.Softsign() -> new Codes(24, 0, 0);
            case UnaryOp.Erf() -> new Codes(25, 0, 0);
            case UnaryOp.Reciprocal() -> new Codes(26, 0, 0);
            case UnaryOp.Power(float exponent) -> new Codes(27, exponent, 0);
            case UnaryOp.Floor() -> new Codes(28, 0, 0);
            case UnaryOp.Ceil() -> new Codes(29, 0, 0);
            case UnaryOp.Round() -> new Codes(30, 0, 0);
            case UnaryOp.Sign() -> new Codes(31, 0, 0);
        };
    }

    static Codes of(BoundedRelu shape) {
        int policy = switch (shape.policy()) {
            case ZERO -> FIRST_POLICY;
            case SATURATE -> FIRST_POLICY + 1;
            case SMOOTH -> FIRST_POLICY + 2;
        };
        return new Codes(policy, shape.kappa(), 0);
    }
}
