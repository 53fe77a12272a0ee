package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.nn.onnx.operator.Operators;
import org.fitact.nn.onnx.read.GraphReader;

/**
 * What an ONNX file holds, whether it can be imported or not.
 *
 * @param producer who wrote it, as it says
 * @param opset of the standard operators
 * @param inputs with type and shape, {@code input float32 [batch, 3, 224, 224]}
 * @param outputs likewise
 * @param operators how many nodes of each there are
 * @param weights how many numbers the initialisers of each type have
 * @param notes its metadata
 * @param obstacles all that stands in the way of an import, one line a kind
 * @param network what comes of it; null where something stands in the way
 */
public record OnnxExplanation(
        String producer,
        long opset,
        List<String> inputs,
        List<String> outputs,
        Map<String, Long> operators,
        Map<String, Long> weights,
        Map<String, String> notes,
        List<String> obstacles,
        NetworkSummary network) {

    /**
     * The network of a file.
     *
     * @param image {@code 224x224x3}: height, width, channels
     * @param parameters numbers in memory
     * @param neurons elements of all values that can be bounded, for one image
     * @param sites what can be bounded, and is not yet
     */
    public record NetworkSummary(
            String image,
            int classes,
            long parameters,
            long neurons,
            List<NodeSummary> nodes,
            List<SiteSummary> sites) {}

    /**
     * A node, by what it is called here.
     *
     * @param shape of its value for one image
     */
    public record NodeSummary(String name, String op, List<String> inputs, String shape, long parameters) {}

    /** An activation that can have a bound. */
    public record SiteSummary(String name, String function, String shape, int neurons) {}

    /**
     * Looks into a file.
     *
     * @param size of the images, where the file leaves it free
     * @throws InvalidFileException if it is no ONNX file
     */
    public static OnnxExplanation of(Path path, Optional<ImageSize> size) throws IOException {
        OnnxFile file = OnnxFile.read(path);
        List<String> obstacles = GraphReader.obstacles(file, Operators::new, size);
        return new OnnxExplanation(
                file.producer(),
                file.opset(),
                values(file.graph().getInputList()),
                values(file.graph().getOutputList()),
                counts(file.graph().getNodeList(), node -> OnnxFile.brief(node.getOpType()), _ -> 1),
                counts(
                        file.graph().getInitializerList(),
                        tensor -> TensorReader.typeName(tensor.getDataType()),
                        OnnxExplanation::elements),
                file.notes(),
                obstacles,
                obstacles.isEmpty()
                        ? network(GraphReader.read(file, Operators::new, size).graph())
                        : null);
    }

    private static <T> Map<String, Long> counts(List<T> things, Function<T, String> name, ToLongFunction<T> count) {
        return things.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.summingLong(count)));
    }

    private static long elements(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    private static List<String> values(List<ValueInfoProto> values) {
        return values.stream()
                .map(value -> OnnxFile.brief(value.getName()) + " "
                        + TensorReader.typeName(value.getType().getTensorType().getElemType()) + " "
                        + shape(value.getType().getTensorType().getShape()))
                .toList();
    }

    private static String shape(TensorShapeProto shape) {
        return shape.getDimList().stream()
                .map(dimension -> dimension.hasDimValue()
                        ? Long.toString(dimension.getDimValue())
                        : dimension.getDimParam().isEmpty() ? "?" : OnnxFile.brief(dimension.getDimParam()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static NetworkSummary network(Graph graph) {
        Map<String, Integer> elements = graph.parameters().stream()
                .collect(Collectors.toMap(
                        ParameterSpec::name, spec -> spec.shape().elements()));
        List<NodeSummary> nodes =
                graph.nodes().stream().map(node -> node(graph, node, elements)).toList();
        List<SiteSummary> sites = graph.sites().stream()
                .filter(site -> !site.isBounded())
                .map(OnnxExplanation::site)
                .toList();
        return new NetworkSummary(
                graph.image().toString(),
                graph.outputShape().elements(),
                elements.values().stream().mapToLong(Integer::longValue).sum(),
                sites.stream().mapToLong(SiteSummary::neurons).sum(),
                nodes,
                sites);
    }

    private static NodeSummary node(Graph graph, Node node, Map<String, Integer> elements) {
        return new NodeSummary(
                node.name(),
                node.op().label(),
                node.inputs(),
                graph.shape(node.name()).toString(),
                node.parameters().stream().mapToLong(elements::get).sum());
    }

    private static SiteSummary site(Site site) {
        return new SiteSummary(
                site.name(), site.function().label(), site.featureMap().toString(), site.neurons());
    }
}
