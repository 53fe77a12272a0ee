package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code ln(1 + e^x)}, element by element (Dugas et al., 2000; ONNX {@code Softplus}). Keeps the shape.
 */
public record Softplus() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Softplus();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Softplus", 1);
    }

    @Override
    public boolean neverNegative() {
        return true;
    }

    @Override
    public String label() {
        return "softplus";
    }
}
