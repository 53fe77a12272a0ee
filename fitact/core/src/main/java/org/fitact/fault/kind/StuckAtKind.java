package org.fitact.fault.kind;

import org.fitact.fault.BitErrorRate;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;
import org.fitact.fault.StuckAt0;
import org.fitact.fault.StuckAt1;

/**
 * Every cell always reads one value with the probability of the rate. The shared cells of two schemes are defective alike.
 *
 * @param value 0 or 1
 */
public record StuckAtKind(int value) implements FaultKind {

    /** @throws IllegalArgumentException for another value */
    public StuckAtKind {
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("a cell is stuck at " + value + ", expected 0 or 1");
        }
    }

    @Override
    public String name() {
        return "stuck-at-" + value;
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        BitErrorRate defective = new BitErrorRate(rate, largestRate);
        return value == 0 ? new StuckAt0(defective) : new StuckAt1(defective);
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
