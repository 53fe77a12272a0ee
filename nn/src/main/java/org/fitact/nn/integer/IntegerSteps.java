package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Stored;
import org.fitact.tensor.fixedpoint.FixedType;

/** The nodes of a graph and the types of their values. Values are numbered: 0 is the images, every node makes the next. */
final class IntegerSteps {

    private final Graph graph;
    private final NetworkArithmetic arithmetic;
    private final List<FixedType> types = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * @param graph in the order in which it is to run
     * @throws IllegalArgumentException if the arithmetic names a node that there is not, or a value has no type
     */
    IntegerSteps(Graph graph, NetworkArithmetic arithmetic) {
        this.graph = graph;
        this.arithmetic = arithmetic;
        types.add(arithmetic.images());
        numbers.put(Graph.IMAGES, 0);
        for (Node node : graph.nodes()) {
            types.add(arithmetic.of(node.name()).output().orElseGet(() -> typeOfInput(node)));
            numbers.put(node.name(), types.size() - 1);
        }
        for (String name : arithmetic.layers().keySet()) {
            if (!numbers.containsKey(name)) {
                throw new IllegalArgumentException("the arithmetic is of a node " + name + ", expected one of "
                        + graph.nodes().stream().map(Node::name).toList());
            }
        }
    }

    private FixedType typeOfInput(Node node) {
        if (node.op() instanceof Stored) {
            throw new IllegalArgumentException(node + " reads no value, expected a type for its output");
        }
        return types.get(numbers.get(node.input()));
    }

    Graph graph() {
        return graph;
    }

    NetworkArithmetic arithmetic() {
        return arithmetic;
    }

    /** Values, the images among them. */
    int values() {
        return types.size();
    }

    /** The node that makes a value. */
    Node node(int value) {
        return graph.nodes().get(value - 1);
    }

    FixedType type(int value) {
        return types.get(value);
    }

    int number(String value) {
        return numbers.get(value);
    }

    /** The numbers of what a node reads. */
    int[] inputs(Node node) {
        return node.inputs().stream().mapToInt(numbers::get).toArray();
    }

    /** Elements of a value for one image. */
    int elements(int value) {
        return (value == 0 ? graph.image() : graph.shape(node(value).name())).elements();
    }
}
