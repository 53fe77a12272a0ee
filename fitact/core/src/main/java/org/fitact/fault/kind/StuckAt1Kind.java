package org.fitact.fault.kind;

import org.fitact.fault.BitErrorRate;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;
import org.fitact.fault.StuckAt1;

/** Every cell always reads 1 with the probability of the rate. The shared cells of two schemes are defective alike. */
public record StuckAt1Kind() implements FaultKind {

    @Override
    public String name() {
        return "stuck-at-1";
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        return new StuckAt1(new BitErrorRate(rate, largestRate));
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
