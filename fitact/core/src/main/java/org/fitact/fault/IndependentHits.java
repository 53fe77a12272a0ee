package org.fitact.fault;

/**
 * Faults of which every bit that may be hit is hit independently of all others: so what strikes one part of a memory says
 * nothing of what strikes another.
 *
 * @param rate probability of a bit to be hit
 * @param operation what is done to it
 */
public record IndependentHits(double rate, FaultOperation operation) {

    /** The same hits with something else done to the bits. */
    public IndependentHits with(FaultOperation other) {
        return new IndependentHits(rate, other);
    }
}
