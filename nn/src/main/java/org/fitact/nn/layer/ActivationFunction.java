package org.fitact.nn.layer;

import org.fitact.tensor.backend.BoundedRelu;

/** What an {@link ActivationSite} computes. */
public sealed interface ActivationFunction {

    /** {@code max(0, x)}. */
    record Relu() implements ActivationFunction {}

    /** {@code tanh(x)}, bounded by nature. (Hong et al., 2019.) */
    record Tanh() implements ActivationFunction {}

    /**
     * A ReLU with bounds; see {@link BoundedRelu}.
     *
     * @param kappa steepness of the smooth policy
     * @param bounds λ: one number, one for each channel, or a feature map, by the granularity
     */
    record Bounded(BoundedRelu.Policy policy, BoundedRelu.Granularity granularity, float kappa, Parameter bounds)
            implements ActivationFunction {}
}
