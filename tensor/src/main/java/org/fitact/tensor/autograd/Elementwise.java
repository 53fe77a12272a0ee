package org.fitact.tensor.autograd;

import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.UnaryOp;

/** Functions of each element for itself, and of two tensors whose shapes {@link Broadcasting broadcast}. */
public final class Elementwise {

    private Elementwise() {}

    /** {@code y = op(x)}. */
    public static Tensor unary(Tape tape, UnaryOp op, Tensor x) {
        Tensor y = tape.allocate(x.shape());
        tape.backend().unary(op, x.elements(), x.buffer(), y.buffer());
        return tape.record(y, new UnaryGrad(op, x, y), x);
    }

    /**
     * {@code y = x > 0 ? x : slope·x} with a slope of each channel: {@code max(0, x) + slope·min(x, 0)}.
     *
     * @param x {@code […, channels]}
     * @param slope {@code [channels]}
     */
    public static Tensor prelu(Tape tape, Tensor x, Tensor slope) {
        Tensor below = unary(tape, new UnaryOp.Clip(Float.NEGATIVE_INFINITY, 0), x);
        return add(tape, unary(tape, new UnaryOp.Relu(), x), multiply(tape, below, slope));
    }

    /** {@code a + b}. */
    public static Tensor add(Tape tape, Tensor a, Tensor b) {
        return binary(tape, BinaryOp.ADD, a, b);
    }

    /** {@code a − b}. */
    public static Tensor subtract(Tape tape, Tensor a, Tensor b) {
        return binary(tape, BinaryOp.SUBTRACT, a, b);
    }

    /** {@code a · b}. */
    public static Tensor multiply(Tape tape, Tensor a, Tensor b) {
        return binary(tape, BinaryOp.MULTIPLY, a, b);
    }

    /** {@code a / b}. */
    public static Tensor divide(Tape tape, Tensor a, Tensor b) {
        return binary(tape, BinaryOp.DIVIDE, a, b);
    }

    /**
     * {@code y = op(a, b)}. Of equal elements the second is the maximum, and the minimum, whose gradient is that of the
     * result.
     *
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public static Tensor binary(Tape tape, BinaryOp op, Tensor a, Tensor b) {
        Broadcasting pair = Broadcasting.of(op, a.shape(), b.shape());
        Tensor y = tape.allocate(pair.result());
        pair.run(tape.backend(), a.buffer(), b.buffer(), y.buffer());
        return tape.record(y, new BinaryGrad(op, a, b, y), a, b);
    }

    private record UnaryGrad(UnaryOp op, Tensor x, Tensor y) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            gradients.backend().unaryGrad(op, x.elements(), x.buffer(), y.buffer(), gy.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }
}
