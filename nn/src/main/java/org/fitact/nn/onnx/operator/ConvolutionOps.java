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
import org.fitact.tensor.backend.op.Window2d;

/** Convolution. */
final class ConvolutionOps {

    private final GraphAssembly assembly;
    private final Parameters parameters;

    ConvolutionOps(GraphAssembly assembly, Parameters parameters) {
        this.assembly = assembly;
        this.parameters = parameters;
    }

    Operand convolution(OnnxNode node) throws InvalidFileException {
        StoredTensor weight = parameters.weight(node, 1, 4);
        int[] shape = weight.shape();
        int[] kernel = {shape[2], shape[3]};
        int[] stated = node.sizes("kernel_shape", 2);
        if (stated != null && !Arrays.equals(stated, kernel)) {
            throw node.invalid("kernel_shape", Arrays.toString(stated), Arrays.toString(kernel) + " as W has");
        }
        Operand.Feature x = assembly.views().map(node, 0);
        int groups = groups(node, shape, x.shape().extent(2));
        int[] map = {x.shape().extent(0), x.shape().extent(1)};
        Window2d window = WindowAttributes.window(node, kernel, map);
        boolean biased = node.input(2) != null;
        String name = assembly.names().layer(node.constant(1).name(), node.proto(), "conv");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(parameters.named(node, 1, name + ".weight", "weight"), weight);
        if (biased) {
            tensors.put(parameters.named(node, 2, name + ".bias", "bias"), parameters.vector(node, 2, shape[0]));
        }
        Conv2d conv = new Conv2d(shape[0], groups, window, biased);
        GraphAssembly.Draft draft = new GraphAssembly.Draft(node.proto(), name, conv, tensors, List.of(x));
        return assembly.add(draft, Layout.map(x.hasImages()));
    }

    /** @param weight {@code [out, in/groups, kernel height, kernel width]} */
    private static int groups(OnnxNode node, int[] weight, int channels) throws InvalidFileException {
        long groups = node.number("group", 1);
        if (groups < 1 || channels % groups != 0 || weight[0] % groups != 0) {
            throw node.invalid(
                    "group",
                    Long.toString(groups),
                    "a divisor of " + channels + " input and " + weight[0] + " output channels");
        }
        if (weight[1] * groups != channels) {
            throw node.invalid("W", "[" + weight[0] + ", " + weight[1] + ", …]", channels / groups + " input channels");
        }
        return (int) groups;
    }
}
