package org.fitact.nn.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * A convolutional network from an ONNX file: any graph of Conv, BatchNormalization, Relu, Tanh, Clip
 * from 0, MaxPool, AveragePool, GlobalAveragePool, ReduceMean over rows and columns, Gemm, MatMul, Add, Flatten, Reshape
 * to rows, and what means nothing in inference. The bounded activations that {@link OnnxExport} writes come back as they
 * were; Clip from 0 to a number, as ReLU6, is one that saturates.
 *
 * <p>Input {@code [N, C, H, W]} with any N, output {@code [N, classes]}, opset 9 to 25. What the backends cannot compute
 * (groups, dilations, pooling with padding) is refused by the node's name, all such nodes in one message. So is what would
 * be another network: batch norm in its training form, attributes that are not known or of a wrong length, weights that
 * are not finite, variances that cannot be divided by. A tensor that several layers read is one parameter of the network.
 *
 * <p>Limits, each held before there is any work: a file of 2 GiB with 1,000,000 parts (nodes, names, attributes, tensors),
 * messages 100 deep; tensors of 8 dimensions and 2 GiB; 2²⁴ numbers in a feature map of one image. Within
 * them, reading takes time and memory in proportion to the file.
 */
public final class OnnxImport {

    private final OnnxFile file;
    private final Architecture architecture;
    private final Graph graph;
    private final Map<String, StoredTensor> tensors;

    private OnnxImport(OnnxFile file, Architecture architecture, Graph graph, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.architecture = architecture;
        this.graph = graph;
        this.tensors = tensors;
    }

    /**
     * Reads a file.
     *
     * @param name what the network is to be called
     * @throws InvalidFileException if it is no ONNX file or holds another kind of network; names the node
     */
    public static OnnxImport read(Path file, String name) throws IOException {
        OnnxFile model = OnnxFile.read(file);
        GraphReader.Ends ends = GraphReader.read(model);
        GraphAssembly assembly = new GraphAssembly(ends.names());
        int classes = ends.logits().shape().elements();
        Map<String, StoredTensor> tensors = new HashMap<>();
        try {
            Graph plain = assembly.graph(ends.images(), ends.logits());
            tensors.putAll(assembly.tensors());
            Graph graph = plain.withSites(site -> installed(site, assembly.functions(), tensors));
            return new OnnxImport(model, new Architecture(name, graph.image(), classes), graph, tensors);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw model.invalid("network", e.getMessage(), "layers that fit each other");
        }
    }

    public Architecture architecture() {
        return architecture;
    }

    /** Numbers of the largest feature map that one image becomes: what memory to run the network depends on. */
    public int largestFeatureMap() {
        return graph.nodes().stream()
                .mapToInt(node -> graph.shape(node.name()).elements())
                .reduce(graph.image().elements(), Math::max);
    }

    /** The metadata of the file, whoever wrote it. */
    public Map<String, String> notes() {
        return Map.copyOf(file.notes());
    }

    /** The sites whose function is a bounded one already. */
    public List<String> boundedSites() {
        return graph.sites().stream().filter(Site::isBounded).map(Site::name).toList();
    }

    /** The network on a backend. */
    public Network load(Backend backend) {
        return new Network(
                architecture,
                graph,
                backend,
                spec -> ParameterLayout.fromFile(spec.layout(), spec.shape(), tensors.get(spec.name())));
    }

    private static Site installed(Site site, Map<String, Value.Function> functions, Map<String, StoredTensor> tensors) {
        return switch (functions.get(site.name())) {
            case Value.Function.Relu _, Value.Function.Tanh _ -> site;
            case Value.Function.Bounded bounded -> {
                tensors.put(site.boundsName(), bounded.bounds().tensor());
                yield site.bounded(new Bound(bounded.policy(), granularity(site, bounded), bounded.kappa()));
            }
        };
    }

    private static Granularity granularity(Site site, Value.Function.Bounded bounded) {
        int[] shape = bounded.bounds().tensor().shape();
        return switch (shape.length) {
            case 0 -> Granularity.LAYER;
            case 1 -> site.neurons() == shape[0] && shape[0] > 1 ? Granularity.NEURON : Granularity.LAYER;
            default ->
                shape[1] == 1 && shape[2] == 1 && site.neurons() > shape[0] ? Granularity.CHANNEL : Granularity.NEURON;
        };
    }
}
