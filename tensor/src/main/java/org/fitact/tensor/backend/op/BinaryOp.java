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
    MINIMUM
}
