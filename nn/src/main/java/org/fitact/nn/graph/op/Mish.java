package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/** {@code x·tanh(ln(1 + e^x))}, element by element (Misra, 2019; ONNX {@code Mish}). Keeps the shape. */
public record Mish() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Mish();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Mish", 18);
    }

    @Override
    public String label() {
        return "mish";
    }
}
