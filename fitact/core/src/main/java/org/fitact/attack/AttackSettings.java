package org.fitact.attack;

import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.memory.code.RegionPart;

/**
 * What an attacker may do.
 *
 * @param flips bits that it flips at most
 * @param candidates of what it tries the best flip
 * @param filter of the bits that it can flip
 */
public record AttackSettings(int flips, Candidates candidates, FaultFilter filter) {

    /** The numbers of weights: what the paper's attacker flips. */
    public static final FaultFilter WEIGHTS =
            FaultFilter.ALL.withKinds(ParameterKind.WEIGHT).withParts(RegionPart.NUMBER);

    public AttackSettings {
        if (flips < 1) {
            throw new IllegalArgumentException("an attack of " + flips + " flips, expected one at least");
        }
    }
}
