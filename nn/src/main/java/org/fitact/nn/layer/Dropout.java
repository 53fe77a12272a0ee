package org.fitact.nn.layer;

import java.util.random.RandomGenerator;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;

/**
 * In training, zeroes each element with probability {@code rate} and divides the others by {@code 1 − rate}, so that the
 * expectation stays; nothing in inference. (Srivastava et al., 2014.)
 */
public record Dropout(float rate) implements Layer {

    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate is " + rate + ", expected 0 to 1 (exclusive)");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        if (!pass.training() || rate == 0) {
            return x;
        }
        Tensor mask = Tensor.of(x.backend(), x.shape(), mask(x.elements(), pass.random()));
        return Elementwise.multiply(pass.tape(), x, pass.tape().own(mask));
    }

    private float[] mask(int elements, RandomGenerator random) {
        float kept = 1 / (1 - rate);
        float[] mask = new float[elements];
        for (int i = 0; i < elements; i++) {
            mask[i] = random.nextFloat() < rate ? 0 : kept;
        }
        return mask;
    }

    @Override
    public void lower(PlanBuilder plan) {
        // nothing is dropped in inference
    }
}
