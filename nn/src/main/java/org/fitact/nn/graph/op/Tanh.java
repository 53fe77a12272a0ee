package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/** {@code tanh(x)}, element by element; bounded by nature (Hong et al., 2019) (ONNX {@code Tanh}). Keeps the shape. */
public record Tanh() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Tanh();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Tanh", 1);
    }

    @Override
    public String label() {
        return "tanh";
    }
}
