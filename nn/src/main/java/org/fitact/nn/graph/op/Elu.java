package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code x > 0 ? x : alpha·(e^x − 1)}, element by element (Clevert et al., 2015; ONNX {@code Elu}). Keeps the shape.
 *
 * @param alpha at least 0
 */
public record Elu(float alpha) implements Activation {

    /** @throws IllegalArgumentException for numbers with which it would not rise */
    public Elu {
        Limits.atLeastZero("alpha", alpha);
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.Elu(alpha, 1);
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("Elu", 6, Map.of("alpha", alpha));
    }

    @Override
    public Activation with(Map<String, Float> numbers) {
        return new Elu(numbers.get("alpha"));
    }

    @Override
    public String label() {
        return "elu";
    }
}
