package org.fitact.nn.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Tanh;

/** Makes the nodes of a network of what its result depends on; what the file holds beside that is left out. */
final class GraphAssembly {

    private final LayerNames names;
    private final List<Node> nodes = new ArrayList<>();
    /** What the features that are there already are called. */
    private final Map<Value.Feature, String> values = new HashMap<>();

    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Value.Function> functions = new HashMap<>();

    GraphAssembly(LayerNames names) {
        this.names = names;
    }

    /**
     * The graph without its bounds.
     *
     * @throws IllegalArgumentException if the nodes do not fit each other
     */
    Graph graph(Value.Feature images, Value.Feature logits) {
        values.put(images, Graph.IMAGES);
        Deque<Value.Feature> open = new ArrayDeque<>(List.of(logits));
        while (!open.isEmpty()) {
            Value.Feature feature = open.peek();
            List<Value.Feature> missing = feature.origin().inputs().stream()
                    .filter(input -> !values.containsKey(input))
                    .toList();
            // The first operand comes to lie on top: the body of a block is there before its shortcut.
            missing.reversed().forEach(open::push);
            if (missing.isEmpty()) {
                open.pop();
                values.computeIfAbsent(feature, this::append);
            }
        }
        return new Graph(images.shape(), nodes, values.get(logits));
    }

    /** The parameters of the layers, in the layout of the file. */
    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** What stands at the sites, by their names. */
    Map<String, Value.Function> functions() {
        return functions;
    }

    private String append(Value.Feature feature) {
        List<String> inputs =
                feature.origin().inputs().stream().map(values::get).toList();
        Node node = switch (feature.origin()) {
            case Value.Origin.Images _ -> throw new IllegalStateException("the images are made by no node");
            case Value.Origin.Layer layer -> layer(layer, inputs);
            case Value.Origin.Sum sum -> new Node(names.sum(sum.node()), new Add(), inputs, List.of());
            case Value.Origin.Activation activation -> activation(activation, inputs);
        };
        nodes.add(node);
        return node.name();
    }

    private Node layer(Value.Origin.Layer layer, List<String> inputs) {
        Op op = layer.op();
        String name = layer.name() == null ? names.numbered(op instanceof Pool2d ? "pool" : op.label()) : layer.name();
        tensors.putAll(layer.tensors());
        return new Node(name, op, inputs, List.copyOf(layer.tensors().keySet()));
    }

    private Node activation(Value.Origin.Activation activation, List<String> inputs) {
        String site = names.site(activation.node());
        functions.put(site, activation.function());
        Op op = activation.function() instanceof Value.Function.Tanh ? new Tanh() : new Relu();
        return new Node(site, op, inputs, List.of());
    }
}
