package org.fitact.tensor.backend.simd;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.simd.depthwise.DepthwiseGradients;
import org.fitact.tensor.backend.simd.depthwise.DepthwiseProduct;
import org.fitact.tensor.backend.simd.product.BatchedProduct;
import org.fitact.tensor.backend.simd.product.ColumnProduct;
import org.fitact.tensor.backend.simd.product.FewRowsProduct;
import org.fitact.tensor.backend.simd.product.FewRowsWeights;
import org.fitact.tensor.backend.simd.product.Finish;
import org.fitact.tensor.backend.simd.product.ForwardRuns;
import org.fitact.tensor.backend.simd.product.GradInputRuns;
import org.fitact.tensor.backend.simd.product.MatrixOnce;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.product.PatchGradWeight;
import org.fitact.tensor.backend.simd.product.RowProduct;
import org.fitact.tensor.backend.simd.product.Run;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Transposition;
import org.fitact.tensor.backend.simd.winograd.Winograd;
import org.fitact.tensor.backend.simd.winograd.WinogradForm;
import org.fitact.tensor.backend.simd.winograd.WinogradGradWeight;
import org.fitact.tensor.backend.simd.winograd.WinogradOnce;
import org.fitact.tensor.backend.simd.winograd.WinogradPooling;
import org.fitact.tensor.backend.simd.winograd.WinogradProduct;
import org.fitact.tensor.backend.simd.winograd.WinogradWeightBlocks;

/** {@code gemm}, {@code conv2d} and its two gradients: each packs the weights and hands the rest to a walk over tiles. */
public final class Products {

    private final Execution execution;
    private final Conv2dChoice convolution;

    public Products(Execution execution, Conv2dChoice convolution) {
        this.execution = execution;
        this.convolution = convolution;
    }

    /** Weights packed for many products. */
    PackedProduct pack(Conv2d shape, float[] w) {
        Optional<WinogradForm> form = form(shape, false);
        Optional<PackedProduct> words = form.isPresent() || shape.groups() > 1
                ? Optional.empty()
                : PackedProduct.Words.of(execution, ForwardRuns.of(shape), shape.terms(), shape.outChannels(), w);
        return words.orElseGet(() -> pack(shape, w, form));
    }

    PackedProduct pack(Gemm shape, float[] b) {
        return PackedProduct.Words.of(execution, rows(shape), shape.k(), shape.n(), b)
                .orElseGet(() -> PackedProduct.Matrix.of(execution, shape.k(), shape.n(), 1, b));
    }

    private PackedProduct pack(Conv2d shape, float[] w, Optional<WinogradForm> form) {
        if (form.isPresent()) {
            return PackedProduct.Transformed.of(execution, Winograd.of(shape, form.get()), w);
        }
        return PackedProduct.Matrix.of(execution, shape.terms(), shape.outPerGroup(), shape.groups(), w);
    }

    /** Which of Winograd's algorithms is taken, or none. */
    private Optional<WinogradForm> form(Conv2d shape, boolean everyCall) {
        return convolution == Conv2dChoice.FASTEST ? Conv2dRule.form(shape, everyCall) : Optional.empty();
    }

    public void gemm(Gemm shape, float[] a, float[] b, float[] c, Finish finish) {
        if (shape.transposeA()) {
            Conv2d pixels = new Conv2d(shape.k(), 1, 1, shape.m(), shape.n(), 1, 1, 1, 0);
            Panels panels = Panels.of(shape.k(), shape.n());
            new ColumnProduct(pixels, a, b, panels, c, finish, shape.accumulate()).compute(execution);
        } else if (shape.transposeB() && !shape.accumulate() && shape.m() <= shape.n() && finish.equals(Finish.NONE)) {
            gemmTransposed(shape, a, b, c);
        } else if (!shape.transposeB() && !shape.accumulate() && shape.m() <= MatrixOnce.ROWS_AT_MOST) {
            new MatrixOnce(shape.m(), a, b, Panels.of(shape.k(), shape.n()), c, finish).compute(execution);
        } else {
            gemmPacked(shape, a, b, c, finish);
        }
    }

    private void gemmPacked(Gemm shape, float[] a, float[] b, float[] c, Finish finish) {
        Panels panels = Panels.of(shape.k(), shape.n());
        execution.withArray(panels.elements(), packed -> {
            if (shape.transposeB()) {
                panels.packTransposedBackwards(execution.workers(), b, shape.k(), packed);
            } else {
                panels.pack(execution.workers(), b, packed);
            }
            multiply(shape, a, panels, packed, c, finish);
        });
    }

    /** {@code cᵀ = b·aᵀ} where b is stored transposed: its rows are used as they lie, and the smaller a is packed. */
    private void gemmTransposed(Gemm shape, float[] a, float[] b, float[] c) {
        Panels panels = Panels.of(shape.k(), shape.m());
        execution.withArray(Math.multiplyExact(shape.n(), shape.m()), transposed -> {
            execution.withArray(panels.elements(), packed -> {
                panels.packTransposedBackwards(execution.workers(), a, shape.k(), packed);
                multiply(Gemm.of(shape.n(), shape.m(), shape.k()), b, panels, packed, transposed, Finish.NONE);
            });
            Transposition.backwards(execution.workers(), 1, shape.n(), shape.m(), transposed, c);
        });
    }

    public void gemm(Gemm shape, float[] a, PackedProduct b, float[] c, Finish finish) {
        switch (b) {
            case PackedProduct.Matrix matrix -> multiply(shape, a, matrix.panels(), matrix.elements(), c, finish);
            case PackedProduct.Words packed -> {
                if (shape.accumulate()) {
                    asFloats(packed, (panels, floats) -> multiply(shape, a, panels, floats, c, finish));
                } else {
                    direct(rows(shape), a, packed, c, finish);
                }
            }
            case PackedProduct.Transformed _ -> throw new IllegalArgumentException("filters in a matrix product");
        }
    }

    private void multiply(Gemm shape, float[] a, Panels panels, float[] b, float[] c, Finish finish) {
        new RowProduct(rows(shape), a, panels, b, c, finish, shape.accumulate()).compute(execution);
    }

    private static List<Run> rows(Gemm shape) {
        return List.of(Run.matrix(shape.m(), shape.k(), shape.n()));
    }

    public void batched(BatchedGemm shape, float[] a, float[] b, float[] c) {
        BatchedProduct.of(shape, a, b, c).compute(execution);
    }

    public void conv2d(Conv2d shape, float[] x, float[] w, float[] y, Finish finish) {
        if (DepthwiseProduct.suits(shape)) {
            new DepthwiseProduct(shape, x, w, y, finish).compute(execution);
            return;
        }
        Optional<WinogradForm> form = form(shape, true);
        if (shape.inChannels() * shape.outChannels() > WinogradOnce.PAIRS && form.isPresent()) {
            WinogradProduct product = new WinogradProduct(Winograd.of(shape, form.get()), x, null, y, finish, false);
            new WinogradOnce(product, w).compute(execution);
            return;
        }
        PackedProduct packed = pack(shape, w, form);
        try {
            conv2d(shape, x, packed, y, finish);
        } finally {
            packed.release(execution);
        }
    }

    public void conv2d(Conv2d shape, float[] x, PackedProduct w, float[] y, Finish finish) {
        switch (w) {
            case PackedProduct.Matrix matrix -> {
                List<Run> runs = matrix.grouped(ForwardRuns.of(shape), shape.inPerGroup());
                direct(runs, x, matrix.panels(), matrix.elements(), y, finish);
            }
            case PackedProduct.Words words -> direct(ForwardRuns.of(shape), x, words, y, finish);
            case PackedProduct.Transformed transformed ->
                new WinogradProduct(transformed.winograd(shape), x, transformed.elements(), y, finish, false)
                        .compute(execution);
        }
    }

    /** Whether packed weights of a convolution serve {@link #conv2dPool}. */
    boolean fusesPool(Conv2d shape, Pool2d pool) {
        return form(shape, false).isPresent() && WinogradPooling.fits(shape, pool);
    }

    /** A convolution and the pooling of its output in one; see {@link WinogradPooling}. */
    void conv2dPool(Conv2d shape, float[] x, PackedProduct.Transformed w, float[] y, Finish finish) {
        new WinogradProduct(w.winograd(shape), x, w.elements(), y, finish, true).compute(execution);
    }

    private void direct(List<Run> runs, float[] x, Panels panels, float[] packed, float[] y, Finish finish) {
        if (FewRowsProduct.fits(runs)) {
            FewRowsWeights weights = new FewRowsWeights.Floats(panels, packed);
            new FewRowsProduct(runs.getFirst(), x, weights, y, finish).compute(execution);
            return;
        }
        new RowProduct(runs, x, panels, packed, y, finish, false).compute(execution);
    }

    /** Of more rows than the words were packed for all are read at once. */
    private void direct(List<Run> runs, float[] x, PackedProduct.Words packed, float[] y, Finish finish) {
        if (FewRowsProduct.fitsWords(runs)) {
            FewRowsWeights weights = new FewRowsWeights.Shorts(packed.words());
            new FewRowsProduct(runs.getFirst(), x, weights, y, finish).compute(execution);
            return;
        }
        asFloats(packed, (panels, floats) -> direct(runs, x, panels, floats, y, finish));
    }

    private void asFloats(PackedProduct.Words packed, BiConsumer<Panels, float[]> product) {
        Panels panels = packed.words().panels();
        execution.withArray(panels.elements(), floats -> {
            packed.words().read(execution, floats);
            product.accept(panels, floats);
        });
    }

    public void gradInput(Conv2d shape, float[] gy, float[] w, float[] gx) {
        boolean forwards = isConvolutionBackwards(shape);
        if (DepthwiseGradients.suit(shape) && !forwards) {
            new DepthwiseGradients(shape).byInput(execution, gy, w, gx);
        } else if (DepthwiseGradients.suit(shape)
                || forwards && form(backwards(shape), true).isPresent()) {
            gradInputReversed(shape, gy, w, gx);
        } else if (shape.groups() > 1) {
            new GroupSlices(execution, shape).gradInput(gy, w, gx, this::gradInput);
        } else {
            gradInputDirect(shape, gy, w, gx, forwards ? ForwardRuns.of(backwards(shape)) : GradInputRuns.of(shape));
        }
    }

    private void gradInputDirect(Conv2d shape, float[] gy, float[] w, float[] gx, List<Run> runs) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        Panels panels = Panels.of(taps * shape.outChannels(), shape.inChannels());
        execution.withArray(panels.elements(), packed -> {
            panels.packTransposedBackwards(execution.workers(), w, shape.outChannels(), packed);
            direct(runs, gy, panels, packed, gx, Finish.NONE);
        });
    }

    /** By the filters {@code r[ky, kx, o, i] = w[K−1−ky, K−1−kx, i, o]}; where a group has one i, it has one o. */
    private void gradInputReversed(Conv2d shape, float[] gy, float[] w, float[] gx) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        execution.withArray(shape.weightElements(), reversed -> {
            Transposition.backwards(execution.workers(), taps, shape.inPerGroup(), shape.outChannels(), w, reversed);
            conv2d(backwards(shape), gy, reversed, gx, Finish.NONE);
        });
    }

    /** Whether the gradient by the input is a convolution of gy by the reversed kernel. */
    private static boolean isConvolutionBackwards(Conv2d shape) {
        return isConvolutionBackwards(shape.window().vertical())
                && isConvolutionBackwards(shape.window().horizontal());
    }

    private static boolean isConvolutionBackwards(Window1d window) {
        return window.stride() == 1 && Math.max(window.before(), window.after()) < window.span();
    }

    private static Conv2d backwards(Conv2d shape) {
        return new Conv2d(
                shape.batch(),
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                shape.inChannels(),
                shape.groups(),
                new Window2d(
                        backwards(shape.window().vertical()),
                        backwards(shape.window().horizontal())));
    }

    private static Window1d backwards(Window1d window) {
        int last = (int) window.span() - 1;
        return new Window1d(window.kernel(), 1, window.dilation(), last - window.before(), last - window.after());
    }

    public void gradWeight(Conv2d shape, float[] x, float[] gy, float[] gw) {
        if (DepthwiseGradients.suit(shape)) {
            new DepthwiseGradients(shape).byWeight(execution, x, gy, gw);
            return;
        }
        if (shape.groups() > 1) {
            new GroupSlices(execution, shape).gradWeight(x, gy, gw, this::gradWeight);
            return;
        }
        boolean winograd = convolution == Conv2dChoice.FASTEST && Conv2dRule.prefersWinogradForWeight(shape);
        if (PatchGradWeight.suits(shape, winograd)) {
            PatchGradWeight.of(shape, x, gy, gw).compute(execution);
            return;
        }
        if (winograd) {
            WinogradGradWeight gradient = new WinogradGradWeight(Winograd.of(shape, WinogradForm.LARGE), x, gy, gw);
            if (WinogradWeightBlocks.suits(gradient.winograd())) {
                new WinogradWeightBlocks(gradient).compute(execution);
            } else {
                gradient.compute(execution);
            }
            return;
        }
        Panels panels = Panels.of(shape.outputElements() / shape.outChannels(), shape.outChannels());
        new ColumnProduct(shape, x, gy, panels, gw, Finish.NONE, false).compute(execution);
    }
}
