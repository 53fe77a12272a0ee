package org.fitact.nn.plan;

import org.fitact.nn.graph.op.Transpose;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;

/** Kernels of the ops that move elements without changing them. */
final class LayoutKernels {

    private final Backend backend;
    private final Buffer[] values;

    /** @param values by number, as {@link KernelCompiler} has them */
    LayoutKernels(Backend backend, Buffer[] values) {
        this.backend = backend;
        this.values = values;
    }

    Kernel transpose(Transpose op, Shape shape, int x, Buffer y) {
        return batch -> backend.copyStrided(Shaping.transposed(shape.withBatch(batch), op.order()), values[x], y);
    }
}
