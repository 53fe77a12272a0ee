package org.fitact.nn.graph.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;

/**
 * Puts nodes in the order in which a plan runs them: depth first from the result, last operand first. What is added to a
 * product, such as the shortcut of a residual block, is then there before the product's own branch begins, and few values
 * are alive at a time. What the result does not depend on is left out.
 */
public final class Schedule implements GraphPass {

    @Override
    public Program apply(Program program) {
        Graph graph = program.graph();
        List<Node> ordered = new ArrayList<>();
        Set<String> done = new HashSet<>(Set.of(Graph.IMAGES));
        Deque<String> open = new ArrayDeque<>(List.of(graph.output()));
        while (!open.isEmpty()) {
            String value = open.peek();
            if (done.contains(value)) {
                open.pop();
                continue;
            }
            Node node = graph.node(value);
            List<String> missing = node.inputs().stream()
                    .filter(input -> !done.contains(input))
                    .toList();
            // The last one comes to lie on top.
            missing.forEach(open::push);
            if (missing.isEmpty()) {
                open.pop();
                done.add(value);
                ordered.add(node);
            }
        }
        return new Program(new Graph(graph.image(), ordered, graph.output()), program.values());
    }
}
