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

/** Modular redundancy of all products: {@link RepetitionCheck} has the vote. */
abstract sealed class RepetitionScheme implements Protection permits Dmr, Tmr {

    private final String name;
    private final int computations;

    /** @param computations of each product where nothing is wrong: 2, or 3 */
    RepetitionScheme(String name, int computations) {
        this.name = name;
        this.computations = computations;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Role role() {
        return Role.BY_NAME;
    }

    @Override
    public final int version() {
        return 1;
    }

    @Override
    public final Object settings(HardeningSettings settings) {
        return Map.of();
    }

    @Override
    public final Fusion observing() {
        return Fusion.SUMS;
    }

    @Override
    public final Outcome protect(Network network, HardeningJob job) {
        return new Outcome(Map.of("moreMultiplyAdds", computations - 1.0));
    }

    @Override
    public final List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
        return List.of(new RepetitionCheck(computations == 3));
    }
}
