package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.junit.jupiter.api.Test;

/** Updates of parameters. */
interface OptimiserStepContract extends ContractPart {

    static List<OpCase> samples() {
        return List.of(sgd(1025, 0.9f, true, 1e-2f), adam(1025, 3, 1e-2f));
    }

    private static OpCase sgd(int n, float momentum, boolean nesterov, float weightDecay) {
        return OpCase.named("SGD of " + n + ", momentum " + momentum + ", nesterov " + nesterov)
                .input("gradient", Data.uniform(1, n))
                .modified("parameter", Data.uniform(2, n), Tolerance.relative(4, 4 * Tolerance.EPSILON))
                .modified("velocity", Data.uniform(3, n), Tolerance.relative(4, 4 * Tolerance.EPSILON))
                .runs((backend, at) -> backend.optimiserStep(
                        new OptimiserStep.Sgd(0.1f, momentum, nesterov, weightDecay, at[2]), n, at[0], at[1]));
    }

    /** A variance of at least 0.01 keeps the update below 10, and so its error below 64 ε at this rate. */
    private static OpCase adam(int n, int step, float weightDecay) {
        return OpCase.named("Adam of " + n + ", step " + step)
                .input("gradient", Data.uniform(1, n))
                .modified("parameter", Data.uniform(2, n), Tolerance.relative(4, 8 * Tolerance.EPSILON))
                .modified("mean", Data.uniform(3, n), Tolerance.relative(4, 4 * Tolerance.EPSILON))
                .modified("variance", Data.uniform(4, n, 0.01, 1), Tolerance.relative(8, 0))
                .runs((backend, at) -> backend.optimiserStep(
                        new OptimiserStep.Adam(1e-2f, 0.9f, 0.999f, 1e-8f, weightDecay, step, at[2], at[3]),
                        n,
                        at[0],
                        at[1]));
    }

    @Test
    default void sgdIsTheReference() {
        for (int n : SIZES) {
            for (float decay : new float[] {0, 5e-3f}) {
                harness().check(sgd(n, 0, false, decay));
                harness().check(sgd(n, 0.9f, false, decay));
                harness().check(sgd(n, 0.9f, true, decay));
            }
        }
    }

    @Test
    default void adamIsTheReference() {
        for (int n : SIZES) {
            for (int step : new int[] {1, 2, 1000}) {
                harness().check(adam(n, step, 0));
                harness().check(adam(n, step, 5e-3f));
            }
        }
    }
}
