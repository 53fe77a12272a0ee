package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code x/(1 + e^(−x))}, element by element (Elfwing et al., 2018; ONNX {@code Mul(x, Sigmoid(x))}). Keeps the shape.
 */
public record Silu() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Silu();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Gated(new OnnxForm.Operator("Sigmoid", 1));
    }

    @Override
    public String label() {
        return "silu";
    }
}
