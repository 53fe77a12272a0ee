package org.fitact.tensor.backend.op;

/** {@code y = f(a, b)}, element by element. */
public enum BinaryOp {
    /** {@code a + b} */
    ADD,
    /** {@code a − b} */
    SUBTRACT,
    /** {@code a · b} */
    MULTIPLY,
    /** {@code a / b} */
    DIVIDE,
    /** {@code max(a, b)}; NaN if either is NaN. */
    MAXIMUM,
    /** {@code min(a, b)}; NaN if either is NaN. */
    MINIMUM,
    /** {@code a^b}, as {@link Math#pow} has it: 1 for {@code b = 0}, NaN for a negative a and a b that is no whole number. */
    POWER
}
