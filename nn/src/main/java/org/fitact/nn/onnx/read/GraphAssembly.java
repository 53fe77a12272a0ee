package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Relu;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * The nodes of a network while its file is read, under numbers. Names come at the end, and only to what the result depends
 * on; what the file holds beside that is left out.
 */
public final class GraphAssembly {

    private static final int IMAGES = -1;

    private final Views views = new Views(this);
    private final LayerNames names = new LayerNames();
    private final List<Draft> drafts = new ArrayList<>();
    private Shape image;

    /** The nodes that have their names, in their order, and these by the numbers. */
    private final List<Node> nodes = new ArrayList<>();

    private final Map<Integer, String> named = new HashMap<>(Map.of(IMAGES, Graph.IMAGES));
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /**
     * A node that has no name yet.
     *
     * @param origin the node of the file
     * @param layer its name, if the file's weights give it one; else null
     * @param parameters under their full names, in the op's order and in the layout of the file; names that two layers have
     *     stand for one parameter
     */
    public record Draft(
            NodeProto origin, String layer, Op op, Map<String, StoredTensor> parameters, List<Operand.Feature> inputs) {

        /** What it reads, of an op of one operand. */
        public Operand.Feature input() {
            return inputs.getFirst();
        }

        /** The weight of a product, or the bounds of a bound. */
        public StoredTensor firstParameter() {
            return parameters.values().iterator().next();
        }

        /** A parameter by its name. */
        public StoredTensor parameter(String name) {
            return parameters.get(name);
        }
    }

    public LayerNames names() {
        return names;
    }

    /** What puts values into the order that an op wants. */
    public Views views() {
        return views;
    }

    /** The value that the network is given. */
    Operand.Feature images(Shape shape, Layout layout) {
        image = shape;
        return new Operand.Feature(IMAGES, shape, layout);
    }

    /**
     * Adds a node.
     *
     * @param layout how the file sees what it makes
     * @throws IllegalArgumentException if the op cannot take such values
     */
    public Operand.Feature add(Draft draft, Layout layout) {
        List<Shape> shapes = draft.inputs().stream().map(Operand.Feature::shape).toList();
        Shape shape = draft.op().outputShape(shapes);
        drafts.add(draft);
        return new Operand.Feature(drafts.size() - 1, shape, layout);
    }

    /** Adds a node without parameters, for which files have no name that could be used. */
    public Operand.Feature plain(NodeProto origin, Op op, Layout layout, Operand.Feature... inputs) {
        return add(new Draft(origin, null, op, Map.of(), List.of(inputs)), layout);
    }

    /** Adds one that works element by element, so that the file sees its value as it saw x. */
    public Operand.Feature plain(NodeProto origin, Op op, Operand.Feature x) {
        return plain(origin, op, x.layout(), x);
    }

    /**
     * Adds an upper bound: behind x itself, if that is the result of a function that is never negative, else with a ReLU of x
     * before it.
     *
     * @param bounds in the order of the file: scalar, {@code [C, 1, 1]}, {@code [C, H, W]} or {@code [F]}
     */
    public Operand.Feature bounded(
            NodeProto origin, Operand.Feature x, Policy policy, float kappa, StoredTensor bounds) {
        Bound bound = new Bound(policy, granularity(x.shape().elements(), bounds.shape()), kappa);
        boolean fits = producer(x)
                .filter(draft -> draft.op() instanceof Activation activation && activation.neverNegative())
                .isPresent();
        Operand.Feature positive = fits ? x : plain(origin, new Relu(), x);
        return add(new Draft(origin, null, bound, Map.of("bounds", bounds), List.of(positive)), x.layout());
    }

    /**
     * Adds bounds of two sides behind x.
     *
     * @param lower in the order of the file, of the shape of the upper ones
     */
    public Operand.Feature bounded(
            NodeProto origin, Operand.Feature x, Policy policy, float kappa, StoredTensor lower, StoredTensor upper) {
        Bound bound = new Bound(policy, granularity(x.shape().elements(), upper.shape()), kappa, true);
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        parameters.put("bounds", upper);
        parameters.put("lower", lower);
        return add(new Draft(origin, null, bound, parameters, List.of(x)), x.layout());
    }

    private static Granularity granularity(int neurons, int[] bounds) {
        return switch (bounds.length) {
            case 0 -> Granularity.LAYER;
            case 1 ->
                bounds[0] == 1 ? Granularity.LAYER : neurons == bounds[0] ? Granularity.NEURON : Granularity.CHANNEL;
            case 3 ->
                bounds[1] == 1 && bounds[2] == 1 && neurons > bounds[0] ? Granularity.CHANNEL : Granularity.NEURON;
            default -> Granularity.NEURON;
        };
    }

    /** What makes a value; empty for the images. */
    public Optional<Draft> producer(Operand.Feature value) {
        return value.node() == IMAGES ? Optional.empty() : Optional.of(drafts.get(value.node()));
    }

    /**
     * The graph.
     *
     * @throws IllegalArgumentException if the nodes do not fit each other
     */
    public Graph graph(Operand.Feature logits) {
        Deque<Operand.Feature> open = new ArrayDeque<>(List.of(logits));
        while (!open.isEmpty()) {
            Operand.Feature value = open.peek();
            List<Operand.Feature> missing = producer(value).map(Draft::inputs).orElse(List.of()).stream()
                    .filter(input -> !named.containsKey(input.node()))
                    .toList();
            // The first operand comes to lie on top: the body of a block is there before its shortcut.
            missing.reversed().forEach(open::push);
            if (missing.isEmpty()) {
                open.pop();
                named.computeIfAbsent(value.node(), number -> append(drafts.get(number)));
            }
        }
        return new Graph(image, nodes, named.get(logits.node()));
    }

    /** The tensors of the graph's parameters, by their names. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    private String append(Draft draft) {
        List<String> inputs =
                draft.inputs().stream().map(input -> named.get(input.node())).toList();
        List<StoredTensor> values = List.copyOf(draft.parameters().values());
        Node node = draft.op() instanceof Bound bound
                ? Site.boundNode(inputs.getFirst(), bound)
                : new Node(
                        name(draft),
                        draft.op(),
                        inputs,
                        List.copyOf(draft.parameters().keySet()));
        nodes.add(node);
        for (int i = 0; i < values.size(); i++) {
            tensors.put(node.parameters().get(i), values.get(i));
        }
        return node.name();
    }

    private String name(Draft draft) {
        if (draft.layer() != null) {
            return draft.layer();
        }
        return switch (draft.op()) {
            case Activation _ -> names.site(draft.origin());
            case Add _ -> names.sum(draft.origin());
            case Pool2d _ -> names.numbered("pool");
            case Op op -> names.numbered(op.label());
        };
    }
}
