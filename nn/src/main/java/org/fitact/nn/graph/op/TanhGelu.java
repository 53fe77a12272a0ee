package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code ½x(1 + tanh(√(2/π)·(x + 0.044715x³)))}, element by element: nearly {@link Gelu} (Hendrycks and Gimpel, 2016; ONNX
 * {@code Gelu} with {@code approximate="tanh"}). Keeps the shape.
 */
public record TanhGelu() implements Activation {

    @Override
    public UnaryOp function() {
        return new UnaryOp.TanhGelu();
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Gelu", 20, Map.of(), Map.of("approximate", "tanh"));
    }

    @Override
    public String label() {
        return "tanh_gelu";
    }
}
