package org.fitact.protect;

/** Where the bounds of a bounded activation come from. */
public enum BoundSource {
    /** The user gave them. */
    GIVEN,
    /** The largest output over training images. */
    PROFILED,
    /** A search over thresholds, by the accuracy under faults. */
    SEARCHED,
    /** Gradient descent, from the profiled maximum. */
    TRAINED
}
