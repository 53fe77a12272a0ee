package org.fitact.memory;

import org.fitact.fault.ParameterKind;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * How a network is deployed.
 *
 * @param arithmetic how its parameters are stored
 * @param boundArithmetic how the bounds of its activations are stored, which need fewer bits: 16 or 8 make them a half
 *     or a quarter as large
 * @param foldBatchNorm whether batch norm is folded into the convolutions, as deployed networks have it
 * @param batchSize images that one run can take
 */
public record Deployment(FixedPoint arithmetic, FixedPoint boundArithmetic, boolean foldBatchNorm, int batchSize) {

    /** All parameters stored alike. */
    public Deployment(FixedPoint arithmetic, boolean foldBatchNorm, int batchSize) {
        this(arithmetic, arithmetic, foldBatchNorm, batchSize);
    }

    /** Batch norm folded, 100 images a run. */
    public static Deployment of(FixedPoint arithmetic) {
        return new Deployment(arithmetic, true, 100);
    }

    /** This deployment with bounds that are stored otherwise. */
    public Deployment withBounds(FixedPoint other) {
        return new Deployment(arithmetic, other, foldBatchNorm, batchSize);
    }

    /** How the plan is compiled that computes with them. */
    PlanOptions plan() {
        return new PlanOptions(batchSize, foldBatchNorm, false);
    }

    /** How the parameters of a kind are stored. */
    public FixedPoint arithmetic(ParameterKind kind) {
        return kind == ParameterKind.BOUND ? boundArithmetic : arithmetic;
    }
}
