package org.fitact.nn.graph.pass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.tensor.backend.Backend;

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

    /** A network of these nodes and numbers, which the caller closes. */
    public Network network(Architecture architecture, Backend backend) {
        return new Network(architecture, graph, backend, spec -> values.get(spec.name()));
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
}
