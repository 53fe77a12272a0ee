package org.fitact.fault.kind;

import org.fitact.fault.BitErrorRate;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;

/** Every bit flips with the probability of the rate. The shared bits of two schemes are hit alike. */
public record FlipKind() implements FaultKind {

    @Override
    public String name() {
        return "flip";
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        return new BitErrorRate(rate, largestRate);
    }

    @Override
    public boolean nested() {
        return true;
    }

    @Override
    public boolean dependsOnLargestRate() {
        return true;
    }
}
