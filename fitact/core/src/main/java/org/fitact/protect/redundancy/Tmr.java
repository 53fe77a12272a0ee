package org.fitact.protect.redundancy;

import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.protect.ComputationCheck;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;

/**
 * Triple modular redundancy of all products: computed three times, and what two of three have is taken, number by number (as Libano et al.,
 * IEEE TNS 66(1), 2018, [7] of the FitAct paper, of selected layers). It costs twice as many multiply-adds again, and no memory.
 */
public final class Tmr implements Protection {

    private static final double MORE = 2.0;

    @Override
    public String name() {
        return "tmr";
    }

    @Override
    public String summary() {
        return "every product computed three times, and voted (triple modular redundancy)";
    }

    @Override
    public Role role() {
        return Role.BY_NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return Map.of();
    }

    @Override
    public Fusion observing() {
        return Fusion.SUMS;
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        return new Outcome(Map.of("moreMultiplyAdds", MORE));
    }

    @Override
    public List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
        return List.of(new RepetitionCheck(true));
    }
}
