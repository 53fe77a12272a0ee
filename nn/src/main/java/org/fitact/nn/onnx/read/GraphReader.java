package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.tensor.Shape;

/**
 * Reads the nodes of a graph in their order and finds what each makes. A node may read only what an earlier one made, as
 * ONNX demands, so there are no cycles to be caught in.
 */
public final class GraphReader {

    /** Numbers of a feature map for one image, 64 MiB: what a ResNet makes of 1024×1024 pixels. */
    public static final int LARGEST_MAP = 1 << 24;

    private final OnnxFile file;
    private final Obstacles obstacles;
    private final TensorReader tensors;
    private final Map<String, TensorProto> initialisers = new HashMap<>();
    private final Map<String, Operand> values = new HashMap<>();
    private final GraphAssembly assembly = new GraphAssembly();
    private final OperatorSet.Factory known;
    private final Optional<ImageSize> size;
    private ImagesInput input;
    private OperatorSet operators;

    private GraphReader(OnnxFile file, OperatorSet.Factory known, Optional<ImageSize> size) {
        this.size = size;
        this.known = known;
        this.file = file;
        this.obstacles = new Obstacles(file);
        this.tensors = new TensorReader(file);
    }

    /**
     * What a file holds.
     *
     * @param tensors of the graph's parameters, by their names, in the layout of the file
     * @param input what the images are called in the file
     * @param output what the logits are called there
     */
    public record Content(Graph graph, Map<String, StoredTensor> tensors, String input, String output) {}

    /**
     * Reads a graph.
     *
     * @param operators what its nodes may be
     * @param size of the images, where the file leaves it free
     */
    public static Content read(OnnxFile file, OperatorSet.Factory operators, Optional<ImageSize> size)
            throws InvalidFileException {
        return new GraphReader(file, operators, size).read();
    }

    /** All that stands in the way of reading a graph, one line a kind; empty if it can be read. */
    public static List<String> obstacles(OnnxFile file, OperatorSet.Factory operators, Optional<ImageSize> size) {
        GraphReader reader = new GraphReader(file, operators, size);
        try {
            reader.read();
            return List.of();
        } catch (InvalidFileException e) {
            List<String> all = reader.obstacles.lines();
            return all.isEmpty() ? List.of(e.field() + " is " + e.found() + ", expected " + e.expected()) : all;
        }
    }

    private Content read() throws InvalidFileException {
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
        Operand.Feature logits = logits(graph.getOutput(0).getName());
        try {
            return new Content(
                    assembly.graph(logits),
                    assembly.tensors(),
                    input.name(),
                    graph.getOutput(0).getName());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid("network", e.getMessage(), "layers that fit each other");
        }
    }

    private Operand.Feature logits(String output) throws InvalidFileException {
        Operand found = values.get(output);
        if (found instanceof Operand.Feature x && isRow(x)) {
            return assembly.views().rows(NodeProto.getDefaultInstance(), x);
        }
        throw file.invalid(
                OnnxFile.label("output", output),
                found == null ? "made by no node" : found.describe(),
                "one number for every class");
    }

    /** Whether there is one number for every class: an axis, which others of extent 1 may stand beside. */
    private static boolean isRow(Operand.Feature x) {
        return x.layout().rank() > 0
                && !x.layout().hasBatch(x.layout().rank() - 1)
                && x.layout().axes().stream()
                                .filter(axis -> axis.stream().anyMatch(d -> d != Layout.BATCH))
                                .count()
                        <= 1;
    }

    private void readImages() throws InvalidFileException {
        input = ImagesInput.of(file, size, initialisers::containsKey);
        Operand images = new Operand.Unknown();
        try {
            images = images(input.image());
        } catch (InvalidFileException e) {
            obstacles.add("input", input.name(), e);
        }
        values.put(input.name(), images);
        operators = known.of(new Reading(assembly, new Parameters(), tensors, input.count()));
    }

    /**
     * What the images are. A file for one image says nothing of several, so there all axes are of the image; else the first
     * counts them, and no op may mix them.
     */
    private Operand.Feature images(Shape image) {
        return assembly.images(image, Layout.map(input.count() != 1));
    }

    /** Whether a value has more numbers for one image than is allowed. */
    static boolean tooLarge(Shape shape) {
        long elements = 1;
        for (int extent : shape.extents()) {
            elements = Math.min(LARGEST_MAP + 1L, elements * extent);
        }
        return elements > LARGEST_MAP;
    }

    /** Reads a node; one that is refused becomes an obstacle, and what it makes is unknown. */
    private void read(NodeProto proto) throws InvalidFileException {
        Operand result = new Operand.Unknown();
        try {
            result = result(proto);
        } catch (InvalidFileException e) {
            obstacles.add(proto, e);
        } catch (OnnxNode.UnknownInputException _) {
            // The node that should have made it is among the obstacles.
        }
        for (int i = 0; i < proto.getOutputCount(); i++) {
            define(proto, proto.getOutput(i), output(result, i));
        }
    }

    private static Operand output(Operand result, int i) {
        return switch (result) {
            case Operand.Unknown unknown -> unknown;
            case Operand.Several(List<Operand> all) when i < all.size() -> all.get(i);
            default -> i == 0 ? result : new Operand.Beside();
        };
    }

    private void define(NodeProto proto, String output, Operand value) throws InvalidFileException {
        boolean free =
                output.isEmpty() || !initialisers.containsKey(output) && values.putIfAbsent(output, value) == null;
        if (!free) {
            String found = "'" + OnnxFile.brief(output) + "'";
            obstacles.add(proto, file.invalid(proto, "output", found, "a name that is not taken yet"));
        }
    }

    private Operand result(NodeProto proto) throws InvalidFileException {
        Operator operator = operators.of(new OnnxNode(file, proto, List.of()));
        List<Operand> inputs = new ArrayList<>();
        for (String name : proto.getInputList()) {
            inputs.add(name.isEmpty() ? null : value(proto, name));
        }
        Operand result;
        try {
            result = operator.meaning().of(new OnnxNode(file, proto, inputs));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw file.invalid(proto, "geometry", "impossible (" + e.getMessage() + ")", "one that its input allows");
        }
        if (proto.getOutputCount() == 0 || proto.getOutput(0).isEmpty()) {
            throw file.invalid(proto, "number of outputs", "0", "1");
        }
        if (result instanceof Operand.Feature feature && tooLarge(feature.shape())) {
            String found = feature.shape().toString();
            throw file.invalid(proto, "output", found, "at most " + LARGEST_MAP + " numbers for an image");
        }
        return result;
    }

    private Operand value(NodeProto node, String name) throws InvalidFileException {
        Operand known = values.get(name);
        if (known == null && initialisers.containsKey(name)) {
            known = constant(name);
            values.put(name, known);
        }
        if (known == null) {
            throw file.invalid(node, "input", "'" + OnnxFile.brief(name) + "'", "something that an earlier node makes");
        }
        return known;
    }

    private Operand constant(String name) throws InvalidFileException {
        try {
            return new Operand.Constant(
                    name, tensors.read(OnnxFile.label("initialiser", name), initialisers.get(name)));
        } catch (InvalidFileException e) {
            obstacles.add("initialiser", name, e);
            return new Operand.Unknown();
        }
    }
}
