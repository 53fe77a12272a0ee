package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
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

    private final OnnxFile file;
    private final TensorReader tensors;
    private final Map<String, TensorProto> initialisers = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final LayerNames names = new LayerNames();
    private final LayerOps layers = new LayerOps(names);
    private final ActivationOps activations = new ActivationOps();
    private final ShapeOps shapes;

    /** The images, and what the graph makes of them. */
    record Ends(Value.Feature images, Value.Feature logits, LayerNames names) {}

    private GraphReader(OnnxFile file) {
        this.file = file;
        this.tensors = new TensorReader(file);
        this.shapes = new ShapeOps(tensors);
    }

    static Ends read(OnnxFile file) throws InvalidFileException {
        GraphReader reader = new GraphReader(file);
        GraphProto graph = file.graph();
        graph.getInitializerList().forEach(tensor -> reader.initialisers.put(tensor.getName(), tensor));
        Value.Feature images = reader.images();
        for (NodeProto node : graph.getNodeList()) {
            reader.node(node);
        }
        if (graph.getOutputCount() != 1) {
            throw file.invalid("number of outputs", Integer.toString(graph.getOutputCount()), "1, the logits");
        }
        String output = graph.getOutput(0).getName();
        if (!(reader.values.get(output) instanceof Value.Feature logits)
                || logits.shape().rank() != 1) {
            Value found = reader.values.get(output);
            throw file.invalid(
                    "output '" + OnnxFile.brief(output) + "'",
                    found == null ? "made by no node" : found.describe(),
                    "one number for every class");
        }
        return new Ends(images, logits, reader.names);
    }

    private Value.Feature images() throws InvalidFileException {
        List<ValueInfoProto> inputs = file.graph().getInputList().stream()
                .filter(input -> !initialisers.containsKey(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw file.invalid("number of inputs", Integer.toString(inputs.size()), "1, the images");
        }
        ValueInfoProto input = inputs.getFirst();
        String field = "input '" + OnnxFile.brief(input.getName()) + "'";
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        if (input.getType().getTensorType().getElemType() != TensorProto.DataType.FLOAT.getNumber()
                || shape.getDimCount() != 4) {
            throw file.invalid(field, "of " + shape.getDimCount() + " dimensions", "4 of float32: N, C, H, W");
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
        Value.Feature images = Value.Feature.images(Shape.of(extents[1], extents[2], extents[0]));
        values.put(input.getName(), images);
        return images;
    }

    private void node(NodeProto proto) throws InvalidFileException {
        if (!OnnxFile.STANDARD_DOMAIN.contains(proto.getDomain())) {
            throw file.invalid(proto, "domain", OnnxFile.brief(proto.getDomain()), "an operator of the ONNX standard");
        }
        List<Value> inputs = new ArrayList<>();
        for (String name : proto.getInputList()) {
            inputs.add(name.isEmpty() ? null : value(proto, name));
        }
        Node node = new Node(file, proto, inputs);
        Value result;
        try {
            result = result(node);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid(proto, "geometry", "impossible (" + e.getMessage() + ")", "one that its input allows");
        }
        if (proto.getOutputCount() == 0) {
            throw file.invalid(proto, "number of outputs", "0", "1");
        }
        String output = proto.getOutput(0);
        if (initialisers.containsKey(output) || values.putIfAbsent(output, result) != null) {
            throw file.invalid(proto, "output", "'" + OnnxFile.brief(output) + "'", "a name that is not taken yet");
        }
    }

    private Value value(NodeProto node, String name) throws InvalidFileException {
        Value known = values.get(name);
        if (known == null && initialisers.containsKey(name)) {
            String where = "initialiser '" + OnnxFile.brief(name) + "'";
            known = new Value.Constant(name, tensors.read(where, initialisers.get(name)));
            values.put(name, known);
        }
        if (known == null) {
            throw file.invalid(node, "input", "'" + OnnxFile.brief(name) + "'", "something that an earlier node makes");
        }
        return known;
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
            default ->
                throw node.invalid("operator", "one that is not known here", "those of a CNN such as Conv or Relu");
        };
    }
}
