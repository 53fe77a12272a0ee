package org.fitact.tensor.backend.simd;

import java.util.List;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Gemm;

/** {@code gemm}, {@code conv2d} and its two gradients: each packs one operand and hands the rest to a walk over tiles. */
final class Products {

    private final Execution execution;

    Products(Execution execution) {
        this.execution = execution;
    }

    void gemm(Gemm shape, float[] a, float[] b, float[] c, Finish finish) {
        if (shape.transposeA()) {
            Conv2d pixels = new Conv2d(shape.k(), 1, 1, shape.m(), shape.n(), 1, 1, 1, 0);
            new ColumnProduct(pixels, a, b, Panels.of(shape.k(), shape.n()), c, finish, shape.accumulate())
                    .compute(execution);
            return;
        }
        Panels panels = Panels.of(shape.k(), shape.n());
        float[] packed = execution.pool().floats(panels.elements());
        if (shape.transposeB()) {
            panels.packTransposedBackwards(execution.workers(), b, shape.k(), packed);
        } else {
            panels.pack(execution.workers(), b, packed);
        }
        List<Run> rows = List.of(Run.matrix(shape.m(), shape.k(), shape.n()));
        new RowProduct(rows, a, panels, packed, c, finish, shape.accumulate()).compute(execution);
        execution.pool().release(packed);
    }

    void conv2d(Conv2d shape, float[] x, float[] w, float[] y, Finish finish) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        Panels panels = Panels.of(taps * shape.inChannels(), shape.outChannels());
        float[] packed = execution.pool().floats(panels.elements());
        panels.pack(execution.workers(), w, packed);
        new RowProduct(ForwardRuns.of(shape), x, panels, packed, y, finish, false).compute(execution);
        execution.pool().release(packed);
    }

    void gradInput(Conv2d shape, float[] gy, float[] w, float[] gx) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        Panels panels = Panels.of(taps * shape.outChannels(), shape.inChannels());
        float[] packed = execution.pool().floats(panels.elements());
        panels.packTransposedBackwards(execution.workers(), w, shape.outChannels(), packed);
        List<Run> runs = shape.stride() == 1 && shape.padding() < shape.kernelHeight() && shape.padding() < shape.kernelWidth()
                        && shape.kernelHeight() == shape.kernelWidth()
                ? ForwardRuns.of(backwards(shape))
                : GradInputRuns.of(shape);
        new RowProduct(runs, gy, panels, packed, gx, Finish.NONE, false).compute(execution);
        execution.pool().release(packed);
    }

    /** The convolution of gy by the reversed kernel that is the gradient by the input where the stride is 1. */
    private static Conv2d backwards(Conv2d shape) {
        return new Conv2d(
                shape.batch(),
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                shape.inChannels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                1,
                shape.kernelHeight() - 1 - shape.padding());
    }

    void gradWeight(Conv2d shape, float[] x, float[] gy, float[] gw) {
        Panels panels = Panels.of(shape.outputElements() / shape.outChannels(), shape.outChannels());
        new ColumnProduct(shape, x, gy, panels, gw, Finish.NONE, false).compute(execution);
    }
}
