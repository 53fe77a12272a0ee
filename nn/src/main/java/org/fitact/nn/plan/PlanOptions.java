package org.fitact.nn.plan;

/**
 * How a network is compiled.
 *
 * @param maximumBatch images that one run can take
 * @param foldBatchNorm false keeps batch norm as steps of their own, with their four vectors among the parameters
 * @param keepValues every value of the graph is made by a step of its own, for a {@link StepObserver}; nothing is taken into
 *     the epilogue of a product
 */
public record PlanOptions(int maximumBatch, boolean foldBatchNorm, boolean keepValues) {

    /** As networks are deployed: folded and fused. */
    public static PlanOptions of(int maximumBatch) {
        return new PlanOptions(maximumBatch, true, false);
    }
}
