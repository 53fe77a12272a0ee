package org.fitact.tensor;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * A reduction over any axes of a tensor, as the steps that {@link Backend#reduce} takes: one for each run of neighbouring
 * axes, the last run first.
 */
public record AxisReduction(List<Reduction> steps) {

    /** @param reduced for each axis whether it is reduced */
    public static AxisReduction of(Shape shape, boolean[] reduced) {
        List<Reduction> steps = new ArrayList<>();
        int inner = 1;
        for (int d = shape.rank() - 1; d >= 0; ) {
            int run = 1;
            boolean away = reduced[d];
            for (; d >= 0 && reduced[d] == away; d--) {
                run *= shape.extent(d);
            }
            if (!away) {
                inner *= run;
            } else if (run > 1) {
                steps.add(new Reduction(before(shape, d + 1), run, inner));
            }
        }
        return new AxisReduction(steps.isEmpty() ? List.of(new Reduction(shape.elements(), 1, 1)) : List.copyOf(steps));
    }

    /** Product of the extents before an axis. */
    private static int before(Shape shape, int axis) {
        int elements = 1;
        for (int d = 0; d < axis; d++) {
            elements *= shape.extent(d);
        }
        return elements;
    }

    /** {@code y = op over the reduced axes of x}. */
    public void run(Backend backend, ReduceOp op, Buffer x, Buffer y) {
        run(backend, op, 0, x, y);
    }

    private void run(Backend backend, ReduceOp op, int step, Buffer x, Buffer y) {
        Reduction reduction = steps.get(step);
        if (step == steps.size() - 1) {
            backend.reduce(op, reduction, x, y);
            return;
        }
        try (Buffer between = backend.allocate(DType.FLOAT32, reduction.outputElements())) {
            backend.reduce(op, reduction, x, between);
            run(backend, op == ReduceOp.SUM_OF_SQUARES ? ReduceOp.SUM : op, step + 1, between, y);
        }
    }

    /** Elements that become one. */
    public int count() {
        return steps.stream().mapToInt(Reduction::reduced).reduce(1, Math::multiplyExact);
    }
}
