package org.fitact.tensor.autograd;

import org.fitact.tensor.AxisReduction;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.UnaryOp;

/** Reductions over axes of a tensor; see {@link ReduceOp}. */
public final class Reducing {

    private Reducing() {}

    /**
     * Folds a tensor over some of its axes, which stay with an extent of 1. The gradient of a maximum or minimum goes to each
     * element that is it.
     *
     * @param reduced for each axis whether it is reduced
     */
    public static Tensor reduce(Tape tape, ReduceOp op, Tensor x, boolean[] reduced) {
        int[] extents = x.shape().extents();
        for (int d = 0; d < extents.length; d++) {
            extents[d] = reduced[d] ? 1 : extents[d];
        }
        Tensor y = tape.allocate(Shape.of(extents));
        AxisReduction steps = AxisReduction.of(x.shape(), reduced);
        steps.run(tape.backend(), op, x.buffer(), y.buffer());
        return tape.record(y, new ReduceGrad(op, steps.count(), x, y), x);
    }

    private record ReduceGrad(ReduceOp op, int count, Tensor x, Tensor y) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Backend backend = gradients.backend();
            Tensor gx = gradients.allocate(x.shape());
            backend.copyStrided(Broadcasting.expansion(gy.shape(), x.shape()), gy.buffer(), gx.buffer());
            int n = x.elements();
            switch (op) {
                case SUM -> {}
                case MEAN -> backend.unary(new UnaryOp.Affine(1f / count, 0), n, gx.buffer(), gx.buffer());
                case SUM_OF_SQUARES -> {
                    combine(gradients, BinaryOp.MULTIPLY, gx, x, gx);
                    backend.unary(new UnaryOp.Affine(2, 0), n, gx.buffer(), gx.buffer());
                }
                case PRODUCT -> {
                    combine(gradients, BinaryOp.MULTIPLY, gx, y, gx);
                    combine(gradients, BinaryOp.DIVIDE, gx, x, gx);
                }
                case MAX, MIN -> toTheChosen(gradients, gx);
            }
            gradients.accumulate(x, gx);
        }

        /** Takes the gradient from every element that is not the result: where {@code |y − x|} is positive. */
        private void toTheChosen(Gradients gradients, Tensor gx) {
            Backend backend = gradients.backend();
            int n = x.elements();
            Tensor distance = gradients.allocate(x.shape());
            Tensor away = gradients.allocate(x.shape());
            combine(gradients, BinaryOp.SUBTRACT, x, y, distance);
            backend.unary(new UnaryOp.Abs(), n, distance.buffer(), distance.buffer());
            backend.unaryGrad(new UnaryOp.Relu(), n, distance.buffer(), distance.buffer(), gx.buffer(), away.buffer());
            combine(gradients, BinaryOp.SUBTRACT, gx, away, gx);
        }

        private static void combine(Gradients gradients, BinaryOp op, Tensor a, Tensor b, Tensor result) {
            Broadcasting.of(op, a.shape(), b.shape()).run(gradients.backend(), a.buffer(), b.buffer(), result.buffer());
        }
    }
}
