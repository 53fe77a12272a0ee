package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.Window2d;

/** Linear maps: matrix product and convolution, each with an optional bias. */
public final class Products {

    private Products() {}

    /**
     * {@code y = x·w + b}.
     *
     * @param x {@code [rows, in]}, or with more dimensions before the last
     * @param w {@code [in, out]}
     * @param bias {@code [out]}, or null
     * @return {@code [rows, out]}, or as x has them
     */
    public static Tensor linear(Tape tape, Tensor x, Tensor w, Tensor bias) {
        int in = x.shape().extent(-1);
        if (in != w.shape().extent(0)) {
            throw new IllegalArgumentException(
                    "linear layer of weight " + w.shape() + " was given an input of shape " + x.shape());
        }
        Gemm shape = Gemm.of(x.elements() / in, w.shape().extent(1), in);
        int[] extents = x.shape().extents();
        extents[extents.length - 1] = shape.n();
        Tensor y = tape.allocate(Shape.of(extents));
        tape.backend().gemm(shape, x.buffer(), w.buffer(), y.buffer(), epilogue(bias));
        return tape.record(y, new LinearGrad(shape, x, w, bias), x, w, bias);
    }

    /**
     * Convolution; see {@link Conv2d} for the formula.
     *
     * @param x {@code [batch, height, width, in]}
     * @param w {@code [kernel height, kernel width, in/groups, out]}
     * @param bias {@code [out]}, or null
     * @return {@code [batch, out height, out width, out]}
     */
    public static Tensor conv2d(Tape tape, Tensor x, Tensor w, Tensor bias, Window2d window, int groups) {
        requireRank("convolution", x, 4);
        Shape in = x.shape();
        Shape kernel = w.shape();
        boolean fits = kernel.rank() == 4
                && in.extent(3) == kernel.extent(2) * groups
                && kernel.extent(0) == window.kernelHeight()
                && kernel.extent(1) == window.kernelWidth();
        if (!fits) {
            throw new IllegalArgumentException("convolution of a " + window + " window in " + groups
                    + " groups was given a weight of shape " + kernel + " for an input of shape " + in);
        }
        Conv2d shape =
                new Conv2d(in.extent(0), in.extent(1), in.extent(2), in.extent(3), kernel.extent(3), groups, window);
        Tensor y = tape.allocate(Shape.of(shape.batch(), shape.outHeight(), shape.outWidth(), shape.outChannels()));
        tape.backend().conv2d(shape, x.buffer(), w.buffer(), y.buffer(), epilogue(bias));
        return tape.record(y, new Conv2dGrad(shape, x, w, bias), x, w, bias);
    }

    private static Epilogue epilogue(Tensor bias) {
        return bias == null ? Epilogue.NONE : Epilogue.bias(bias.buffer());
    }

    private static void requireRank(String what, Tensor x, int rank) {
        if (x.shape().rank() != rank) {
            throw new IllegalArgumentException(
                    what + " was given an input of shape " + x.shape() + ", expected rank " + rank);
        }
    }

    /** The bias is added to every row, so its gradient is the sum over the rows. */
    private static void biasGrad(Tensor gy, Tensor bias, Gradients gradients) {
        if (gradients.wanted(bias)) {
            int channels = bias.elements();
            Tensor gb = gradients.allocate(bias.shape());
            Reduction overRows = new Reduction(1, gy.elements() / channels, channels);
            gradients.backend().reduce(ReduceOp.SUM, overRows, gy.buffer(), gb.buffer());
            gradients.accumulate(bias, gb);
        }
    }

    /** {@code gx = gy·wᵀ}, {@code gw = xᵀ·gy}. */
    private record LinearGrad(Gemm shape, Tensor x, Tensor w, Tensor bias) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Backend backend = gradients.backend();
            if (gradients.wanted(x)) {
                Tensor gx = gradients.allocate(x.shape());
                Gemm byInput = Gemm.of(shape.m(), shape.k(), shape.n()).withTransposedB();
                backend.gemm(byInput, gy.buffer(), w.buffer(), gx.buffer(), Epilogue.NONE);
                gradients.accumulate(x, gx);
            }
            if (gradients.wanted(w)) {
                Tensor gw = gradients.allocate(w.shape());
                Gemm byWeight = Gemm.of(shape.k(), shape.n(), shape.m()).withTransposedA();
                backend.gemm(byWeight, x.buffer(), gy.buffer(), gw.buffer(), Epilogue.NONE);
                gradients.accumulate(w, gw);
            }
            biasGrad(gy, bias, gradients);
        }
    }

    private record Conv2dGrad(Conv2d shape, Tensor x, Tensor w, Tensor bias) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Backend backend = gradients.backend();
            if (gradients.wanted(x)) {
                Tensor gx = gradients.allocate(x.shape());
                backend.conv2dGradInput(shape, gy.buffer(), w.buffer(), gx.buffer());
                gradients.accumulate(x, gx);
            }
            if (gradients.wanted(w)) {
                Tensor gw = gradients.allocate(w.shape());
                backend.conv2dGradWeight(shape, x.buffer(), gy.buffer(), gw.buffer());
                gradients.accumulate(w, gw);
            }
            biasGrad(gy, bias, gradients);
        }
    }
}
