package org.fitact.tensor.backend;

/**
 * A flat, typed piece of one backend's memory. It has no shape; shapes travel beside it as the parameter record of each
 * op. A buffer may be longer than an op needs: an op reads and writes the leading elements that its record names.
 */
public interface Buffer extends AutoCloseable {

    DType type();

    /** Elements that the buffer can hold. */
    int length();

    /** Gives the memory back to the backend that allocated it. The second call does nothing. */
    @Override
    void close();
}
