package org.fitact.tensor.buffer;

/**
 * What a product multiplies its input by: a {@link Buffer} as it is, or {@link PackedWeights} that a backend has made
 * from one. Only products take both; nothing else can be done with packed weights.
 */
public sealed interface Weights extends AutoCloseable permits Buffer, PackedWeights {

    /** Whether {@link #close} was called. */
    boolean isClosed();

    /** Gives the memory back to the backend that allocated it. The second call does nothing. */
    @Override
    void close();
}
