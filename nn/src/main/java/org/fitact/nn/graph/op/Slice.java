package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * A part of an axis (ONNX {@code Slice}, {@code Split}): {@code y[…, i, …] = x[…, start + i·step, …]}.
 *
 * @param axis the batch is not among them
 * @param step not 0; a negative one turns the axis round
 * @param length elements that are taken
 */
public record Slice(int axis, int start, int step, int length) implements Movement {

    public Slice {
        if (start < 0 || step == 0 || length < 1) {
            throw new IllegalArgumentException(length + " places from " + start + " on, " + step + " apart");
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = Along.requireAxis(inputs.getFirst(), axis);
        long last = start + (length - 1L) * step;
        if (start >= x.extent(axis) || last < 0 || last >= x.extent(axis)) {
            throw new IllegalArgumentException(
                    "takes places " + start + " to " + last + " of axis " + axis + " of " + x);
        }
        return Along.resized(x, axis, length);
    }

    @Override
    public List<List<StridedCopy>> copies(List<Shape> inputs) {
        Along x = Along.of(inputs.getFirst(), axis);
        return List.of(List.of(x.copy(start, step, length, x.with(length), 0)));
    }

    @Override
    public String label() {
        return "slice";
    }
}
