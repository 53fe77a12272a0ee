package org.fitact.tensor.buffer;

/**
 * A flat, typed piece of one backend's memory. It has no shape; shapes travel beside it as the parameter record of each
 * op. A buffer may be longer than an op needs: an op reads and writes the leading elements that its record names. Who
 * allocated a buffer closes it.
 */
public non-sealed interface Buffer extends Weights {

    DType type();

    /** Elements that the buffer can hold. */
    int length();
}
