package org.fitact.fault.sampling;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.BitPlacement;

/** How a bit error rate becomes flips. All but {@link #PER_BIT} are what other tools do, for comparison with them. */
public enum Sampling {

    /** See {@link BitErrorRate}. */
    PER_BIT("every bit flips with the probability of the rate, independently of all others"),

    /** See {@link PerTensorTruncated}. */
    PER_TENSOR_TRUNCATED("int(bits × rate) distinct bits of each tensor flip, so small tensors are spared"),

    /** See {@link PerWord}. */
    PER_WORD(
            "a word is struck with the probability of the rate, and one of its bits flips: a rate of words, not of bits"),

    /** See {@link WithReplacement}. */
    WITH_REPLACEMENT("int(bits × rate) bits are drawn from the whole memory, and one that is drawn twice flips back");

    private final String rule;

    Sampling(String rule) {
        this.rule = rule;
    }

    /** Where faults strike at a rate. @param largestRate of the study, to which rates are coupled where they can be */
    public BitPlacement at(double rate, double largestRate) {
        return switch (this) {
            case PER_BIT -> new BitErrorRate(rate, largestRate);
            case PER_TENSOR_TRUNCATED -> new PerTensorTruncated(rate);
            case PER_WORD -> new PerWord(rate, largestRate);
            case WITH_REPLACEMENT -> new WithReplacement(rate);
        };
    }

    /** Whether what is hit at a rate is hit at every higher one: not where a later draw may flip a bit back. */
    public boolean nested() {
        return this != WITH_REPLACEMENT;
    }

    /** Whether what is hit at a rate depends on the largest of the study. */
    public boolean dependsOnLargestRate() {
        return this == PER_BIT || this == PER_WORD;
    }

    /** What a rate means, in a sentence. */
    public String rule() {
        return rule;
    }

    /** The one of a name; empty if there is none. */
    public static Optional<Sampling> named(String name) {
        return Arrays.stream(values())
                .filter(sampling -> sampling.toString().equals(name))
                .findFirst();
    }

    /** The name that a user gives, and that stands in studies: {@code per-bit}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
