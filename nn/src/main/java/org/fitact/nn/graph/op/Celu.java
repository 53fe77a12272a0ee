package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code x > 0 ? x : alpha·(e^(x/alpha) − 1)}, element by element (Barron, 2017; ONNX {@code Celu}). Keeps the shape.
 *
 * @param alpha positive
 */
public record Celu(float alpha) implements Activation {

    /** @throws IllegalArgumentException for numbers with which it would not rise */
    public Celu {
        Limits.positive("alpha", alpha);
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.Celu(alpha);
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Celu", 12, Map.of("alpha", alpha));
    }

    @Override
    public Activation with(Map<String, Float> numbers) {
        return new Celu(numbers.get("alpha"));
    }

    @Override
    public String label() {
        return "celu";
    }
}
