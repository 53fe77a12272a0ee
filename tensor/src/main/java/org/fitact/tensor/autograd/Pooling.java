package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.Pool2d;

/** Pooling of feature maps; see {@link Pool2d}. */
public final class Pooling {

    private Pooling() {}

    /**
     * Pools feature maps.
     *
     * @param shape as {@code x}, {@code [batch, height, width, channels]}
     */
    public static Tensor pool2d(Tape tape, Pool2d shape, Tensor x) {
        Tensor y = tape.allocate(Shape.of(shape.batch(), shape.outHeight(), shape.outWidth(), shape.channels()));
        tape.backend().pool(shape, x.buffer(), y.buffer());
        return tape.record(y, new PoolGrad(shape, x), x);
    }

    private record PoolGrad(Pool2d shape, Tensor x) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            gradients.backend().poolBackward(shape, x.buffer(), gy.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }
}
