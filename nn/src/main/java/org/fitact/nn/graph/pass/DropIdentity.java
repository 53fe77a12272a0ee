package org.fitact.nn.graph.pass;

import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.nn.graph.op.Relu;

/** Leaves out what does nothing in inference: dropout, and a ReLU whose only reader is a {@link Bound} of one
 * side. */
public final class DropIdentity implements GraphPass {

    @Override
    public Program apply(Program program) {
        Graph graph = program.graph();
        Rewrite nodes = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Dropout || isAbsorbed(graph, node)) {
                nodes.drop(node);
            } else {
                nodes.keep(nodes.renamed(node));
            }
        }
        return program.with(nodes);
    }

    /** Whether a node is a ReLU that the bound behind it contains. */
    public static boolean isAbsorbed(Graph graph, Node node) {
        return node.op() instanceof Relu
                && graph.hasOneReader(node.name())
                && graph.readers(node.name()).getFirst().op() instanceof Bound bound
                && !bound.twoSided();
    }
}
