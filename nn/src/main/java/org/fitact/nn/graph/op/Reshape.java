package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * The same elements in the same order under another shape (ONNX {@code Reshape}). In a plan it is no step: the value lies
 * where x lies. {@link Flatten} is something else: it puts feature maps into PyTorch's order.
 *
 * @param extents of the result for one image
 */
public record Reshape(List<Integer> extents) implements Op {

    public Reshape {
        extents = List.copyOf(extents);
    }

    private Shape shape() {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape y = shape();
        if (y.elements() != inputs.getFirst().elements()) {
            throw new IllegalArgumentException("makes " + y + " of " + inputs.getFirst());
        }
        return y;
    }

    @Override
    public String label() {
        return "reshape";
    }
}
