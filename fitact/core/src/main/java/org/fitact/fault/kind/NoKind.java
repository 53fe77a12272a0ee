package org.fitact.fault.kind;

import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;

/** Nothing in memory is hit: what a campaign's rate is of is struck elsewhere, in the computation. */
public record NoKind() implements FaultKind {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        return (_, _) -> FaultPattern.builder(FaultOperation.FLIP).build();
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
