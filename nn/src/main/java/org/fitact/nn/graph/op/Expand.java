package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * Repeats a value along axes of extent 1 (ONNX {@code Expand}).
 *
 * @param extents of the result, as many as the value has
 */
public record Expand(List<Integer> extents) implements Movement {

    public Expand {
        extents = List.copyOf(extents);
    }

    private Shape shape() {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = inputs.getFirst();
        Shape y = shape();
        for (int d = 0; d < y.rank(); d++) {
            if (x.rank() != y.rank() || x.extent(d) != 1 && x.extent(d) != y.extent(d)) {
                throw new IllegalArgumentException("repeats " + x + " to " + y);
            }
        }
        return y;
    }

    @Override
    public List<List<StridedCopy>> copies(List<Shape> inputs) {
        Shape x = inputs.getFirst();
        Shape y = shape().withBatch(x.extent(0));
        int[] from = x.strides();
        for (int d = 0; d < from.length; d++) {
            from[d] = x.extent(d) == 1 ? 0 : from[d];
        }
        return List.of(List.of(new StridedCopy(y.extents(), 0, from, 0, y.strides())));
    }

    @Override
    public String label() {
        return "expand";
    }
}
