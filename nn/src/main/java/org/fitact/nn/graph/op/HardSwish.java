package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code x·max(0, min(1, x/6 + ½))}, element by element (Howard et al., 2019; ONNX {@code HardSwish}). Keeps the shape.
 */
public record HardSwish() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.HardSwish();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("HardSwish", 14);
    }

    @Override
    public String label() {
        return "hard_swish";
    }
}
