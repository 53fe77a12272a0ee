package org.fitact.nn.graph.op;

import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * A dense value seen along one axis: {@code [outer, extent, inner]}.
 *
 * @param outer product of the extents before the axis, the batch among them
 * @param inner product of those behind it
 */
record Along(int outer, int extent, int inner) {

    /** @param axis of a shape with the batch in front, not counting that */
    static Along of(Shape shape, int axis) {
        int outer = 1;
        int inner = 1;
        for (int d = 0; d < shape.rank(); d++) {
            if (d <= axis) {
                outer = Math.multiplyExact(outer, shape.extent(d));
            } else if (d > axis + 1) {
                inner = Math.multiplyExact(inner, shape.extent(d));
            }
        }
        return new Along(outer, shape.extent(axis + 1), inner);
    }

    Along with(int other) {
        return new Along(outer, other, inner);
    }

    /** Copies {@code length} places, from one on, {@code step} apart, to neighbours in another value. */
    StridedCopy copy(int from, int step, int length, Along target, int to) {
        return new StridedCopy(
                new int[] {outer, length, inner},
                from * inner,
                new int[] {extent * inner, step * inner, 1},
                to * inner,
                new int[] {target.extent * inner, inner, 1});
    }

    /** @throws IllegalArgumentException if a value has no such axis */
    static Shape requireAxis(Shape shape, int axis) {
        if (axis < 0 || axis >= shape.rank()) {
            throw new IllegalArgumentException("axis " + axis + " of " + shape);
        }
        return shape;
    }

    /** A shape with another extent on one axis. */
    static Shape resized(Shape shape, int axis, int extent) {
        int[] extents = shape.extents();
        extents[axis] = extent;
        return Shape.of(extents);
    }
}
