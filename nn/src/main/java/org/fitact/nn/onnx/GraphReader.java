package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.tensor.Shape;

/**
 * Reads the nodes of a graph in their order and finds what each makes. A node may read only what an earlier one made, as
 * ONNX demands, so there are no cycles to be caught in.
 */
final class GraphReader {

    private static final int LARGEST_EXTENT = 9999;

    /** Numbers of a feature map for one image, 64 MiB: what a ResNet makes of 1024×1024 pixels. */
    static final int LARGEST_MAP = 1 << 24;

    private final OnnxFile file;
    private final Obstacles obstacles;
    private final TensorReader tensors;
    private final Map<String, TensorProto> initialisers = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final LayerNames names = new LayerNames();
    private final Parameters parameters = new Parameters();
    private final LayerOps layers = new LayerOps(names, parameters);
    private final ActivationOps activations = new ActivationOps(parameters);
    private ShapeOps shapes;

    /**
     * The images, and what the graph makes of them.
     *
     */
    record Ends(Value.Feature images, Value.Feature logits, LayerNames names) {}

    private GraphReader(OnnxFile file) {
        this.file = file;
        this.obstacles = new Obstacles(file);
        this.tensors = new TensorReader(file);
    }

    static Ends read(OnnxFile file) throws InvalidFileException {
        return new GraphReader(file).read();
    }

    private Ends read() throws InvalidFileException {
        GraphProto graph = file.graph();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (initialisers.putIfAbsent(tensor.getName(), tensor) != null) {
                throw file.invalid(OnnxFile.label("initialiser", tensor.getName()), "there twice", "names that differ");
            }
        }
        readImages();
        for (NodeProto node : graph.getNodeList()) {
            read(node);
        }
        obstacles.throwIfAny();
        if (graph.getOutputCount() != 1) {
            throw file.invalid("number of outputs", Integer.toString(graph.getOutputCount()), "1, the logits");
        }
        Value.Feature images = (Value.Feature) values.get(imagesInput().getName());
        return new Ends(images, logits(graph.getOutput(0).getName()), names);
    }

    private Value.Feature logits(String output) throws InvalidFileException {
        if (values.get(output) instanceof Value.Feature logits && logits.shape().rank() == 1) {
            return logits;
        }
        Value found = values.get(output);
        throw file.invalid(
                OnnxFile.label("output", output),
                found == null ? "made by no node" : found.describe(),
                "one number for every class");
    }

    private ValueInfoProto imagesInput() throws InvalidFileException {
        List<ValueInfoProto> inputs = file.graph().getInputList().stream()
                .filter(input -> !initialisers.containsKey(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw file.invalid("number of inputs", Integer.toString(inputs.size()), "1, the images");
        }
        return inputs.getFirst();
    }

    private void readImages() throws InvalidFileException {
        ValueInfoProto input = imagesInput();
        Value images = new Value.Unknown();
        try {
            String field = OnnxFile.label("input", input.getName());
            images = new Value.Feature(image(field, input.getType().getTensorType()), new Value.Origin.Images());
        } catch (InvalidFileException e) {
            obstacles.add("input", input.getName(), e);
        }
        values.put(input.getName(), images);
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        long batch = shape.getDimCount() == 0 ? 0 : shape.getDim(0).getDimValue();
        shapes = new ShapeOps(tensors, Math.max(batch, 1));
    }

    /** The shape of an image. */
    private Shape image(String field, TypeProto.Tensor type) throws InvalidFileException {
        TensorShapeProto shape = type.getShape();
        if (type.getElemType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw file.invalid(field, TensorReader.typeName(type.getElemType()), "float32");
        }
        if (shape.getDimCount() != 4) {
            throw file.invalid(field, "of " + shape.getDimCount() + " dimensions", "4: N, C, H, W");
        }
        int[] extents = new int[3];
        for (int d = 0; d < extents.length; d++) {
            long extent = shape.getDim(d + 1).getDimValue();
            if (extent < 1 || extent > LARGEST_EXTENT) {
                String found = shape.getDim(d + 1).hasDimValue() ? Long.toString(extent) : "free";
                throw file.invalid(field + " dimension " + (d + 1), found, "fixed, from 1 to " + LARGEST_EXTENT);
            }
            extents[d] = (int) extent;
        }
        Shape image = Shape.of(extents[1], extents[2], extents[0]);
        if (tooLarge(image)) {
            throw file.invalid(field, image.toString(), "at most " + LARGEST_MAP + " numbers for an image");
        }
        return image;
    }

    private static boolean tooLarge(Shape shape) {
        long elements = 1;
        for (int extent : shape.extents()) {
            elements = Math.min(LARGEST_MAP + 1L, elements * extent);
        }
        return elements > LARGEST_MAP;
    }

    /** Reads a node; one that is refused becomes an obstacle, and what it makes is unknown. */
    private void read(NodeProto proto) throws InvalidFileException {
        Value result = new Value.Unknown();
        try {
            result = result(proto);
        } catch (InvalidFileException e) {
            obstacles.add(proto, e);
        } catch (UnknownInputException _) {
            // The node that should have made it is among the obstacles.
        }
        for (int i = 0; i < proto.getOutputCount(); i++) {
            boolean beside = i > 0 && !(result instanceof Value.Unknown);
            define(proto, proto.getOutput(i), beside ? new Value.Beside() : result);
        }
    }

    private void define(NodeProto proto, String output, Value value) throws InvalidFileException {
        boolean free =
                output.isEmpty() || !initialisers.containsKey(output) && values.putIfAbsent(output, value) == null;
        if (!free) {
            String found = "'" + OnnxFile.brief(output) + "'";
            obstacles.add(proto, file.invalid(proto, "output", found, "a name that is not taken yet"));
        }
    }

    private Value result(NodeProto proto) throws InvalidFileException {
        Signature.check(new Node(file, proto, List.of()));
        List<Value> inputs = new ArrayList<>();
        for (String name : proto.getInputList()) {
            inputs.add(name.isEmpty() ? null : value(proto, name));
        }
        Value result;
        try {
            result = result(new Node(file, proto, inputs));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid(proto, "geometry", "impossible (" + e.getMessage() + ")", "one that its input allows");
        }
        if (proto.getOutputCount() == 0 || proto.getOutput(0).isEmpty()) {
            throw file.invalid(proto, "number of outputs", "0", "1");
        }
        if (result instanceof Value.Feature feature && tooLarge(feature.shape())) {
            String found = feature.shape().toString();
            throw file.invalid(proto, "output", found, "at most " + LARGEST_MAP + " numbers for an image");
        }
        return result;
    }

    private Value value(NodeProto node, String name) throws InvalidFileException {
        Value known = values.get(name);
        if (known == null && initialisers.containsKey(name)) {
            known = constant(name);
            values.put(name, known);
        }
        if (known == null) {
            throw file.invalid(node, "input", "'" + OnnxFile.brief(name) + "'", "something that an earlier node makes");
        }
        return known;
    }

    private Value constant(String name) throws InvalidFileException {
        try {
            return new Value.Constant(name, tensors.read(OnnxFile.label("initialiser", name), initialisers.get(name)));
        } catch (InvalidFileException e) {
            obstacles.add("initialiser", name, e);
            return new Value.Unknown();
        }
    }

    private Value result(Node node) throws InvalidFileException {
        return switch (node.operator()) {
            case "Conv" -> layers.convolution(node);
            case "BatchNormalization" -> layers.norm(node);
            case "Gemm" -> layers.gemm(node);
            case "MatMul" -> layers.matMul(node);
            case "Add" -> layers.add(node);
            case "MaxPool", "AveragePool" -> layers.pool(node);
            case "GlobalAveragePool" -> layers.globalPool(node);
            case "ReduceMean" -> layers.reduceMean(node);
            case "Relu", "Tanh", "Clip", "Min", "LessOrEqual", "Greater", "Sub", "Mul", "Sigmoid", "Where" ->
                activations.result(node);
            case "Constant",
                    "Identity",
                    "Dropout",
                    "Cast",
                    "Pad",
                    "Transpose",
                    "Flatten",
                    "Reshape",
                    "Shape",
                    "Gather",
                    "Unsqueeze",
                    "Squeeze",
                    "Concat" -> shapes.result(node);
            default -> throw new IllegalStateException(node.operator() + " has a signature, but no meaning");
        };
    }
}
