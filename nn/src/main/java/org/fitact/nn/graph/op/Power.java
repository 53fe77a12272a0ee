package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/** {@code y = x^exponent} with a number of a formula (ONNX {@code Pow}). */
public record Power(float exponent) implements Elementary {

    public Power {
        Limits.finite("exponent", exponent);
    }

    @Override
    public UnaryOp function() {
        return exponent == 2 ? new UnaryOp.Square() : new UnaryOp.Power(exponent);
    }

    @Override
    public String label() {
        return "power";
    }
}
