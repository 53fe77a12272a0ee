package org.fitact.tensor.fixedpoint;

/** What becomes of a value beyond the format's range. */
public enum Overflow {
    /** The nearest end of the range. */
    SATURATE,
    /** The nearest end of a range that is symmetric: in a signed format the least word is beyond it too. */
    SATURATE_SYMMETRIC,
    /** Zero. */
    SATURATE_ZERO,
    /** The low bits, as two's complement does; ±∞ is an error. */
    WRAP,
    /** An {@link ArithmeticException}. */
    ERROR;

    /** The least word that is no overflow. */
    public long least(Format format) {
        return this == SATURATE_SYMMETRIC && format.signed() ? -format.maxWord() : format.minWord();
    }
}
