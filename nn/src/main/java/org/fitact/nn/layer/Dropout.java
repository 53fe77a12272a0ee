package org.fitact.nn.layer;

import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.random.PhiloxRandom;

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

    private float[] mask(int elements, PhiloxRandom random) {
        int kept = Float.floatToRawIntBits(1 / (1 - rate));
        float[] mask = new float[elements];
        random.nextFloats(mask);
        for (int i = 0; i < elements; i++) {
            // All ones where the number is below the rate: a branch would be mispredicted every other time.
            int dropped = Float.floatToRawIntBits(mask[i] - rate) >> 31;
            mask[i] = Float.intBitsToFloat(kept & ~dropped);
        }
        return mask;
    }

    @Override
    public void lower(PlanBuilder plan) {
        // nothing is dropped in inference
    }
}
