package org.fitact.nn.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.operator.Operators;
import org.fitact.nn.onnx.read.GraphReader;
import org.fitact.tensor.backend.Backend;

/**
 * A network from an ONNX file, convolutional or a vision transformer: any graph of the operators that
 * {@code nn.onnx.operator.Operators} lists and a refusal names, among them every {@link Activation}, also as the several nodes
 * that exporters make of some. Extents and constants that the file works out are folded. The bounds that {@link OnnxExport}
 * writes come back as they were; those of ReLU6 belong to the function.
 *
 * <p>Input {@code [N, C, H, W]} with any N, and H and W that may be free, output {@code [N, classes]}, opset 7 to 25. The file is
 * interpreted for one image: what would compute over several, such as a Concat or a softmax along N, also where N is merged with
 * other axes, is refused. Initialisers of float16, bfloat16 and float64 become float32; those in other files must lie in the
 * folder of the model or below it.
 *
 * <p>What the backends cannot compute is refused by the node's name, all such nodes in one message. So is what would be another
 * network: batch norm in its training form, attributes that are not known or of a wrong length, weights that are not finite,
 * variances that cannot be divided by. A tensor that several layers read is one parameter of the network; a tensor that the network
 * adds, multiplies by or puts beside others is a parameter too, a single number is not.
 *
 * <p>Limits, each held before there is any work: a file of 2 GiB with 1,000,000 parts (nodes, names, attributes, tensors),
 * messages 100 deep; tensors of 8 dimensions and 2 GiB, and as much in other files; 2²⁴ numbers in a feature map of one image; 2²³
 * numbers that are worked out. Within them, reading takes time and memory in proportion to the file.
 */
public final class OnnxImport {

    private final OnnxFile file;
    private final Architecture architecture;
    private final GraphReader.Content content;

    private OnnxImport(OnnxFile file, String name, Optional<ImageSize> size) throws InvalidFileException {
        this.file = file;
        this.content = GraphReader.read(file, Operators::new, size);
        Graph graph = content.graph();
        this.architecture =
                new Architecture(name, graph.image(), graph.outputShape().elements());
    }

    /**
     * Reads a file.
     *
     * @param name what the network is to be called
     * @throws InvalidFileException if it is no ONNX file or holds another kind of network; names the node
     */
    public static OnnxImport read(Path file, String name) throws IOException {
        return read(file, name, Optional.empty());
    }

    /**
     * Reads a file that leaves the height or width of its images free.
     *
     * @param size of the images; must be what the file says, where it says it
     */
    public static OnnxImport read(Path file, String name, Optional<ImageSize> size) throws IOException {
        return new OnnxImport(OnnxFile.read(file), name, size);
    }

    /** What images and logits are called in the file. */
    public ValueNames names() {
        return ValueNames.of(content.input(), content.output());
    }

    public Architecture architecture() {
        return architecture;
    }

    /** Numbers of the largest feature map that one image becomes: what memory to run the network depends on. */
    public int largestFeatureMap() {
        Graph graph = content.graph();
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
        return content.graph().sites().stream()
                .filter(Site::isBounded)
                .map(Site::name)
                .toList();
    }

    /** The network on a backend. */
    public Network load(Backend backend) {
        return new Network(
                architecture,
                content.graph(),
                backend,
                spec -> ParameterLayout.fromFile(
                        spec.layout(), spec.shape(), content.tensors().get(spec.name())));
    }
}
