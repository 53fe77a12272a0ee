package org.fitact.fault;

/** Faults that a memory has now; closing it undoes them, to the bit. */
public interface AppliedFaults extends AutoCloseable {

    /** Bits that differ from before; a bit stuck at the value it had does not. */
    long changedBits();

    @Override
    void close();
}
