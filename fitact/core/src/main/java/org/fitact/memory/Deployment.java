package org.fitact.memory;

import org.fitact.fault.ParameterKind;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.tensor.number.NumberFormat;

/**
 * How a network is deployed.
 *
 * @param arithmetic how its parameters are stored
 * @param boundArithmetic how the bounds of its activations are stored, which need fewer bits: 16 or 8 make them a half
 *     or a quarter as large
 * @param codes which code guards which words
 * @param foldBatchNorm whether batch norm is folded into the convolutions, as deployed networks have it
 * @param batchSize images that one run can take
 */
public record Deployment(
        NumberFormat arithmetic,
        NumberFormat boundArithmetic,
        RegionCodes codes,
        boolean foldBatchNorm,
        int batchSize) {

    /** All parameters stored alike, without a code. */
    public Deployment(NumberFormat arithmetic, boolean foldBatchNorm, int batchSize) {
        this(arithmetic, arithmetic, RegionCodes.NONE, foldBatchNorm, batchSize);
    }

    /** Batch norm folded, 100 images a run. */
    public static Deployment of(NumberFormat arithmetic) {
        return new Deployment(arithmetic, true, 100);
    }

    /** This deployment with bounds that are stored otherwise. */
    public Deployment withBounds(NumberFormat other) {
        return new Deployment(arithmetic, other, codes, foldBatchNorm, batchSize);
    }

    /** This deployment with words that are guarded by other codes. */
    public Deployment with(RegionCodes other) {
        return new Deployment(arithmetic, boundArithmetic, other, foldBatchNorm, batchSize);
    }

    /** How the parameters of a kind are stored. */
    public NumberFormat format(ParameterKind kind) {
        return kind == ParameterKind.BOUND ? boundArithmetic : arithmetic;
    }

    /** How the plan is compiled that computes with them. */
    PlanOptions plan() {
        return new PlanOptions(batchSize, foldBatchNorm, false);
    }
}
