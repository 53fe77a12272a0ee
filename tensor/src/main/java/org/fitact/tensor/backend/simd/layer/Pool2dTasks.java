package org.fitact.tensor.backend.simd.layer;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.simd.layer.Pool2dKernels.Taps;
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
                Taps taps = taps(shape, oy, ox);
                int from = first(shape, image, oy, ox);
                int to = (line * shape.outWidth() + ox) * shape.channels();
                switch (shape.kind()) {
                    case MAX -> Pool2dKernels.largest(taps, shape.channels(), x, from, y, to);
                    case AVERAGE -> Pool2dKernels.mean(taps, shape.divisor(oy, ox), shape.channels(), x, from, y, to);
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
                    Taps taps = taps(shape, oy, ox);
                    int from = first(shape, image, oy, ox);
                    int at = ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * shape.channels();
                    switch (shape.kind()) {
                        case MAX -> Pool2dKernels.gradLargest(taps, shape.channels(), x, from, gy, at, gx);
                        case AVERAGE ->
                            Pool2dKernels.gradMean(taps, shape.divisor(oy, ox), shape.channels(), gy, at, gx, from);
                    }
                }
            }
        });
    }

    private static Taps taps(Pool2d shape, int oy, int ox) {
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        return new Taps(
                Math.max(0, vertical.endTap(oy, shape.height()) - vertical.firstTap(oy)),
                Math.max(0, horizontal.endTap(ox, shape.width()) - horizontal.firstTap(ox)),
                vertical.dilation() * shape.width() * shape.channels(),
                horizontal.dilation() * shape.channels());
    }

    /** Offset of the input pixel under the first tap of a window that lies inside. */
    private static int first(Pool2d shape, int image, int oy, int ox) {
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        int line = image * shape.height() + vertical.input(oy, vertical.firstTap(oy));
        return (line * shape.width() + horizontal.input(ox, horizontal.firstTap(ox))) * shape.channels();
    }
}
