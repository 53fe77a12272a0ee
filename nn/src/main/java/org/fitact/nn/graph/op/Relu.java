package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/** {@code max(0, x)}, element by element (ONNX {@code Relu}). Keeps the shape. */
public record Relu() implements Activation {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public String label() {
        return "relu";
    }
}
