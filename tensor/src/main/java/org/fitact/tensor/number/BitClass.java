package org.fitact.tensor.number;

/** What a bit of a word means. */
public enum BitClass {
    /** The highest bit; flipped, it moves the value by half of the range. */
    SIGN,
    /** Weight 1 and more; of a format with an exponent, the exponent. */
    INTEGER,
    /** Weight ½ and less. */
    FRACTION
}
