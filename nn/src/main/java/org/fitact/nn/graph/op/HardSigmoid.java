package org.fitact.nn.graph.op;

import java.util.Map;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code max(0, min(1, alpha·x + beta))}, element by element (Courbariaux et al., 2015; ONNX {@code HardSigmoid}). Keeps
 * the shape.
 *
 * @param alpha at least 0
 */
public record HardSigmoid(float alpha, float beta) implements Activation {

    /** @throws IllegalArgumentException for numbers with which it would not rise */
    public HardSigmoid {
        Limits.atLeastZero("alpha", alpha);
        Limits.finite("beta", beta);
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.HardSigmoid(alpha, beta);
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.Operator("HardSigmoid", 6, Map.of("alpha", alpha, "beta", beta));
    }

    @Override
    public Activation with(Map<String, Float> numbers) {
        return new HardSigmoid(numbers.get("alpha"), numbers.get("beta"));
    }

    @Override
    public boolean neverNegative() {
        return true;
    }

    @Override
    public String label() {
        return "hard_sigmoid";
    }
}
