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
