package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.attention.Softmax;

/** What training makes small. Every loss is one number, of shape {@code [1]}. */
public final class Losses {

    private Losses() {}

    /**
     * Mean cross-entropy of the softmax of the logits, with label smoothing; see {@link CrossEntropy}.
     *
     * @param logits {@code [rows, classes]}
     * @param labels INT32, {@code [rows]}
     */
    public static Tensor crossEntropy(Tape tape, Tensor logits, Tensor labels, float smoothing) {
        CrossEntropy shape =
                new CrossEntropy(logits.shape().extent(0), logits.shape().extent(1), smoothing);
        Tensor probabilities = tape.allocate(logits.shape());
        Tensor losses = tape.allocate(Shape.of(shape.rows()));
        tape.backend().crossEntropy(shape, logits.buffer(), labels.buffer(), probabilities.buffer(), losses.buffer());
        Tensor mean = tape.allocate(Shape.of(1));
        tape.backend().reduce(ReduceOp.MEAN, new Reduction(1, shape.rows(), 1), losses.buffer(), mean.buffer());
        return tape.record(mean, new CrossEntropyGrad(shape, logits, labels, probabilities), logits);
    }

    /**
     * Mean cross-entropy of the softmax of the logits with targets that are shares of the classes, such as another network's softmax:
     * {@code −1/rows · Σ t·ln softmax(x)}. With targets of which one is 1 and the others 0 it is {@link #crossEntropy}.
     *
     * @param logits {@code [rows, classes]}
     * @param targets t, likewise
     */
    public static Tensor softCrossEntropy(Tape tape, Tensor logits, Tensor targets) {
        int rows = logits.shape().extent(0);
        Softmax logarithm = new Softmax(rows, logits.shape().extent(1), 1, true);
        Tensor products = Elementwise.multiply(tape, Attention.softmax(tape, logarithm, logits), targets);
        Tensor sum = Reducing.reduce(tape, ReduceOp.SUM, products, new boolean[] {true, true});
        return Shaping.reshape(tape, Elementwise.unary(tape, new UnaryOp.Affine(-1f / rows, 0), sum), Shape.of(1));
    }

    /** {@code Σ x²}, of shape {@code [1]}. */
    public static Tensor sumOfSquares(Tape tape, Tensor x) {
        Tensor y = tape.allocate(Shape.of(1));
        tape.backend().reduce(ReduceOp.SUM_OF_SQUARES, new Reduction(1, x.elements(), 1), x.buffer(), y.buffer());
        return tape.record(y, new SumOfSquaresGrad(x), x);
    }

    private record CrossEntropyGrad(CrossEntropy shape, Tensor logits, Tensor labels, Tensor probabilities)
            implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(logits.shape());
            float scale = gy.item() / shape.rows();
            gradients
                    .backend()
                    .crossEntropyBackward(shape, probabilities.buffer(), labels.buffer(), scale, gx.buffer());
            gradients.accumulate(logits, gx);
        }
    }

    private record SumOfSquaresGrad(Tensor x) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            UnaryOp twice = new UnaryOp.Affine(2 * gy.item(), 0);
            gradients.backend().unary(twice, x.elements(), x.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }
}
