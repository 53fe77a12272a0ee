package org.fitact.nn.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * Places of an axis in any order (ONNX {@code Gather} by constants): {@code y[…, i, …] = x[…, indices[i], …]}.
 *
 * @param axis the batch is not among them
 * @param indices places, any number of times
 */
public record Gather(int axis, List<Integer> indices) implements Movement {

    public Gather {
        indices = List.copyOf(indices);
        if (indices.isEmpty() || indices.stream().anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException("gathers places " + indices);
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = Along.requireAxis(inputs.getFirst(), axis);
        for (int index : indices) {
            if (index >= x.extent(axis)) {
                throw new IllegalArgumentException("gathers place " + index + " of axis " + axis + " of " + x);
            }
        }
        return Along.resized(x, axis, indices.size());
    }

    /** One copy for each run of places that stand equally far apart. */
    @Override
    public List<List<StridedCopy>> copies(List<Shape> inputs) {
        Along x = Along.of(inputs.getFirst(), axis);
        List<StridedCopy> copies = new ArrayList<>();
        int from = 0;
        while (from < indices.size()) {
            int step = from + 1 < indices.size() ? indices.get(from + 1) - indices.get(from) : 1;
            int to = Math.min(from + 2, indices.size());
            while (to < indices.size() && indices.get(to) - indices.get(to - 1) == step) {
                to++;
            }
            copies.add(x.copy(indices.get(from), step, to - from, x.with(indices.size()), from));
            from = to;
        }
        return List.of(copies);
    }

    @Override
    public String label() {
        return "gather";
    }
}
