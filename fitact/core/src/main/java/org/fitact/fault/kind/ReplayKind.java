package org.fitact.fault.kind;

import java.util.Map;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.FaultList;
import org.fitact.fault.FaultModel;
import org.fitact.fault.Replay;

/**
 * What a list says is struck, so that faults found here can be tried elsewhere, and others' here; the rate is a name.
 *
 * @param list of all schemes and rates
 */
public record ReplayKind(FaultList list) implements FaultKind {

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public FaultModel at(double rate, double largestRate, EligibleBits bits) {
        return at("", rate, largestRate, bits);
    }

    @Override
    public FaultModel at(String scheme, double rate, double largestRate, EligibleBits bits) {
        list.requireIn(bits.space(), scheme);
        return new Replay(list, scheme, rate);
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("list", list.sha256());
    }

    @Override
    public boolean nested() {
        return false;
    }

    @Override
    public boolean dependsOnLargestRate() {
        return false;
    }
}
