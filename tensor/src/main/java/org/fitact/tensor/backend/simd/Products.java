package org.fitact.tensor.backend.simd;

import java.util.List;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Gemm;

/** {@code gemm}, {@code conv2d} and its two gradients: each packs the weights and hands the rest to a walk over tiles. */
final class Products {

    private final Execution execution;
    private final Convolutions convolution;

    Products(Execution execution, Convolutions convolution) {
        this.execution = execution;
        this.convolution = convolution;
    }

    /** Weights packed for many products. */
    PackedProduct pack(Conv2d shape, float[] w) {
        return pack(shape, w, false);
    }

    PackedProduct.Matrix pack(Gemm shape, float[] b) {
        return PackedProduct.Matrix.of(execution, shape.k(), shape.n(), b);
    }

    private PackedProduct pack(Conv2d shape, float[] w, boolean everyCall) {
        if (convolution == Convolutions.FASTEST && ConvolutionRule.prefersWinograd(shape, everyCall)) {
            return PackedProduct.Transformed.of(execution, Winograd.of(shape), w);
        }
        int taps = shape.kernelHeight() * shape.kernelWidth();
        return PackedProduct.Matrix.of(execution, taps * shape.inChannels(), shape.outChannels(), w);
    }

    void gemm(Gemm shape, float[] a, float[] b, float[] c, Finish finish) {
        if (shape.transposeA()) {
            Conv2d pixels = new Conv2d(shape.k(), 1, 1, shape.m(), shape.n(), 1, 1, 1, 0);
            Panels panels = Panels.of(shape.k(), shape.n());
            new ColumnProduct(pixels, a, b, panels, c, finish, shape.accumulate()).compute(execution);
        } else {
            Panels panels = Panels.of(shape.k(), shape.n());
            float[] packed = execution.pool().floats(panels.elements());
            if (shape.transposeB()) {
                panels.packTransposedBackwards(execution.workers(), b, shape.k(), packed);
            } else {
                panels.pack(execution.workers(), b, packed);
            }
            multiply(shape, a, panels, packed, c, finish);
            execution.pool().release(packed);
        }
    }

    void gemm(Gemm shape, float[] a, PackedProduct.Matrix b, float[] c, Finish finish) {
        multiply(shape, a, b.panels(), b.elements(), c, finish);
    }

    private void multiply(Gemm shape, float[] a, Panels panels, float[] b, float[] c, Finish finish) {
        List<Run> rows = List.of(Run.matrix(shape.m(), shape.k(), shape.n()));
        new RowProduct(rows, a, panels, b, c, finish, shape.accumulate()).compute(execution);
    }

    void conv2d(Conv2d shape, float[] x, float[] w, float[] y, Finish finish) {
        PackedProduct packed = pack(shape, w, true);
        conv2d(shape, x, packed, y, finish);
        execution.pool().release(packed.elements());
    }

    void conv2d(Conv2d shape, float[] x, PackedProduct w, float[] y, Finish finish) {
        switch (w) {
            case PackedProduct.Matrix matrix ->
                direct(ForwardRuns.of(shape), x, matrix.panels(), matrix.elements(), y, finish);
            case PackedProduct.Transformed transformed ->
                new WinogradProduct(Winograd.of(shape), x, transformed.elements(), y, finish).compute(execution);
        }
    }

    private void direct(List<Run> runs, float[] x, Panels panels, float[] packed, float[] y, Finish finish) {
        if (FewRowsProduct.fits(runs)) {
            new FewRowsProduct(runs.getFirst(), x, panels, packed, y, finish).compute(execution);
            return;
        }
        new RowProduct(runs, x, panels, packed, y, finish, false).compute(execution);
    }

    void gradInput(Conv2d shape, float[] gy, float[] w, float[] gx) {
        if (isConvolutionBackwards(shape)) {
            Conv2d backwards = backwards(shape);
            float[] reversed = execution.pool().floats(shape.weightElements());
            FilterReversal.reverse(execution.workers(), shape, w, reversed);
            conv2d(backwards, gy, reversed, gx, Finish.NONE);
            execution.pool().release(reversed);
            return;
        }
        int taps = shape.kernelHeight() * shape.kernelWidth();
        Panels panels = Panels.of(taps * shape.outChannels(), shape.inChannels());
        float[] packed = execution.pool().floats(panels.elements());
        panels.packTransposedBackwards(execution.workers(), w, shape.outChannels(), packed);
        direct(GradInputRuns.of(shape), gy, panels, packed, gx, Finish.NONE);
        execution.pool().release(packed);
    }

    /** Whether the gradient by the input is a convolution of gy by the reversed kernel. */
    private static boolean isConvolutionBackwards(Conv2d shape) {
        return shape.stride() == 1
                && shape.kernelHeight() == shape.kernelWidth()
                && shape.padding() < shape.kernelHeight();
    }

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
        if (convolution == Convolutions.FASTEST && ConvolutionRule.prefersWinogradForWeight(shape)) {
            new WinogradGradWeight(Winograd.of(shape), x, gy, gw).compute(execution);
            return;
        }
        Panels panels = Panels.of(shape.outputElements() / shape.outChannels(), shape.outChannels());
        new ColumnProduct(shape, x, gy, panels, gw, Finish.NONE, false).compute(execution);
    }
}
