package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * Exchanges dimensions (ONNX {@code Transpose}): {@code y[i0, i1, …] = x[j]} with {@code j[order[d]] = i[d]}, so that
 * dimension {@code d} of the result is dimension {@code order[d]} of x. The batch is not among them and stays in front.
 *
 * @param order every dimension once
 */
public record Transpose(List<Integer> order) implements Movement {

    public Transpose {
        order = List.copyOf(order);
        for (int d = 0; d < order.size(); d++) {
            if (!order.contains(d)) {
                throw new IllegalArgumentException("order of dimensions " + order + " lacks " + d);
            }
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = inputs.getFirst();
        if (x.rank() != order.size()) {
            throw new IllegalArgumentException("orders " + order.size() + " dimensions, but its input is " + x);
        }
        return Shape.of(order.stream().mapToInt(x::extent).toArray());
    }

    @Override
    public List<List<StridedCopy>> copies(List<Shape> inputs) {
        return List.of(List.of(Shaping.transposed(inputs.getFirst(), order)));
    }

    @Override
    public String label() {
        return "transpose";
    }
}
