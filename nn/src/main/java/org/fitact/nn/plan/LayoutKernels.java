package org.fitact.nn.plan;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Resize;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BufferGroup;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** Kernels of the ops that give elements other places. */
final class LayoutKernels {

    private final Backend backend;
    private final BufferGroup memory;
    private final Buffer[] values;

    /**
     * @param memory that owns what kernels keep
     * @param values by number, as {@link KernelCompiler} has them
     */
    LayoutKernels(Backend backend, BufferGroup memory, Buffer[] values) {
        this.backend = backend;
        this.memory = memory;
        this.values = values;
    }

    /** The weights of the interpolation are made once. */
    Kernel resizes(Resize op, Shape shape, int x, Buffer y) {
        int from = shape.extent(-1);
        float[] weights = op.weights(from);
        Buffer w = memory.allocate(DType.FLOAT32, weights.length);
        backend.upload(MemorySegment.ofArray(weights), w, 0);
        Gemm rows = Gemm.of(shape.elements() / from, op.to(), from);
        return batch -> backend.gemm(rows.withRows(batch), values[x], w, y, Epilogue.NONE);
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
