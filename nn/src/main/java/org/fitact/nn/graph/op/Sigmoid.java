package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code 1/(1 + e^(−x))}, element by element (ONNX {@code Sigmoid}). Keeps the shape.
 */
public record Sigmoid() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Sigmoid();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Sigmoid", 1);
    }

    @Override
    public boolean neverNegative() {
        return true;
    }

    @Override
    public String label() {
        return "sigmoid";
    }
}
