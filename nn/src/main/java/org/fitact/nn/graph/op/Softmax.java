package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Softmax over one axis, or its logarithm (ONNX {@code Softmax}, {@code LogSoftmax}); see
 * {@link org.fitact.tensor.backend.op.attention.Softmax}. Keeps the shape.
 *
 * @param axis of the value of one image
 * @param logarithm whether the result is {@code ln softmax(x)}
 */
public record Softmax(int axis, boolean logarithm) implements Arithmetic {

    /** The softmax that this is for one image of a shape. */
    public org.fitact.tensor.backend.op.attention.Softmax geometry(Shape input) {
        if (axis < 0 || axis >= input.rank()) {
            throw new IllegalArgumentException("softmax over axis " + axis + ", but its input is " + input);
        }
        int classes = input.extent(axis);
        int inner = input.strides()[axis];
        return new org.fitact.tensor.backend.op.attention.Softmax(
                input.elements() / classes / inner, classes, inner, logarithm);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        geometry(inputs.getFirst());
        return inputs.getFirst();
    }

    @Override
    public String label() {
        return "softmax";
    }
}
