package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Max or average pooling by square windows without padding (ONNX {@code MaxPool}, {@code AveragePool},
 * {@code GlobalAveragePool}); see {@link org.fitact.tensor.backend.op.Pool2d}.
 *
 * <p>{@code [h, w, c] → [h', w', c]} with {@code h' = ⌊(h − kernel) / stride⌋ + 1}.
 */
public record Pool2d(org.fitact.tensor.backend.op.Pool2d.Kind kind, int kernel, int stride) implements Op {

    public Pool2d {
        if (kind == null || kernel < 1 || stride < 1) {
            throw new IllegalArgumentException(kind + " pooling by " + kernel + " with stride " + stride
                    + ", expected a kind and positive numbers");
        }
    }

    /** The pooling that this is for one image of a shape. */
    public org.fitact.tensor.backend.op.Pool2d geometry(Shape input) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException("pooling takes feature maps, but its input is " + input);
        }
        return new org.fitact.tensor.backend.op.Pool2d(
                kind, 1, input.extent(0), input.extent(1), input.extent(2), kernel, stride);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        org.fitact.tensor.backend.op.Pool2d shape = geometry(inputs.getFirst());
        return Shape.of(shape.outHeight(), shape.outWidth(), shape.channels());
    }

    @Override
    public String label() {
        return "pool2d";
    }
}
