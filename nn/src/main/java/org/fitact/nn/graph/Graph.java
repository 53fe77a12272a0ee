package org.fitact.nn.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Shape;

/**
 * The one form of a network: nodes in an order in which each reads only what earlier ones made, from the images to one
 * value, the logits. Immutable; holds no numbers. Shapes are inferred and checked when it is made.
 */
public final class Graph {

    /** The name of the value that the images are. */
    public static final String IMAGES = "images";

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, List<Node>> readers = new LinkedHashMap<>();
    private final Map<String, ParameterSpec> parameters = new LinkedHashMap<>();
    private final Map<String, Integer> parameterReaders = new LinkedHashMap<>();
    private final String output;

    /**
     * @param image shape of one image, {@code [height, width, channels]}, or {@code [features]}
     * @param output the value that is the result
     * @throws IllegalArgumentException if the nodes do not fit each other; names them
     */
    public Graph(Shape image, Collection<Node> nodes, String output) {
        shapes.put(IMAGES, image);
        nodes.forEach(this::add);
        if (!shapes.containsKey(output)) {
            throw new IllegalArgumentException("no node makes the output " + output);
        }
        this.output = output;
    }

    private void add(Node node) {
        if (shapes.containsKey(node.name())) {
            throw new IllegalArgumentException("two nodes are called " + node.name());
        }
        if (node.inputs().size() != node.op().operands()) {
            throw new IllegalArgumentException(node + " reads " + node.inputs().size() + " values, expected "
                    + node.op().operands());
        }
        for (String input : node.inputs()) {
            if (!shapes.containsKey(input)) {
                throw new IllegalArgumentException(node + " reads " + input + ", which no earlier node makes");
            }
            readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
        }
        List<Shape> inputs = inputShapes(node);
        try {
            shapes.put(node.name(), node.op().outputShape(inputs));
            addParameters(node, node.op().parameters(inputs));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(node + ": " + e.getMessage(), e);
        }
        nodes.put(node.name(), node);
    }

    private void addParameters(Node node, List<ParameterSpec> expected) {
        if (expected.size() != node.parameters().size()) {
            throw new IllegalArgumentException("has parameters " + node.parameters() + ", expected " + expected.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            ParameterSpec spec = expected.get(i).named(node.parameters().get(i));
            parameterReaders.merge(spec.name(), 1, Integer::sum);
            ParameterSpec shared = parameters.putIfAbsent(spec.name(), spec);
            if (shared != null && !shared.equals(spec)) {
                throw new IllegalArgumentException("reads " + spec.name() + " as " + spec.kind() + " of " + spec.shape()
                        + ", another node as " + shared.kind() + " of " + shared.shape());
            }
        }
    }

    /** Shape of one image. */
    public Shape image() {
        return shapes.get(IMAGES);
    }

    /** In an order in which they can run. */
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The value that is the result. */
    public String output() {
        return output;
    }

    /** Shape of the result for one image. */
    public Shape outputShape() {
        return shapes.get(output);
    }

    /** @throws NoSuchElementException if there is none of that name */
    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new NoSuchElementException("no node is called " + name);
        }
        return node;
    }

    /** Shape of a value for one image. */
    public Shape shape(String value) {
        return shapes.get(value);
    }

    /** Shapes of what a node reads, for one image. */
    public List<Shape> inputShapes(Node node) {
        return node.inputs().stream().map(shapes::get).toList();
    }

    /** The nodes that read a value, once for every time they do. */
    public List<Node> readers(String value) {
        return Collections.unmodifiableList(readers.getOrDefault(value, List.of()));
    }

    /** Whether a value goes to one node only, and nowhere else. */
    public boolean hasOneReader(String value) {
        return readers(value).size() == 1 && !value.equals(output);
    }

    /** All parameters, in the order of their first use. */
    public List<ParameterSpec> parameters() {
        return List.copyOf(parameters.values());
    }

    /** Whether no two nodes read a parameter. */
    public boolean isReadOnce(String parameter) {
        return parameterReaders.getOrDefault(parameter, 0) == 1;
    }

    /** The activations, and what else is bounded, in their order. */
    public List<Site> sites() {
        return sites(Site.Kind.USUAL);
    }

    /** The places of some kinds where a value may be bounded, and those where it is, in their order. */
    public List<Site> sites(Set<Site.Kind> kinds) {
        return nodes.values().stream()
                .map(this::site)
                .flatMap(Optional::stream)
                .filter(site -> site.isBounded() || kinds.contains(site.kind()))
                .toList();
    }

    /** The value of a node as a place for a bound; empty where none can stand. */
    private Optional<Site> site(Node node) {
        return kind(node).map(kind -> {
            Activation function = node.op() instanceof Activation activation ? activation : null;
            return new Site(node.name(), kind, shape(node.name()), function, bound(node.name()));
        });
    }

    private Optional<Site.Kind> kind(Node node) {
        boolean activated = readers(node.name()).stream().anyMatch(reader -> reader.op() instanceof Activation);
        return Optional.ofNullable(
                switch (node.op()) {
                    case Activation _ -> Site.Kind.ACTIVATION;
                    case Bound _ -> null;
                    case Op _ when node.name().equals(logits()) -> Site.Kind.LOGITS;
                    case Add _ -> activated ? null : Site.Kind.SUM;
                    default -> isSummed(node) ? Site.Kind.BRANCH : null;
                });
    }

    /** Whether a value is summed with another, itself or what its bound leaves of it. */
    private boolean isSummed(Node node) {
        return readers(node.name()).stream()
                .flatMap(reader -> reader.op() instanceof Bound ? readers(reader.name()).stream() : Stream.of(reader))
                .anyMatch(reader -> reader.op() instanceof Add);
    }

    /** Whether a site stands behind a sum of two values: it is one, or an activation that reads one. */
    public boolean isBehindSum(Site site) {
        Node node = node(site.name());
        if (node.op() instanceof Add) {
            return true;
        }
        Node read = node.op() instanceof Activation ? nodes.get(node.input()) : null;
        if (read != null && read.op() instanceof Bound) {
            read = nodes.get(read.input());
        }
        return read != null && read.op() instanceof Add;
    }

    /** The result, before a bound on it. */
    private String logits() {
        Node last = nodes.get(output);
        return last != null && last.op() instanceof Bound ? last.input() : output;
    }

    private Bound bound(String value) {
        return readers(value).stream()
                .filter(reader -> reader.op() instanceof Bound)
                .map(reader -> (Bound) reader.op())
                .findFirst()
                .orElse(null);
    }

    /** This graph with other functions or bounds at its activations and at what else is bounded; all else is as it was. */
    public Graph withSites(UnaryOperator<Site> change) {
        return withSites(Site.Kind.USUAL, change);
    }

    /** The same at the places of some kinds, and at those that are bounded. */
    public Graph withSites(Set<Site.Kind> kinds, UnaryOperator<Site> change) {
        Map<String, Site> sites = new LinkedHashMap<>();
        sites(kinds).forEach(site -> sites.put(site.name(), change.apply(site)));
        Map<String, String> names = new LinkedHashMap<>();
        List<Node> changed = new ArrayList<>();
        for (Node node : nodes.values()) {
            Node read = node.reading(node.inputs().stream()
                    .map(input -> names.getOrDefault(input, input))
                    .toList());
            if (node.op() instanceof Bound && sites.containsKey(node.input())) {
                names.put(node.name(), read.input());
            } else if (sites.containsKey(node.name())) {
                Site site = sites.get(node.name());
                changed.add(site.function() == null ? read : read.with(site.function()));
                site.boundNode().ifPresent(bound -> {
                    changed.add(bound);
                    names.put(node.name(), bound.name());
                });
            } else {
                changed.add(read);
            }
        }
        return new Graph(image(), changed, names.getOrDefault(output, output));
    }

    /**
     * This graph with further nodes behind some values: whoever read such a value, and the result if it is that, reads the last of them
     * instead.
     *
     * @param behind for each value the nodes in their order, which read it and each other as they say
     */
    public Graph inserting(Map<String, List<Node>> behind) {
        List<Node> changed = new ArrayList<>();
        for (Node node : nodes.values()) {
            changed.add(node.reading(node.inputs().stream()
                    .map(input -> lastBehind(input, behind))
                    .toList()));
            changed.addAll(behind.getOrDefault(node.name(), List.of()));
        }
        return new Graph(image(), changed, lastBehind(output, behind));
    }

    private static String lastBehind(String value, Map<String, List<Node>> behind) {
        return behind.containsKey(value) ? behind.get(value).getLast().name() : value;
    }

    /** The same at one site. */
    public Graph withSite(String name, UnaryOperator<Site> change) {
        return withSites(site -> site.name().equals(name) ? change.apply(site) : site);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Graph graph
                && image().equals(graph.image())
                && nodes().equals(graph.nodes())
                && output.equals(graph.output);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    @Override
    public String toString() {
        return "graph of " + nodes.size() + " nodes from " + image() + " to " + outputShape();
    }
}
