package org.fitact.nn.graph.op;

import java.util.HashSet;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.ReduceOp;

/**
 * Folds a value over some of its axes, which stay with an extent of 1 (ONNX {@code ReduceMean}, {@code ReduceSum},
 * {@code ReduceMax}, {@code ReduceMin}, {@code ReduceProd}, {@code ReduceSumSquare}); see {@link ReduceOp}.
 *
 * @param axes of the value of one image, each once; of one image, so that none is the batch
 */
public record Reduce(ReduceOp function, List<Integer> axes) implements Arithmetic {

    public Reduce {
        axes = List.copyOf(axes);
        boolean once = new HashSet<>(axes).size() == axes.size();
        if (function == null || !once || axes.stream().anyMatch(axis -> axis < 0)) {
            throw new IllegalArgumentException(
                    "reduces by " + function + " over axes " + axes + ", expected a function and each axis once");
        }
    }

    /** For each dimension whether it is reduced, the batch in front of them included. */
    public boolean[] reduced(Shape input) {
        boolean[] reduced = new boolean[input.rank() + 1];
        axes.forEach(axis -> reduced[axis + 1] = true);
        return reduced;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int[] extents = inputs.getFirst().extents();
        for (int axis : axes) {
            if (axis >= extents.length) {
                throw new IllegalArgumentException(
                        "reduces over axis " + axis + ", but its input is " + inputs.getFirst());
            }
            extents[axis] = 1;
        }
        return Shape.of(extents);
    }

    @Override
    public String label() {
        return "reduce";
    }
}
