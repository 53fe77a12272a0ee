package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/** {@code tanh(x)}, element by element; bounded by nature (Hong et al., 2019) (ONNX {@code Tanh}). Keeps the shape. */
public record Tanh() implements Activation {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public String label() {
        return "tanh";
    }
}
