package org.fitact.nn.plan;

import java.util.List;
import org.fitact.nn.graph.op.Movement;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.buffer.Buffer;

/** Kernels of the ops that give elements other places. */
final class LayoutKernels {

    private final Backend backend;
    private final Buffer[] values;

    /** @param values by number, as {@link KernelCompiler} has them */
    LayoutKernels(Backend backend, Buffer[] values) {
        this.backend = backend;
        this.values = values;
    }

    /**
     * @param shapes of the operands, for one image
     * @param inputs their numbers
     */
    Kernel moves(Movement op, List<Shape> shapes, int[] inputs, Buffer y) {
        int rest = op.hasRest() ? op.outputShape(shapes).elements() : 0;
        return batch -> {
            if (rest > 0) {
                backend.fill(batch * rest, op.rest(), y);
            }
            List<List<StridedCopy>> copies = op.copies(
                    shapes.stream().map(shape -> shape.withBatch(batch)).toList());
            for (int i = 0; i < inputs.length; i++) {
                for (StridedCopy copy : copies.get(i)) {
                    backend.copyStrided(copy, values[inputs[i]], y);
                }
            }
        };
    }
}
