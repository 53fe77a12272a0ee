package org.fitact.deploy;

import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * How a network is deployed.
 *
 * @param arithmetic how its parameters are stored
 * @param foldBatchNorm whether batch norm is folded into the convolutions, as deployed networks have it
 * @param batchSize images that one run can take
 */
public record Deployment(FixedPoint arithmetic, boolean foldBatchNorm, int batchSize) {

    /** Batch norm folded, 100 images a run. */
    public static Deployment of(FixedPoint arithmetic) {
        return new Deployment(arithmetic, true, 100);
    }
}
