package org.fitact.fault;

import org.fitact.tensor.number.NumberFormat;

/** What a fault does to the bits that it hits. */
public enum FaultOperation {
    /** They are inverted. */
    FLIP,
    /** They are 1, whatever they were. */
    SET,
    /** They are 0, whatever they were. */
    CLEAR;

    /** The word after the fault, as its format holds it. */
    public int apply(NumberFormat format, int word, int mask) {
        return format.hold(
                switch (this) {
                    case FLIP -> word ^ mask;
                    case SET -> word | mask;
                    case CLEAR -> word & ~mask;
                });
    }
}
