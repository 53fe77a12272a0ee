package org.fitact.fault.kind;

import org.fitact.fault.EligibleBits;
import org.fitact.fault.ExactCount;
import org.fitact.fault.FaultModel;

/**
 * Exactly rate × bits flips, rounded, at least one. The bits are those that may be hit, bounds included, so that a weight is
 * as likely to be hit under one scheme as under another; the shared bits of two schemes are hit in the same order, but not by
 * the same number.
 */
public record ExactKind() implements FaultKind {

    @Override
    public String name() {
        return "exact";
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        long count = Math.max(1, Math.round(rate * bits.count()));
        return new ExactCount(Math.toIntExact(count));
    }

    @Override
    public boolean nested() {
        return true;
    }

    @Override
    public boolean dependsOnLargestRate() {
        return false;
    }
}
