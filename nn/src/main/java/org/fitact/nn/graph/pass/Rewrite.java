package org.fitact.nn.graph.pass;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;

/** The nodes of a graph on their way into another one, in their order. */
final class Rewrite {

    private final Graph from;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> insteadOf = new HashMap<>();

    Rewrite(Graph from) {
        this.from = from;
    }

    /** A node of the old graph, reading what now stands for its operands. */
    Node renamed(Node node) {
        List<String> inputs = node.inputs().stream().map(this::valueFor).toList();
        return node.reading(inputs);
    }

    private String valueFor(String value) {
        return insteadOf.getOrDefault(value, value);
    }

    void keep(Node node) {
        nodes.put(node.name(), node);
    }

    /** Leaves a node of one operand out: who reads it reads what it would have read. */
    void drop(Node node) {
        insteadOf.put(node.name(), valueFor(node.input()));
    }

    /**
     * Takes a kept node out, for one behind it that computes the two as one.
     *
     * @return the node, or null if the value is not to be taken in: the images, or one that others read as well
     */
    Node producerOf(String value) {
        return from.hasOneReader(value) ? nodes.get(value) : null;
    }

    /** Puts one node where two stood; it makes the value of the second. */
    void merge(Node first, Node both) {
        nodes.remove(first.name());
        nodes.put(both.name(), both);
    }

    Graph graph() {
        return new Graph(from.image(), nodes.values(), valueFor(from.output()));
    }
}
