package org.fitact.nn.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.tensor.Shape;

/**
 * The nodes of a graph as the steps of a plan. Values are numbered: 0 is the images, every step makes the next. To reshape,
 * or to flatten maps of single pixels, is no step: the numbers stand in their order already.
 */
final class Steps {

    private final Graph graph;
    private final List<Node> steps = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>(Map.of(Graph.IMAGES, 0));

    /** @param graph in the order in which it is to run */
    Steps(Graph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            if (movesNothing(node)) {
                numbers.put(node.name(), value(node.input()));
            } else {
                steps.add(node);
                numbers.put(node.name(), steps.size());
            }
        }
    }

    private boolean movesNothing(Node node) {
        return node.op() instanceof Reshape || node.op() instanceof Flatten && isOnePixel(graph.shape(node.input()));
    }

    private static boolean isOnePixel(Shape map) {
        return map.extent(0) * map.extent(1) == 1;
    }

    Graph graph() {
        return graph;
    }

    /** All of them, in the order in which they run. */
    List<Node> all() {
        return Collections.unmodifiableList(steps);
    }

    int count() {
        return steps.size();
    }

    Node node(int step) {
        return steps.get(step);
    }

    /** The number of a value. */
    int value(String name) {
        return numbers.get(name);
    }

    /** The number of the result. */
    int result() {
        return value(graph.output());
    }

    /** The numbers of the values that a step reads. */
    int[] inputs(int step) {
        return steps.get(step).inputs().stream().mapToInt(this::value).toArray();
    }

    /** Elements of a step's result for one image. */
    int outputElements(int step) {
        return graph.shape(steps.get(step).name()).elements();
    }
}
