package org.fitact.tensor.fixedpoint;

/** How a value between two neighbouring words becomes one of them. */
public enum Rounding {
    /** To the nearest; a tie goes to the even word. */
    HALF_EVEN,
    /** To the nearest; a tie goes up (towards +∞). */
    HALF_UP,
    /** Towards zero. */
    TRUNCATE,
    /** Up with the probability of the fraction, by a counter-based generator: the same for the same seed and index. */
    STOCHASTIC
}
