package org.fitact.tensor.backend.op;

import org.fitact.tensor.backend.Backend;

/** How {@link Backend#reduce} folds the elements of one reduction into one number. */
public enum ReduceOp {
    /** {@code Σ x} */
    SUM,
    /** {@code Σ x / n} */
    MEAN,
    /** {@code Σ x²} */
    SUM_OF_SQUARES,
    /** {@code max x}; elements that are NaN do not take part, and −∞ is the maximum of none. */
    MAX,
    /** {@code min x}; elements that are NaN do not take part, and ∞ is the minimum of none. */
    MIN,
    /** {@code Π x} */
    PRODUCT
}
