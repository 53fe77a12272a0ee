package org.fitact.tensor.autograd;

import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.buffer.Buffer;

/** The bounded ReLU and the interval, with gradients by their inputs and bounds; see {@link BoundedRelu} and {@link Interval}. */
public final class Bounding {

    private Bounding() {}

    /**
     * @param x as many elements as {@code shape} says
     * @param bounds λ, {@code [shape.bounds()]}
     */
    public static Tensor boundedRelu(Tape tape, BoundedRelu shape, Tensor x, Tensor bounds) {
        Tensor y = tape.allocate(x.shape());
        tape.backend().boundedRelu(shape, x.buffer(), bounds.buffer(), y.buffer());
        return tape.record(y, new BoundedReluGrad(shape, x, bounds), x, bounds);
    }

    /**
     * @param x as many elements as {@code shape} says
     * @param lower μ, {@code [shape.bounds()]}
     * @param upper λ, likewise
     */
    public static Tensor interval(Tape tape, Interval shape, Tensor x, Tensor lower, Tensor upper) {
        Tensor y = tape.allocate(x.shape());
        tape.backend().interval(shape, x.buffer(), lower.buffer(), upper.buffer(), y.buffer());
        return tape.record(y, new IntervalGrad(shape, x, lower, upper), x, lower, upper);
    }

    private record IntervalGrad(Interval shape, Tensor x, Tensor lower, Tensor upper) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = wanted(x, gradients);
            Tensor glower = wanted(lower, gradients);
            Tensor gupper = wanted(upper, gradients);
            gradients
                    .backend()
                    .intervalBackward(
                            shape,
                            x.buffer(),
                            lower.buffer(),
                            upper.buffer(),
                            gy.buffer(),
                            new IntervalGradients(buffer(gx), buffer(glower), buffer(gupper)));
            accumulate(x, gx, gradients);
            accumulate(lower, glower, gradients);
            accumulate(upper, gupper, gradients);
        }
    }

    /** Where the gradient by a tensor goes; null if it is not wanted. */
    private static Tensor wanted(Tensor tensor, Gradients gradients) {
        return gradients.wanted(tensor) ? gradients.allocate(tensor.shape()) : null;
    }

    private static Buffer buffer(Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }

    private static void accumulate(Tensor tensor, Tensor gradient, Gradients gradients) {
        if (gradient != null) {
            gradients.accumulate(tensor, gradient);
        }
    }

    private record BoundedReluGrad(BoundedRelu shape, Tensor x, Tensor bounds) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = wanted(x, gradients);
            Tensor gbounds = wanted(bounds, gradients);
            gradients
                    .backend()
                    .boundedReluBackward(shape, x.buffer(), bounds.buffer(), gy.buffer(), buffer(gx), buffer(gbounds));
            accumulate(x, gx, gradients);
            accumulate(bounds, gbounds, gradients);
        }
    }
}
