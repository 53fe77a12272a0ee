package org.fitact.campaign;

import java.util.Comparator;

/**
 * Which trial: the scheme, the bit error rate and the number of the trial. Ordered by scheme, rate, trial.
 *
 * @param scheme name of the protection scheme
 * @param rate bit error rate in [0, 1); rate 0 with trial 0 is the run without faults
 * @param trial number of the trial, from 0; equal numbers are equal faults under every scheme
 */
public record TrialKey(String scheme, double rate, int trial) implements Comparable<TrialKey> {

    private static final Comparator<TrialKey> ORDER = Comparator.comparing(TrialKey::scheme)
            .thenComparingDouble(TrialKey::rate)
            .thenComparingInt(TrialKey::trial);

    /** @throws IllegalArgumentException if the rate is outside [0, 1), the trial negative or the scheme blank */
    public TrialKey {
        if (scheme.isBlank() || !(rate >= 0 && rate < 1) || trial < 0) {
            throw new IllegalArgumentException("a trial needs a scheme, a rate in [0, 1) and a number >= 0, found \""
                    + scheme + "\", " + rate + ", " + trial);
        }
        rate += 0.0; // −0 and 0 are one rate
    }

    /** The run of a scheme without faults: rate 0, trial 0. */
    public static TrialKey faultFree(String scheme) {
        return new TrialKey(scheme, 0, 0);
    }

    @Override
    public int compareTo(TrialKey other) {
        return ORDER.compare(this, other);
    }
}
