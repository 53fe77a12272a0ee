package org.fitact.tensor.buffer;

/** What one element of a {@link Buffer} is. Both kinds take four bytes. */
public enum DType {
    /** IEEE 754 binary32. */
    FLOAT32,
    /** A 32-bit two's-complement integer: a fixed-point word, a label, an index, an address. */
    INT32
}
