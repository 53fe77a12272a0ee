package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/** {@code max(0, x)}, element by element (ONNX {@code Relu}). Keeps the shape. */
public record Relu() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Relu();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Relu", 1);
    }

    @Override
    public boolean neverNegative() {
        return true;
    }

    @Override
    public String label() {
        return "relu";
    }
}
