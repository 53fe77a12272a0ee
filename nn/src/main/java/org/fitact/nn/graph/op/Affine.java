package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code y = scale·x + shift}: a number of a formula beside a value (ONNX {@code Mul} and {@code Add} with scalars). The numbers
 * are part of the network, not of its memory.
 */
public record Affine(float scale, float shift) implements Elementary {

    public Affine {
        Limits.finite("scale", scale);
        Limits.finite("shift", shift);
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.Affine(scale, shift);
    }

    @Override
    public String label() {
        return "affine";
    }
}
