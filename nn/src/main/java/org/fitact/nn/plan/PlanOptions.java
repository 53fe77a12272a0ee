package org.fitact.nn.plan;

import org.fitact.nn.graph.pass.Fusion;

/**
 * How a network is compiled.
 *
 * @param maximumBatch images that one run can take
 * @param foldBatchNorm false keeps batch norm as steps of their own, with their four vectors among the parameters
 * @param fusion what products take into their epilogues; what they do not is made by steps of its own, for a {@link StepObserver}
 */
public record PlanOptions(int maximumBatch, boolean foldBatchNorm, Fusion fusion) {

    /** As networks are deployed: folded and fused. */
    public static PlanOptions of(int maximumBatch) {
        return new PlanOptions(maximumBatch, true, Fusion.ALL);
    }
}
