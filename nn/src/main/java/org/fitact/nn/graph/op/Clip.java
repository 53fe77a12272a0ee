package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * {@code max(low, min(high, x))}, element by element (ONNX {@code Clip}; PyTorch's {@code Hardtanh}). Keeps the shape. What
 * files clip at 0 from below is a ReLU with a {@link Bound} instead.
 *
 * @param high at least {@code low}
 */
public record Clip(float low, float high) implements Activation {

    /** @throws IllegalArgumentException if nothing lies between */
    public Clip {
        if (!(low <= high)) {
            throw new IllegalArgumentException("bounds are " + low + " and " + high + ", expected the lower one first");
        }
    }

    @Override
    public UnaryOp function() {
        return new UnaryOp.Clip(low, high);
    }

    @Override
    public OnnxForm onnx() {
        return new OnnxForm.WithConstants("Clip", 11, List.of(low, high));
    }

    @Override
    public boolean neverNegative() {
        return low >= 0;
    }

    @Override
    public String label() {
        return "clip";
    }
}
