package org.fitact.nn.onnx.operator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Parameters;

/** Convolution, and transposed convolution. */
final class ConvolutionOps {

    private final GraphAssembly assembly;
    private final Parameters parameters;

    ConvolutionOps(GraphAssembly assembly, Parameters parameters) {
        this.assembly = assembly;
        this.parameters = parameters;
    }

    Operand convolution(OnnxNode node) throws InvalidFileException {
        StoredTensor weight = parameters.weight(node, 1, 4);
        int[] kernel = kernel(node, weight);
        Operand.Feature x = assembly.views().map(node, 0);
        int groups =
                groups(node, weight.shape()[1], weight.shape()[0], x.shape().extent(2));
        int[] map = {x.shape().extent(0), x.shape().extent(1)};
        Conv2d conv = new Conv2d(weight.shape()[0], groups, WindowAttributes.window(node, kernel, map), biased(node));
        return layer(node, conv, "weight", weight, x);
    }

    Operand transposed(OnnxNode node) throws InvalidFileException {
        StoredTensor weight = parameters.weight(node, 1, 4);
        int[] kernel = kernel(node, weight);
        Operand.Feature x = assembly.views().map(node, 0);
        int channels = x.shape().extent(2);
        long groups = node.number("group", 1);
        if (groups < 1 || channels % groups != 0 || weight.shape()[0] != channels) {
            throw node.invalid("W and group", weight + ", " + groups, channels + " input channels, in groups alike");
        }
        StoredTensor reversed = TransposedConvolution.reversed(weight, (int) groups);
        TransposedConvolution.Form form = new TransposedConvolution(assembly, node).of(x, kernel);
        Conv2d conv = new Conv2d(reversed.shape()[0], (int) groups, form.window(), biased(node));
        return layer(node, conv, "transposed weight", reversed, form.map());
    }

    private static boolean biased(OnnxNode node) {
        return node.input(2) != null;
    }

    /** @param use of the weight, which two layers can share if it is the same */
    private Operand layer(OnnxNode node, Conv2d conv, String use, StoredTensor weight, Operand.Feature x)
            throws InvalidFileException {
        String name = assembly.names().layer(node.constant(1).name(), node.proto(), "conv");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(parameters.named(node, 1, name + ".weight", use), weight);
        if (conv.bias()) {
            StoredTensor bias = parameters.vector(node, 2, conv.outChannels());
            tensors.put(parameters.named(node, 2, name + ".bias", "bias"), bias);
        }
        GraphAssembly.Draft draft = new GraphAssembly.Draft(node.proto(), name, conv, tensors, List.of(x));
        return assembly.add(draft, Layout.map(x.hasImages()));
    }

    /** Lines and columns, which the weight has last. */
    private static int[] kernel(OnnxNode node, StoredTensor weight) throws InvalidFileException {
        int[] kernel = {weight.shape()[2], weight.shape()[3]};
        int[] stated = node.sizes("kernel_shape", 2);
        if (stated != null && !Arrays.equals(stated, kernel)) {
            throw node.invalid("kernel_shape", Arrays.toString(stated), Arrays.toString(kernel) + " as W has");
        }
        return kernel;
    }

    /**
     * @param inputs of a group by the weight
     * @param channels of the input
     */
    private static int groups(OnnxNode node, int inputs, int outputs, int channels) throws InvalidFileException {
        long groups = node.number("group", 1);
        if (groups < 1 || channels % groups != 0 || outputs % groups != 0) {
            throw node.invalid(
                    "group",
                    Long.toString(groups),
                    "a divisor of " + channels + " input and " + outputs + " output channels");
        }
        if (inputs * groups != channels) {
            throw node.invalid("W", "[" + outputs + ", " + inputs + ", …]", channels / groups + " input channels");
        }
        return (int) groups;
    }
}
