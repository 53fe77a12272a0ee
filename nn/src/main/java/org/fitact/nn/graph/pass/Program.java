package org.fitact.nn.graph.pass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.ParameterSpec;

/**
 * A graph with the numbers of its parameters on the host: what passes take and give.
 *
 * @param values by the parameters' names, row-major; not to be modified
 */
public record Program(Graph graph, Map<String, float[]> values) {

    /** A network as it is now. */
    public static Program of(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.parameters()
                .forEach(parameter ->
                        values.put(parameter.name(), parameter.value().toArray()));
        return new Program(network.graph(), values);
    }

    /** This after some passes, one after the other. */
    public Program through(List<GraphPass> passes) {
        Program program = this;
        for (GraphPass pass : passes) {
            program = pass.apply(program);
        }
        return program;
    }

    /** The same numbers for other nodes. */
    Program with(Rewrite nodes) {
        return new Program(nodes.graph(), values);
    }

    /** Whether a node reads a parameter that no other node reads. */
    boolean isAlone(Node node, String parameter) {
        return graph.nodes().stream()
                .noneMatch(other ->
                        !other.name().equals(node.name()) && other.parameters().contains(parameter));
    }

    ParameterSpec spec(String parameter) {
        return graph.parameters().stream()
                .filter(spec -> spec.name().equals(parameter))
                .findFirst()
                .orElseThrow();
    }
}
