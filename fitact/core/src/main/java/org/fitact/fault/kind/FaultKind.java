package org.fitact.fault.kind;

import java.util.Map;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultModel;
import org.fitact.nn.Named;

/** What a campaign's rate means: which faults a trial has at each rate. */
public interface FaultKind extends Named {

    /**
     * The fault model of a rate.
     *
     * @param largestRate of the campaign
     * @param bits those that may be hit
     */
    FaultModel at(double rate, double largestRate, EligibleBits bits);

    /** The same for one whose faults are not the same under every scheme. */
    default FaultModel at(String scheme, double rate, double largestRate, EligibleBits bits) {
        return at(rate, largestRate, bits);
    }

    /** The name, and what a message must say beside it. */
    default String label() {
        return name();
    }

    /** What its faults depend on beside its name; canonical JSON. */
    default Map<String, Object> details() {
        return Map.of();
    }

    /**
     * Whether the rates of a trial are coupled: what is hit at a rate is hit at every higher one. Then rates with as many
     * changed bits have the same, and are evaluated once.
     */
    boolean nested();

    /** Whether what is hit at a rate depends on the largest rate of the campaign, with whose faults it is drawn. */
    boolean dependsOnLargestRate();
}
