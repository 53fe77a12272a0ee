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
 * Dual modular redundancy of all products: computed twice and compared to the bit; where they differ, a third time for that image, and what two of
 * three have is taken ([20] of the FitAct paper, as cars have it). It costs as many multiply-adds again, and no memory.
 */
public final class Dmr implements Protection {

    private static final double MORE = 1.0;

    @Override
    public String name() {
        return "dmr";
    }

    @Override
    public String summary() {
        return "every product computed twice, and a third time where the two differ (dual modular redundancy)";
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
        return List.of(new RepetitionCheck(false));
    }
}
