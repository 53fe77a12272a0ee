package org.fitact.nn.graph;

import java.util.List;
import org.fitact.nn.graph.op.Op;

/**
 * One op in its place. It makes exactly one value, which has the node's name.
 *
 * @param inputs the values that it reads: names of earlier nodes, or {@link Graph#IMAGES}
 * @param parameters full names of the parameters that it reads; another node may read the same
 */
public record Node(String name, Op op, List<String> inputs, List<String> parameters) {

    public Node {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
    }

    /** A node of one operand without parameters. */
    public Node(String name, Op op, String input) {
        this(name, op, List.of(input), List.of());
    }

    /** The value that it reads, of an op of one operand. */
    public String input() {
        return inputs.getFirst();
    }

    public Node with(Op other) {
        return new Node(name, other, inputs, parameters);
    }

    public Node reading(List<String> others) {
        return new Node(name, op, others, parameters);
    }

    @Override
    public String toString() {
        return "node " + name + " (" + op.label() + ")";
    }
}
