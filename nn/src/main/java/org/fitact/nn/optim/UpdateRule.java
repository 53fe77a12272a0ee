package org.fitact.nn.optim;

import java.util.List;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.OptimiserStep;

/** How an optimiser turns a gradient into an update; formulas in {@link OptimiserStep}. */
public sealed interface UpdateRule {

    /** Names of the tensors that the rule keeps for each parameter. */
    List<String> stateNames();

    /**
     * The update of one parameter.
     *
     * @param step from 1
     * @param decays whether weight decay applies to the parameter
     * @param state the tensors named by {@link #stateNames}
     */
    OptimiserStep step(float rate, int step, boolean decays, List<Tensor> state);

    /** Stochastic gradient descent with momentum. */
    record Sgd(float momentum, boolean nesterov, float weightDecay) implements UpdateRule {
        @Override
        public List<String> stateNames() {
            return List.of("velocity");
        }

        @Override
        public OptimiserStep step(float rate, int step, boolean decays, List<Tensor> state) {
            float decay = decays ? weightDecay : 0;
            return new OptimiserStep.Sgd(
                    rate, momentum, nesterov, decay, state.get(0).buffer());
        }
    }

    /** Adam (Kingma and Ba, 2015). */
    record Adam(float beta1, float beta2, float epsilon, float weightDecay) implements UpdateRule {

        /** The constants of the paper, no weight decay. */
        public static final Adam STANDARD = new Adam(0.9f, 0.999f, 1e-8f, 0);

        @Override
        public List<String> stateNames() {
            return List.of("mean", "variance");
        }

        @Override
        public OptimiserStep step(float rate, int step, boolean decays, List<Tensor> state) {
            float decay = decays ? weightDecay : 0;
            return new OptimiserStep.Adam(
                    rate,
                    beta1,
                    beta2,
                    epsilon,
                    decay,
                    step,
                    state.get(0).buffer(),
                    state.get(1).buffer());
        }
    }
}
