package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code gamma·(x > 0 ? x : alpha·(e^x − 1))}, element by element (Klambauer et al., 2017; ONNX {@code Selu}). Keeps the
 * shape.
 *
 * @param alpha at least 0
 * @param gamma at least 0
 */
public record Selu(float alpha, float gamma) implements Activation {

    /** @throws IllegalArgumentException for numbers with which it would not rise */
    public Selu {
        Limits.atLeastZero("alpha", alpha);
        Limits.atLeastZero("gamma", gamma);
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.Elu(alpha, gamma);
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Selu", 6, Map.of("alpha", alpha, "gamma", gamma));
    }

    @Override
    public Activation with(Map<String, Float> numbers) {
        return new Selu(numbers.get("alpha"), numbers.get("gamma"));
    }

    @Override
    public String label() {
        return "selu";
    }
}
