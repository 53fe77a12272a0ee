package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code ½x(1 + erf(x/√2))}, element by element (Hendrycks and Gimpel, 2016; ONNX {@code Gelu}). Keeps the shape.
 */
public record Gelu() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.Gelu();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Gelu", 20, Map.of(), Map.of("approximate", "none"));
    }

    @Override
    public String label() {
        return "gelu";
    }
}
