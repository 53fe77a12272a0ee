package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * In training, zeroes each element with probability {@code rate} and divides the others by {@code 1 − rate}, so that the
 * expectation stays; nothing in inference. (Srivastava et al., 2014; ONNX {@code Dropout}.) Keeps the shape.
 */
public record Dropout(float rate) implements Op {

    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate is " + rate + ", expected 0 to 1 (exclusive)");
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public String label() {
        return "dropout";
    }
}
