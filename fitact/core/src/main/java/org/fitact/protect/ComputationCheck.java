package org.fitact.protect;

import org.fitact.nn.plan.StepObserver;

/**
 * A check on computation: it looks at the values that a deployed network makes, between two steps, and may mend them. It sees
 * the values of a fused plan, so what is taken into the epilogue of a product is not among them.
 */
public interface ComputationCheck extends StepObserver {

    /** How often it has found something wrong since it was made. */
    long findings();
}
