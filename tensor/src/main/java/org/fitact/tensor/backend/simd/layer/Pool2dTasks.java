package org.fitact.tensor.backend.simd.layer;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.simd.run.Execution;

/** Pooling: tasks are lines of the output forward, and images backward, where windows may overlap. */
public final class Pool2dTasks {

    private final Execution execution;

    public Pool2dTasks(Execution execution) {
        this.execution = execution;
    }

    public void forward(Pool2d shape, float[] x, float[] y) {
        execution.workers().run(shape.batch() * shape.outHeight(), (line, worker) -> {
            int image = line / shape.outHeight();
            int oy = line % shape.outHeight();
            for (int ox = 0; ox < shape.outWidth(); ox++) {
                int from = first(shape, image, oy, ox);
                int to = (line * shape.outWidth() + ox) * shape.channels();
                switch (shape.kind()) {
                    case MAX -> Pool2dKernels.largest(shape, x, from, y, to);
                    case AVERAGE -> Pool2dKernels.mean(shape, x, from, y, to);
                }
            }
        });
    }

    public void backward(Pool2d shape, float[] x, float[] gy, float[] gx) {
        int pixels = shape.height() * shape.width() * shape.channels();
        execution.workers().run(shape.batch(), (image, worker) -> {
            Arrays.fill(gx, image * pixels, (image + 1) * pixels, 0);
            for (int oy = 0; oy < shape.outHeight(); oy++) {
                for (int ox = 0; ox < shape.outWidth(); ox++) {
                    int from = first(shape, image, oy, ox);
                    int at = ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * shape.channels();
                    switch (shape.kind()) {
                        case MAX -> Pool2dKernels.gradLargest(shape, x, from, gy, at, gx);
                        case AVERAGE -> Pool2dKernels.gradMean(shape, gy, at, gx, from);
                    }
                }
            }
        });
    }

    /** Offset of the first input pixel of a window. */
    private static int first(Pool2d shape, int image, int oy, int ox) {
        int line = image * shape.height() + oy * shape.stride();
        return (line * shape.width() + ox * shape.stride()) * shape.channels();
    }
}
