package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.op.attention.Softmax;

/** What attention is made of beside linear layers: products of two values, and softmax. */
public final class Attention {

    private Attention() {}

    /**
     * Products of two values; see {@link BatchedGemm}.
     *
     * @param shape of the products; no A is transposed
     * @param result the shape of what they make, {@code […, m, n]}
     */
    public static Tensor matmul(Tape tape, BatchedGemm shape, Tensor a, Tensor b, Shape result) {
        Tensor y = tape.allocate(result);
        tape.backend().batchedGemm(shape, a.buffer(), b.buffer(), y.buffer());
        return tape.record(y, new MatmulGrad(shape, a, b), a, b);
    }

    /** Softmax over one dimension, or its logarithm; see {@link Softmax}. */
    public static Tensor softmax(Tape tape, Softmax shape, Tensor x) {
        Tensor y = tape.allocate(x.shape());
        tape.backend().softmax(shape, x.buffer(), y.buffer());
        return tape.record(y, new SoftmaxGrad(shape, x, y), x);
    }

    /** {@code ga = gy·bᵀ}, {@code gb = aᵀ·gy}; of a b that is stored transposed {@code ga = gy·b}, {@code gb = gyᵀ·a}. */
    private record MatmulGrad(BatchedGemm shape, Tensor a, Tensor b) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            int batch = shape.batch();
            if (gradients.wanted(a)) {
                Tensor ga = gradients.allocate(a.shape());
                BatchedGemm byLeft =
                        new BatchedGemm(batch, shape.m(), shape.k(), shape.n(), false, !shape.transposeB());
                gradients.backend().batchedGemm(byLeft, gy.buffer(), b.buffer(), ga.buffer());
                gradients.accumulate(a, ga);
            }
            if (gradients.wanted(b)) {
                Tensor gb = gradients.allocate(b.shape());
                if (shape.transposeB()) {
                    BatchedGemm byRight = new BatchedGemm(batch, shape.n(), shape.k(), shape.m(), true, false);
                    gradients.backend().batchedGemm(byRight, gy.buffer(), a.buffer(), gb.buffer());
                } else {
                    BatchedGemm byRight = new BatchedGemm(batch, shape.k(), shape.n(), shape.m(), true, false);
                    gradients.backend().batchedGemm(byRight, a.buffer(), gy.buffer(), gb.buffer());
                }
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
