package org.fitact.nn.onnx.write;

import static org.fitact.nn.onnx.write.GraphWriter.number;
import static org.fitact.nn.onnx.write.GraphWriter.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.OnnxForm;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Resize;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.onnx.write.FileValues.Place;
import org.fitact.tensor.backend.op.BinaryOp;

/** Writes the nodes of a graph, each as one node of ONNX or, for a bound, as several. */
public final class GraphExport {

    private static final int OPSET = 17;

    private final GraphWriter writer;
    private final Program program;
    private final BoundExport bounds;
    private final Map<String, ParameterSpec> specs = new HashMap<>();
    /** The weights that were written a second time, with rows and columns exchanged, by their names in the file. */
    private final Map<String, String> transposed = new HashMap<>();
    /** What was written already: parameters that two nodes read are stored once. */
    private final Map<String, String> stored = new HashMap<>();

    private final FileValues values;
    private final LayoutExport layout;
    private final ArithmeticExport arithmetic;
    private final Requantisation requantisation;

    public GraphExport(GraphWriter writer, Program program, boolean guarded) {
        this(writer, program, guarded, Requantisation.NONE);
    }

    /** @param requantisation what values and parameters are written with */
    public GraphExport(GraphWriter writer, Program program, boolean guarded, Requantisation requantisation) {
        this.requantisation = requantisation;
        this.writer = writer;
        this.program = program;
        this.bounds = new BoundExport(writer, guarded);
        this.values = new FileValues(writer, program.graph());
        this.layout = new LayoutExport(writer, values);
        this.arithmetic = new ArithmeticExport(writer, program, values, this::parameter, opset(program.graph()));
        program.graph().parameters().forEach(spec -> specs.put(spec.name(), spec));
    }

    /** The oldest opset that has all operators of a graph, and no older one than that of bounds. */
    public static int opset(Graph graph) {
        return graph.nodes().stream()
                .mapToInt(node -> node.op() instanceof Activation function
                        ? function.onnx().since()
                        : ArithmeticExport.since(node.op(), graph.shape(node.name())))
                .reduce(OPSET, Math::max);
    }

    /**
     * Writes all nodes.
     *
     * @param images what the images are called in the file
     * @return what the result is called there
     */
    public String write(String images) {
        Graph graph = program.graph();
        values.put(
                Graph.IMAGES,
                new Place(
                        requantisation.value(Graph.IMAGES, images),
                        FileValues.channelsFirst(graph.image().rank())));
        for (Node node : graph.nodes()) {
            Place made = place(node);
            values.put(node.name(), new Place(requantisation.value(node.name(), made.name()), made.order()));
        }
        return values.place(graph.output()).name();
    }

    /** Writes a node; says what its value is called, and in which order its axes stand in the file. */
    private Place place(Node node) {
        return switch (node.op()) {
            case Movement movement -> layout.movement(node, movement);
            case Reshape _ -> layout.reshape(node);
            case Resize resize -> layout.resize(node, resize);
            case Linear _ -> linear(node);
            case Dropout _ -> values.place(node.input());
            case Add _ -> arithmetic.pair(node, BinaryOp.ADD);
            case Arithmetic op -> arithmetic.place(node, op);
            case Activation _ -> new Place(node(node, order(node)), order(node));
            case Bound _ -> {
                int rank = program.graph().shape(node.name()).rank();
                List<Integer> order = rank == 3 ? FileValues.channelsFirst(rank) : FileValues.asHere(rank);
                yield new Place(node(node, order), order);
            }
            default -> {
                int rank = program.graph().shape(node.name()).rank();
                List<Integer> order = FileValues.channelsFirst(
                        program.graph().shape(node.input()).rank());
                yield new Place(node(node, order), FileValues.channelsFirst(rank));
            }
        };
    }

    /** The order of what a node reads first, of which one that works element by element need not take another. */
    private List<Integer> order(Node node) {
        return values.place(node.input()).order();
    }

    /** Of rows one operator, of anything else the product and the sum that it stands for. */
    private Place linear(Node node) {
        int rank = program.graph().shape(node.input()).rank();
        if (rank == 1) {
            List<Integer> order = FileValues.asHere(1);
            return new Place(writer.node("Gemm", layer(node), operands(node, order), number("transB", 1)), order);
        }
        boolean isLast = order(node).getLast() == rank - 1;
        List<Integer> order = isLast ? order(node) : FileValues.asHere(rank);
        List<String> operands = operands(node, order);
        String weight = transposed.computeIfAbsent(
                operands.get(1), name -> writer.node("Transpose", name + ".transposed", List.of(name)));
        String product = writer.node("MatMul", layer(node) + ".product", List.of(operands.getFirst(), weight));
        return new Place(writer.node("Add", layer(node), List.of(product, operands.get(2))), order);
    }

    /** @param order of the axes of what it reads */
    private String node(Node node, List<Integer> order) {
        String x = values.in(node.input(), order);
        return switch (node.op()) {
            case Conv2d conv -> convolution(node, conv, order);
            case BatchNorm norm ->
                writer.node(
                        "BatchNormalization", layer(node), operands(node, order), number("epsilon", norm.epsilon()));
            case Pool2d pool -> pool(node, pool, order);
            case Flatten _ -> writer.node("Flatten", node.name(), List.of(x), number("axis", 1));
            case Activation activation -> activation(activation.onnx(), node.name(), x);
            case Bound bound -> bound(node, bound, x);
            case FusedProduct _, Add _, Arithmetic _, Linear _, Reshape _, Resize _, Movement _, Dropout _ ->
                throw new IllegalArgumentException(node + " has no form in ONNX");
        };
    }

    /** Where what it bounds was a ReLU that it contains, it takes its name. */
    private String bound(Node node, Bound bound, String x) {
        String name = values.place(layer(node)) != null ? node.name() : layer(node);
        boolean ofMaps = program.graph().shape(node.input()).rank() == 3;
        List<ParameterSpec> bounds = node.parameters().stream().map(specs::get).toList();
        List<float[]> numbers =
                node.parameters().stream().map(program.values()::get).toList();
        return bound.twoSided()
                ? this.bounds.write(bound, name, x, bounds, numbers, ofMaps)
                : this.bounds.write(bound, name, x, bounds.getFirst(), numbers.getFirst(), ofMaps);
    }

    private String convolution(Node node, Conv2d conv, List<Integer> order) {
        List<AttributeProto> attributes = WindowExport.attributes(conv.window());
        if (conv.groups() > 1) {
            attributes.add(number("group", conv.groups()));
        }
        return writer.node("Conv", layer(node), operands(node, order), attributes.toArray(AttributeProto[]::new));
    }

    private String activation(OnnxForm form, String name, String x) {
        return switch (form) {
            case OnnxForm.Operator operator -> writer.node(operator.name(), name, List.of(x), attributes(operator));
            case OnnxForm.WithConstants(String operator, int _, List<Float> constants) -> {
                List<String> inputs = new ArrayList<>(List.of(x));
                constants.forEach(constant -> inputs.add(writer.scalar(constant)));
                yield writer.node(operator, name, inputs);
            }
            case OnnxForm.Gated(OnnxForm.Operator gate) ->
                writer.node("Mul", name, List.of(x, activation(gate, name + ".gate", x)));
        };
    }

    /** Sorted by name, so that a network is always the same file. */
    private static AttributeProto[] attributes(OnnxForm.Operator operator) {
        Map<String, AttributeProto> attributes = new TreeMap<>();
        operator.numbers().forEach((name, value) -> attributes.put(name, number(name, value.floatValue())));
        operator.texts().forEach((name, value) -> attributes.put(name, text(name, value)));
        return attributes.values().toArray(AttributeProto[]::new);
    }

    private String pool(Node node, Pool2d pool, List<Integer> order) {
        String operator = switch (pool.kind()) {
            case MAX -> "MaxPool";
            case AVERAGE -> "AveragePool";
        };
        List<AttributeProto> attributes = WindowExport.attributes(pool.window());
        if (pool.countsPadding()) {
            attributes.add(number("count_include_pad", 1));
        }
        if (pool.roundsUp()) {
            attributes.add(number("ceil_mode", 1));
        }
        return writer.node(operator, node.name(), operands(node, order), attributes.toArray(AttributeProto[]::new));
    }

    /** What a node reads, parameters last. */
    private List<String> operands(Node node, List<Integer> order) {
        List<String> all = new ArrayList<>(values.in(node, order));
        node.parameters().forEach(name -> all.add(parameter(name)));
        return all;
    }

    private String parameter(String name) {
        return stored.computeIfAbsent(name, this::initialiser);
    }

    private String initialiser(String name) {
        ParameterSpec spec = specs.get(name);
        return requantisation
                .parameter(spec)
                .orElseGet(() -> writer.initialiser(
                        name,
                        ParameterLayout.toFile(
                                spec.layout(), spec.shape(), program.values().get(name))));
    }

    /** The node of a layer has the name of the layer, whatever value it makes after passes. */
    private static String layer(Node node) {
        return ParameterSpec.layerOf(node.parameters().getFirst());
    }
}
