package org.fitact.tensor.fixedpoint;

/** What becomes of a value beyond the format's range. */
public enum Overflow {
    /** The nearest end of the range. */
    SATURATE,
    /** The low bits, as two's complement does; ±∞ is an error. */
    WRAP,
    /** An {@link ArithmeticException}. */
    ERROR
}
