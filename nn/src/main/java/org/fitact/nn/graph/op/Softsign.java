package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code x/(1 + |x|)}, element by element (Bergstra et al., 2009; ONNX {@code Softsign}). Keeps the shape.
 */
public record Softsign() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Softsign();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Softsign", 1);
    }

    @Override
    public String label() {
        return "softsign";
    }
}
