package org.fitact.tensor.autograd;

import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.BoundedRelu;

/** The bounded ReLU with gradients by its input and by its bounds; see {@link BoundedRelu} for the formulas. */
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

    private record BoundedReluGrad(BoundedRelu shape, Tensor x, Tensor bounds) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.wanted(x) ? gradients.allocate(x.shape()) : null;
            Tensor gbounds = gradients.wanted(bounds) ? gradients.allocate(bounds.shape()) : null;
            gradients
                    .backend()
                    .boundedReluBackward(
                            shape,
                            x.buffer(),
                            bounds.buffer(),
                            gy.buffer(),
                            gx == null ? null : gx.buffer(),
                            gbounds == null ? null : gbounds.buffer());
            if (gx != null) {
                gradients.accumulate(x, gx);
            }
            if (gbounds != null) {
                gradients.accumulate(bounds, gbounds);
            }
        }
    }
}
