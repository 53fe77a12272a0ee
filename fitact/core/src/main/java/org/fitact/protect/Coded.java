package org.fitact.protect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.fault.Region;
import org.fitact.memory.code.CodeChain;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.pass.Fusion;

/**
 * A scheme whose words a memory code guards too, whatever they are: {@code fitact+secded72}. The network is that which the scheme
 * hardened, since a code is of the memory in which it is deployed.
 *
 * @param base the scheme
 * @param extra the code, behind that which the scheme has itself
 */
public record Coded(Protection base, MemoryCode extra) implements Protection {

    /** A scheme under a code; the scheme itself if it is none. */
    public static Protection of(Protection base, MemoryCode code) {
        if (code.equals(NoCode.NONE)) {
            return base;
        }
        return base instanceof Coded coded
                ? new Coded(coded.base, CodeChain.of(List.of(coded.extra, code)))
                : new Coded(base, code);
    }

    @Override
    public String name() {
        return base.name() + "+" + extra.name();
    }

    @Override
    public String hardenedAs() {
        return base.hardenedAs();
    }

    @Override
    public int version() {
        return base.version();
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return base.settings(settings);
    }

    @Override
    public String summary() {
        return base.summary() + " Its words are read through " + extra.name() + ".";
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        return base.protect(network, job);
    }

    @Override
    public MemoryCode code(Region region) {
        return CodeChain.of(List.of(base.code(region), extra));
    }

    @Override
    public List<String> codes() {
        List<String> codes = new ArrayList<>(base.codes());
        codes.addAll(versions(extra.stages()));
        return codes;
    }

    /** Name and version of each. */
    static List<String> versions(List<MemoryCode> codes) {
        return codes.stream().map(code -> code.name() + " " + code.version()).toList();
    }

    @Override
    public List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
        return base.checks(graph, details);
    }

    @Override
    public Fusion observing() {
        return base.observing();
    }

    @Override
    public boolean added(Node node) {
        return base.added(node);
    }
}
