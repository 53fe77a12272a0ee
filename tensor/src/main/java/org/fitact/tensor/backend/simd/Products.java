package org.fitact.tensor.backend.simd;

import java.util.List;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Gemm;
import org.fitact.tensor.backend.simd.Run.Place;

/** {@code gemm}, {@code conv2d} and its two gradients: each packs one operand and hands the rest to a walk over tiles. */
final class Products {

    private final Execution execution;

    Products(Execution execution) {
        this.execution = execution;
    }

    void gemm(Gemm shape, float[] a, float[] b, float[] c, Finish finish) {
        if (shape.transposeA()) {
            Conv2d pixels = new Conv2d(shape.k(), 1, 1, shape.m(), shape.n(), 1, 1, 1, 0);
            pixelProduct(pixels, a, b, c, finish, shape.accumulate());
            return;
        }
        Panels panels = Panels.of(shape.k(), shape.n());
        float[] packed = execution.pool().floats(panels.elements());
        if (shape.transposeB()) {
            panels.packTransposedBackwards(execution.workers(), b, shape.k(), packed);
        } else {
            panels.pack(execution.workers(), b, packed);
        }
        Place input = new Place(0, shape.k(), 0);
        Place output = new Place(0, shape.n(), 0);
        Run run = Run.of(shape.m(), 1, input, output, List.of(new int[] {0, 0, shape.k()}));
        new RowProduct(List.of(run), a, panels, packed, c, finish, shape.accumulate()).compute(execution);
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
        new RowProduct(GradInputRuns.of(shape), gy, panels, packed, gx, Finish.NONE, false).compute(execution);
        execution.pool().release(packed);
    }

    void gradWeight(Conv2d shape, float[] x, float[] gy, float[] gw) {
        pixelProduct(shape, x, gy, gw, Finish.NONE, false);
    }

    private void pixelProduct(Conv2d shape, float[] x, float[] gy, float[] gw, Finish finish, boolean accumulate) {
        Panels panels = Panels.of(shape.outputElements() / shape.outChannels(), shape.outChannels());
        float[] packed = execution.pool().floats(panels.elements());
        panels.pack(execution.workers(), gy, packed);
        int pitch = Math.max(Tiles.ROWS, shape.inChannels());
        float[] a = pitch == shape.inChannels() ? x : widened(shape, x, pitch);
        new PixelProduct(shape, a, pitch, panels, packed, gw, accumulate).compute(execution, finish);
        if (a != x) {
            execution.pool().release(a);
        }
        execution.pool().release(packed);
    }

    /** A copy of x with zeros for the channels that a tile reads beyond the last. */
    private float[] widened(Conv2d shape, float[] x, int pitch) {
        int channels = shape.inChannels();
        int pixels = shape.inputElements() / channels;
        float[] wide = execution.pool().floats(Math.multiplyExact(pixels, pitch));
        execution.workers().forPieces(pixels, Workers.PIECE / pitch, (from, length) -> {
            for (int pixel = from; pixel < from + length; pixel++) {
                for (int i = 0; i < pitch; i++) {
                    wide[pixel * pitch + i] = i < channels ? x[pixel * channels + i] : 0;
                }
            }
        });
        return wide;
    }
}
