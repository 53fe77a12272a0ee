package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.op.attention.Softmax;

/** What attention is made of beside linear layers: products of two values, and softmax. */
public final class Attention {

    private Attention() {}

    /**
     * {@code y[…] = a[…]·b[…]}, one product for each index of the leading dimensions, which both have.
     *
     * @param a {@code […, m, k]}
     * @param b {@code […, k, n]}
     * @return {@code […, m, n]}
     * @throws IllegalArgumentException if the shapes are not such
     */
    public static Tensor matmul(Tape tape, Tensor a, Tensor b) {
        int rank = a.shape().rank();
        BatchedGemm shape = shape(a.shape(), b.shape());
        int[] extents = a.shape().extents();
        extents[rank - 1] = shape.n();
        Tensor y = tape.allocate(Shape.of(extents));
        tape.backend().batchedGemm(shape, a.buffer(), b.buffer(), y.buffer());
        return tape.record(y, new MatmulGrad(shape, a, b), a, b);
    }

    private static BatchedGemm shape(Shape a, Shape b) {
        int rank = a.rank();
        boolean fits = rank >= 2 && b.rank() == rank && a.extent(-1) == b.extent(-2);
        int batch = 1;
        for (int d = 0; fits && d < rank - 2; d++) {
            fits = a.extent(d) == b.extent(d);
            batch *= a.extent(d);
        }
        if (!fits) {
            throw new IllegalArgumentException("a product of a " + a + " and a " + b + " matrix");
        }
        return BatchedGemm.of(batch, a.extent(-2), b.extent(-1), a.extent(-1));
    }

    /** Softmax over one axis, or its logarithm; see {@link Softmax}. */
    public static Tensor softmax(Tape tape, Tensor x, int axis, boolean logarithm) {
        int classes = x.shape().extent(axis);
        int inner = x.shape().strides()[axis];
        Softmax shape = new Softmax(x.elements() / classes / inner, classes, inner, logarithm);
        Tensor y = tape.allocate(x.shape());
        tape.backend().softmax(shape, x.buffer(), y.buffer());
        return tape.record(y, new SoftmaxGrad(shape, x, y), x);
    }

    /** {@code ga = gy·bᵀ}, {@code gb = aᵀ·gy}. */
    private record MatmulGrad(BatchedGemm shape, Tensor a, Tensor b) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            if (gradients.wanted(a)) {
                Tensor ga = gradients.allocate(a.shape());
                BatchedGemm byLeft = new BatchedGemm(shape.batch(), shape.m(), shape.k(), shape.n(), false, true);
                gradients.backend().batchedGemm(byLeft, gy.buffer(), b.buffer(), ga.buffer());
                gradients.accumulate(a, ga);
            }
            if (gradients.wanted(b)) {
                Tensor gb = gradients.allocate(b.shape());
                BatchedGemm byRight = new BatchedGemm(shape.batch(), shape.k(), shape.n(), shape.m(), true, false);
                gradients.backend().batchedGemm(byRight, a.buffer(), gy.buffer(), gb.buffer());
                gradients.accumulate(b, gb);
            }
        }
    }

    private record SoftmaxGrad(Softmax shape, Tensor x, Tensor y) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            gradients.backend().softmaxBackward(shape, y.buffer(), gy.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }
}
