package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code x > 0 ? x : alpha·x}, element by element (Maas et al., 2013; ONNX {@code LeakyRelu}, and {@code PRelu} with one
 * constant slope). Keeps the shape.
 *
 * @param alpha slope below 0, at least 0
 */
public record LeakyRelu(float alpha) implements Activation {

    /** @throws IllegalArgumentException for numbers with which it would not rise */
    public LeakyRelu {
        Limits.atLeastZero("alpha", alpha);
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.LeakyRelu(alpha);
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("LeakyRelu", 6, Map.of("alpha", alpha));
    }

    @Override
    public Activation with(Map<String, Float> numbers) {
        return new LeakyRelu(numbers.get("alpha"));
    }

    @Override
    public String label() {
        return "leaky_relu";
    }
}
