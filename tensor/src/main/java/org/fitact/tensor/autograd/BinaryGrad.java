package org.fitact.tensor.autograd;

import org.fitact.tensor.AxisReduction;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * The gradients of {@code y = op(a, b)}. Those of an operand that was repeated are summed over what it was repeated along.
 *
 * <table>
 * <caption>∂y/∂a and ∂y/∂b</caption>
 * <tr><td>a + b, a − b</td><td>1</td><td>±1</td></tr>
 * <tr><td>a·b</td><td>b</td><td>a</td></tr>
 * <tr><td>a/b</td><td>1/b</td><td>−y/b</td></tr>
 * <tr><td>max, min</td><td>whether a is the result and b is not</td><td>else</td></tr>
 * <tr><td>a^b</td><td>b·a^(b−1)</td><td>y·ln a</td></tr>
 * </table>
 */
record BinaryGrad(BinaryOp op, Tensor a, Tensor b, Tensor y) implements Function {

    @Override
    public void backward(Tensor gy, Gradients gradients) {
        Sums sums = new Sums(gradients);
        switch (op) {
            case ADD -> {
                sums.pass(a, gy);
                sums.pass(b, gy);
            }
            case SUBTRACT -> {
                sums.pass(a, gy);
                if (gradients.wanted(b)) {
                    sums.give(b, sums.scaled(gy, -1));
                }
            }
            case MULTIPLY -> product(gy, sums, gradients);
            case DIVIDE -> quotient(gy, sums, gradients);
            case MAXIMUM -> selection(gy, 1, sums);
            case MINIMUM -> selection(gy, -1, sums);
            case POWER -> power(gy, sums, gradients);
        }
    }

    private void product(Tensor gy, Sums sums, Gradients gradients) {
        if (gradients.wanted(a)) {
            sums.give(a, sums.of(BinaryOp.MULTIPLY, gy, b));
        }
        if (gradients.wanted(b)) {
            sums.give(b, sums.of(BinaryOp.MULTIPLY, gy, a));
        }
    }

    private void quotient(Tensor gy, Sums sums, Gradients gradients) {
        if (gradients.wanted(a)) {
            sums.give(a, sums.of(BinaryOp.DIVIDE, gy, b));
        }
        if (gradients.wanted(b)) {
            Tensor share = sums.of(BinaryOp.DIVIDE, sums.of(BinaryOp.MULTIPLY, gy, y), b);
            sums.give(b, sums.scaled(share, -1));
        }
    }

    /** By the derivative of the ReLU at {@code sign·(a − b)}, which is 1 where a is the result and b is not. */
    private void selection(Tensor gy, float sign, Sums sums) {
        Tensor difference = sums.scaled(sums.of(BinaryOp.SUBTRACT, a, b), sign);
        Tensor ofA = sums.allocate(gy.shape());
        sums.gradients
                .backend()
                .unaryGrad(
                        new UnaryOp.Relu(),
                        gy.elements(),
                        difference.buffer(),
                        difference.buffer(),
                        gy.buffer(),
                        ofA.buffer());
        sums.give(b, sums.of(BinaryOp.SUBTRACT, gy, ofA));
        sums.give(a, ofA);
    }

    private void power(Tensor gy, Sums sums, Gradients gradients) {
        if (gradients.wanted(a)) {
            Tensor less = sums.unary(new UnaryOp.Affine(1, -1), b);
            Tensor slope = sums.of(BinaryOp.MULTIPLY, sums.of(BinaryOp.POWER, a, less), b);
            sums.give(a, sums.of(BinaryOp.MULTIPLY, gy, slope));
        }
        if (gradients.wanted(b)) {
            Tensor share = sums.of(BinaryOp.MULTIPLY, gy, y);
            sums.give(b, sums.of(BinaryOp.MULTIPLY, share, sums.unary(new UnaryOp.Log(), a)));
        }
    }

    /** Steps of a backward pass, whose results live as long as the tape. */
    private record Sums(Gradients gradients) {

        Tensor allocate(Shape shape) {
            return gradients.allocate(shape);
        }

        Tensor of(BinaryOp op, Tensor a, Tensor b) {
            Broadcasting pair = Broadcasting.of(op, a.shape(), b.shape());
            Tensor result = allocate(pair.result());
            pair.run(gradients.backend(), a.buffer(), b.buffer(), result.buffer());
            return result;
        }

        Tensor unary(UnaryOp op, Tensor x) {
            Tensor result = allocate(x.shape());
            gradients.backend().unary(op, x.elements(), x.buffer(), result.buffer());
            return result;
        }

        Tensor scaled(Tensor x, float factor) {
            return unary(new UnaryOp.Affine(factor, 0), x);
        }

        /** Gives the gradient by the output itself. */
        void pass(Tensor input, Tensor gy) {
            if (input.shape().equals(gy.shape())) {
                gradients.pass(input, gy);
            } else if (gradients.wanted(input)) {
                give(input, gy);
            }
        }

        /** Gives a gradient of the result's shape, summed to the input's. */
        void give(Tensor input, Tensor gradient) {
            if (!input.shape().equals(gradient.shape())) {
                Tensor sum = allocate(input.shape());
                boolean[] repeated = Broadcasting.repeated(input.shape(), gradient.shape());
                AxisReduction.of(gradient.shape(), repeated)
                        .run(gradients.backend(), ReduceOp.SUM, gradient.buffer(), sum.buffer());
                gradients.accumulate(input, sum);
            } else {
                gradients.accumulate(input, gradient);
            }
        }
    }
}
