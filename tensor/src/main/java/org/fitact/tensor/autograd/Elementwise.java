package org.fitact.tensor.autograd;

import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.UnaryOp;

/** Ops that work element by element on tensors of one shape. */
public final class Elementwise {

    private Elementwise() {}

    /** {@code y = op(x)}. */
    public static Tensor unary(Tape tape, UnaryOp op, Tensor x) {
        Tensor y = tape.allocate(x.shape());
        tape.backend().unary(op, x.elements(), x.buffer(), y.buffer());
        return tape.record(y, new UnaryGrad(op, x, y), x);
    }

    /** {@code a + b}. */
    public static Tensor add(Tape tape, Tensor a, Tensor b) {
        return tape.record(binary(tape, BinaryOp.ADD, a, b), new Sum(a, b, 1), a, b);
    }

    /** {@code a − b}. */
    public static Tensor subtract(Tape tape, Tensor a, Tensor b) {
        return tape.record(binary(tape, BinaryOp.SUBTRACT, a, b), new Sum(a, b, -1), a, b);
    }

    /** {@code a · b}. */
    public static Tensor multiply(Tape tape, Tensor a, Tensor b) {
        return tape.record(binary(tape, BinaryOp.MULTIPLY, a, b), new Product(a, b), a, b);
    }

    /** {@code a / b}. */
    public static Tensor divide(Tape tape, Tensor a, Tensor b) {
        Tensor y = binary(tape, BinaryOp.DIVIDE, a, b);
        return tape.record(y, new Quotient(a, b, y), a, b);
    }

    private static Tensor binary(Tape tape, BinaryOp op, Tensor a, Tensor b) {
        requireSameShape(a, b);
        Tensor y = tape.allocate(a.shape());
        tape.backend().binary(op, Broadcast.same(a.elements()), a.buffer(), b.buffer(), y.buffer());
        return y;
    }

    private static void requireSameShape(Tensor a, Tensor b) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException("operands of shapes " + a.shape() + " and " + b.shape());
        }
    }

    private record UnaryGrad(UnaryOp op, Tensor x, Tensor y) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            gradients.backend().unaryGrad(op, x.elements(), x.buffer(), y.buffer(), gy.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }

    private record Sum(Tensor a, Tensor b, float signOfB) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            gradients.pass(a, gy);
            if (signOfB == 1) {
                gradients.pass(b, gy);
            } else if (gradients.wanted(b)) {
                Tensor g = gradients.allocate(b.shape());
                gradients.backend().unary(new UnaryOp.Affine(signOfB, 0), b.elements(), gy.buffer(), g.buffer());
                gradients.accumulate(b, g);
            }
        }
    }

    private record Product(Tensor a, Tensor b) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            times(gy, b, a, gradients);
            times(gy, a, b, gradients);
        }

        private static void times(Tensor gy, Tensor factor, Tensor input, Gradients gradients) {
            if (gradients.wanted(input)) {
                Tensor g = gradients.allocate(input.shape());
                gradients
                        .backend()
                        .binary(
                                BinaryOp.MULTIPLY,
                                Broadcast.same(input.elements()),
                                gy.buffer(),
                                factor.buffer(),
                                g.buffer());
                gradients.accumulate(input, g);
            }
        }
    }

    /** {@code ∂(a/b)/∂a = 1/b} and {@code ∂(a/b)/∂b = −y/b}. */
    private record Quotient(Tensor a, Tensor b, Tensor y) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Backend backend = gradients.backend();
            Broadcast same = Broadcast.same(a.elements());
            if (gradients.wanted(a)) {
                Tensor ga = gradients.allocate(a.shape());
                backend.binary(BinaryOp.DIVIDE, same, gy.buffer(), b.buffer(), ga.buffer());
                gradients.accumulate(a, ga);
            }
            if (gradients.wanted(b)) {
                Tensor gb = gradients.allocate(b.shape());
                backend.binary(BinaryOp.MULTIPLY, same, gy.buffer(), y.buffer(), gb.buffer());
                backend.binary(BinaryOp.DIVIDE, same, gb.buffer(), b.buffer(), gb.buffer());
                backend.unary(new UnaryOp.Affine(-1, 0), gb.elements(), gb.buffer(), gb.buffer());
                gradients.accumulate(b, gb);
            }
        }
    }
}
