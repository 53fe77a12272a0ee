package org.fitact.fault.kind;

import java.util.Map;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;
import org.fitact.fault.sampling.Sampling;

/**
 * Bits flip at the rate: each with its probability, but where another tool's sampling is asked for. The shared bits of two schemes are
 * hit alike.
 *
 * @param sampling how the rate becomes flips
 */
public record FlipKind(Sampling sampling) implements FaultKind {

    /** Under which a study names a sampling that is not the exact one, which was never named before there were others. */
    public static final String SAMPLING = "sampling";

    /** Every bit with the probability of the rate. */
    public FlipKind() {
        this(Sampling.PER_BIT);
    }

    @Override
    public String name() {
        return "flip";
    }

    @Override
    public String label() {
        return sampling == Sampling.PER_BIT ? name() : name() + " (sampling " + sampling + ")";
    }

    @Override
    public Map<String, Object> details() {
        return sampling == Sampling.PER_BIT ? Map.of() : Map.of(SAMPLING, sampling.toString());
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        return sampling.at(rate, largestRate);
    }

    @Override
    public boolean nested() {
        return sampling.nested();
    }

    @Override
    public boolean dependsOnLargestRate() {
        return sampling.dependsOnLargestRate();
    }
}
