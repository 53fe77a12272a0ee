package org.fitact.protect;

import java.util.BitSet;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;

/**
 * A check on computation: it looks at the values that a deployed network makes, between two steps, and may mend them. It sees
 * the values of a plan that takes as little into its products as {@link Protection#observing} says.
 */
public interface ComputationCheck extends StepObserver {

    /** Makes ready for a plan, as it is without faults: once, before the first run. */
    default void deployed(Plan plan) {}

    /** The images of the last run, by their place in it, in which it has found something wrong; not to be modified. */
    BitSet found();

    /** Bytes of what it keeps beside the network, such as checksums of weights. */
    default long bytes() {
        return 0;
    }
}
