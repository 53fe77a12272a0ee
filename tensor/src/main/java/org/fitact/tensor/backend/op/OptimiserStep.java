package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/** One update of one parameter tensor by its gradient. The state buffers start at zero. */
public sealed interface OptimiserStep {

    /**
     * Stochastic gradient descent, as in PyTorch. With {@code g = gradient + weightDecay·p}:
     * {@code v ← momentum·v + g}; {@code p ← p − rate·(nesterov ? g + momentum·v : v)}.
     *
     * @param velocity v, the length of the parameter; modified
     */
    record Sgd(float rate, float momentum, boolean nesterov, float weightDecay, Buffer velocity)
            implements OptimiserStep {}

    /**
     * Adam (Kingma and Ba, 2015), as in PyTorch. With {@code g = gradient + weightDecay·p}:
     * {@code m ← β1·m + (1−β1)·g}; {@code v ← β2·v + (1−β2)·g²};
     * {@code p ← p − rate·m̂/(√v̂ + ε)} with {@code m̂ = m/(1−β1^t)} and {@code v̂ = v/(1−β2^t)}.
     *
     * @param step t, from 1
     * @param mean m, the length of the parameter; modified
     * @param variance v, the length of the parameter; modified
     */
    record Adam(
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float weightDecay,
            int step,
            Buffer mean,
            Buffer variance)
            implements OptimiserStep {}
}
