package org.fitact.nn.layer;

import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Pooling;

/** Max or average pooling by square windows; see {@link org.fitact.tensor.backend.Pool2d}. */
public record Pool2d(org.fitact.tensor.backend.Pool2d.Kind kind, int kernel, int stride) implements Layer {

    /** Max pooling whose windows lie side by side. */
    public static Pool2d max(int kernel) {
        return new Pool2d(org.fitact.tensor.backend.Pool2d.Kind.MAX, kernel, kernel);
    }

    /** Average pooling whose windows lie side by side. */
    public static Pool2d average(int kernel) {
        return new Pool2d(org.fitact.tensor.backend.Pool2d.Kind.AVERAGE, kernel, kernel);
    }

    @Override
    public Shape outputShape(Shape input) {
        org.fitact.tensor.backend.Pool2d shape = geometry(input);
        return Shape.of(shape.outHeight(), shape.outWidth(), shape.channels());
    }

    /** The pooling that this layer is for one image of a shape. */
    public org.fitact.tensor.backend.Pool2d geometry(Shape input) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException("pooling takes feature maps, but its input is " + input);
        }
        return new org.fitact.tensor.backend.Pool2d(
                kind, 1, input.extent(0), input.extent(1), input.extent(2), kernel, stride);
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        return Pooling.pool2d(pass.tape(), kind, x, kernel, stride);
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.pool(geometry(plan.shape()));
    }
}
