package org.fitact.nn.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * Puts values together along an axis, in the order of the operands (ONNX {@code Concat}).
 *
 * @param operands how many
 * @param axis in which they may differ; the batch is not among the axes
 */
public record Concat(int operands, int axis) implements Movement {

    public Concat {
        if (operands < 1 || axis < 0) {
            throw new IllegalArgumentException(operands + " values put together along axis " + axis);
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape first = Along.requireAxis(inputs.getFirst(), axis);
        int extent = 0;
        for (Shape x : inputs) {
            if (x.rank() != first.rank()
                    || !Along.resized(x, axis, first.extent(axis)).equals(first)) {
                throw new IllegalArgumentException("puts together " + inputs + " along axis " + axis);
            }
            extent = Math.addExact(extent, x.extent(axis));
        }
        return Along.resized(first, axis, extent);
    }

    @Override
    public List<List<StridedCopy>> copies(List<Shape> inputs) {
        int extent = inputs.stream().mapToInt(x -> x.extent(axis + 1)).sum();
        List<List<StridedCopy>> copies = new ArrayList<>();
        int to = 0;
        for (Shape input : inputs) {
            Along x = Along.of(input, axis);
            copies.add(List.of(x.copy(0, 1, x.extent(), x.with(extent), to)));
            to += x.extent();
        }
        return copies;
    }

    @Override
    public String label() {
        return "concat";
    }
}
