package org.fitact.nn.onnx.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.tensor.Shape;

/**
 * What the values of a graph are called in the file, and in which order of axes they stand there. Feature maps are
 * {@code [N, C, H, W]}, as all operators of maps want them; what works element by element takes any order. A Transpose is
 * written only where an operator wants another order than a value has, once for each value and order.
 */
final class FileValues {

    private final GraphWriter writer;
    private final Graph graph;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Ordered, String> transposed = new HashMap<>();

    /**
     * A value in the file.
     *
     * @param order for each axis there behind the images, which axis it is here
     */
    record Place(String name, List<Integer> order) {

        Place {
            order = List.copyOf(order);
        }

        /** Where an axis of the value stands in the file, the images being 0. */
        int axis(int here) {
            return 1 + order.indexOf(here);
        }
    }

    private record Ordered(String value, List<Integer> order) {}

    FileValues(GraphWriter writer, Graph graph) {
        this.writer = writer;
        this.graph = graph;
    }

    /** The order of a value whose last axis is its channels: {@code [C, H, W]} of a map. */
    static List<Integer> channelsFirst(int rank) {
        List<Integer> order = new ArrayList<>(List.of(rank - 1));
        IntStream.range(0, rank - 1).forEach(order::add);
        return order;
    }

    /** The order that a value has here. */
    static List<Integer> asHere(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    Shape shape(String value) {
        return graph.shape(value);
    }

    void put(String value, Place place) {
        places.put(value, place);
    }

    Place place(String value) {
        return places.get(value);
    }

    /** The name of a value in an order. */
    String in(String value, List<Integer> order) {
        Place place = places.get(value);
        if (place.order().equals(order)) {
            return place.name();
        }
        return transposed.computeIfAbsent(new Ordered(value, order), _ -> {
            long[] from = new long[order.size() + 1];
            for (int axis = 1; axis < from.length; axis++) {
                from[axis] = place.axis(order.get(axis - 1));
            }
            return writer.node(
                    "Transpose", place.name() + ".moved", List.of(place.name()), GraphWriter.ints("perm", from));
        });
    }

    /** The names of what a node reads, all in one order. */
    List<String> in(Node node, List<Integer> order) {
        return node.inputs().stream().map(input -> in(input, order)).toList();
    }
}
