package org.fitact.fault.kind;

import org.fitact.fault.BitErrorRate;
import org.fitact.fault.Burst;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;

/**
 * A burst of adjacent flips starts at every bit with the probability of the rate. The shared bits of two schemes are hit alike.
 *
 * @param bits of a burst
 */
public record BurstKind(int bits) implements FaultKind {

    @Override
    public String name() {
        return "burst-" + bits;
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits eligible) {
        return new Burst(bits, new BitErrorRate(rate, largestRate));
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
