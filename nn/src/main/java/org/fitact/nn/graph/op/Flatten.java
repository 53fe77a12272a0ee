package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Feature maps as rows, in PyTorch's order: channel, row, column (ONNX {@code Flatten}, {@code Reshape}).
 *
 * <p>{@code [h, w, c] → [c·h·w]}.
 */
public record Flatten() implements Op {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.getFirst().rank() != 3) {
            throw new IllegalArgumentException("flattening takes feature maps, but its input is " + inputs.getFirst());
        }
        return Shape.of(inputs.getFirst().elements());
    }

    @Override
    public String label() {
        return "flatten";
    }
}
