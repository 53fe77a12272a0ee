package org.fitact.nn.onnx.operator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.GroupNorm;
import org.fitact.nn.graph.op.LayerNorm;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.PRelu;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Power;
import org.fitact.nn.graph.op.Reduce;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Parameters;
import org.fitact.nn.onnx.read.Views;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Pool2d.Kind;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;

/** Norms by what an image itself is, and the one activation that has a parameter of each channel. */
final class NormOps {

    private final GraphAssembly assembly;
    private final Parameters parameters;
    private final Views views;

    NormOps(GraphAssembly assembly, Parameters parameters) {
        this.assembly = assembly;
        this.parameters = parameters;
        this.views = assembly.views();
    }

    private Operand.Feature layer(
            OnnxNode node, String name, Op op, Map<String, StoredTensor> tensors, Operand.Feature x) {
        return assembly.add(new GraphAssembly.Draft(node.proto(), name, op, tensors, List.of(x)), x.layout());
    }

    private String name(OnnxNode node, String fallback) throws InvalidFileException {
        return assembly.names().layer(node.constant(1).name(), node.proto(), fallback);
    }

    private static float epsilon(OnnxNode node) throws InvalidFileException {
        float epsilon = node.real("epsilon", 1e-5f);
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw node.invalid("epsilon", Float.toString(epsilon), "0 to 1");
        }
        return epsilon;
    }

    Operand layerNorm(OnnxNode node) throws InvalidFileException {
        node.require("stash_type", 1, 1);
        int rank = node.feature(0).layout().rank();
        int first = Views.axis(node, "axis", node.number("axis", -1), rank);
        int[] axes = IntStream.range(first, rank).toArray();
        Operand.Feature x = views.last(node, 0, axes);
        int[] extents = Arrays.copyOfRange(
                x.shape().extents(), x.shape().rank() - axes.length, x.shape().rank());
        boolean biased = node.input(2) != null;
        String name = name(node, "norm");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(parameters.named(node, 1, name + ".weight", "norm's weight"), tensor(node, 1, extents));
        if (biased) {
            tensors.put(parameters.named(node, 2, name + ".bias", "norm's bias"), tensor(node, 2, extents));
        }
        Operand.Feature y = layer(node, name, new LayerNorm(axes.length, epsilon(node), biased), tensors, x);
        return node.proto().getOutputCount() == 1
                ? y
                : new Operand.Several(List.of(y, mean(node, x, axes), deviation(node, x, axes)));
    }

    /** What a layer norm makes beside its result: the mean. */
    private Operand.Feature mean(OnnxNode node, Operand.Feature x, int... axes) {
        List<Integer> last = IntStream.range(
                        x.shape().rank() - axes.length, x.shape().rank())
                .boxed()
                .toList();
        Layout layout = x.layout();
        for (int axis : axes) {
            layout = layout.with(axis, List.of());
        }
        return assembly.plain(node.proto(), new Reduce(ReduceOp.MEAN, last), layout, x);
    }

    /** And {@code 1/√(variance + epsilon)}. */
    private Operand.Feature deviation(OnnxNode node, Operand.Feature x, int... axes) throws InvalidFileException {
        Operand.Feature centred =
                assembly.plain(node.proto(), new Binary(BinaryOp.SUBTRACT), x.layout(), x, mean(node, x, axes));
        Operand.Feature variance = mean(node, assembly.plain(node.proto(), new Power(2), centred), axes);
        Operand.Feature more = assembly.plain(node.proto(), new Affine(1, epsilon(node)), variance);
        Operand.Feature root = assembly.plain(node.proto(), new Unary(Unary.Function.SQRT), more);
        return assembly.plain(node.proto(), new Unary(Unary.Function.RECIPROCAL), root);
    }

    private StoredTensor tensor(OnnxNode node, int input, int... extents) throws InvalidFileException {
        StoredTensor tensor =
                parameters.weight(node, input, node.constant(input).shape().length);
        if (!Arrays.equals(tensor.shape(), extents)) {
            throw node.invalid("input " + input, tensor.toString(), "float32 " + Arrays.toString(extents));
        }
        return tensor;
    }

    Operand instanceNorm(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = views.map(node, 0);
        return groups(node, x, x.shape().extent(2));
    }

    Operand groupNorm(OnnxNode node) throws InvalidFileException {
        node.require("stash_type", 1, 1);
        Operand.Feature x = views.map(node, 0);
        long groups = node.number("num_groups", 0);
        int channels = x.shape().extent(2);
        if (groups < 1 || channels % groups != 0) {
            throw node.invalid("num_groups", Long.toString(groups), "a divisor of " + channels + " channels");
        }
        return groups(node, x, (int) groups);
    }

    private Operand groups(OnnxNode node, Operand.Feature x, int groups) throws InvalidFileException {
        int channels = x.shape().extent(2);
        String name = name(node, "norm");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(
                parameters.named(node, 1, name + ".weight", "norm's weight"), ofChannels(node, 1, groups, channels));
        tensors.put(parameters.named(node, 2, name + ".bias", "norm's bias"), ofChannels(node, 2, groups, channels));
        return layer(node, name, new GroupNorm(groups, epsilon(node)), tensors, x);
    }

    /** One number for each channel; before opset 21 a group norm has one for each group. */
    private StoredTensor ofChannels(OnnxNode node, int input, int groups, int channels) throws InvalidFileException {
        boolean ofGroups =
                node.operator().equals("GroupNormalization") && node.file().opset() < 21;
        if (!ofGroups) {
            return parameters.vector(node, input, channels);
        }
        float[] each = parameters.vector(node, input, groups).floats();
        float[] repeated = new float[channels];
        for (int c = 0; c < channels; c++) {
            repeated[c] = each[c / (channels / groups)];
        }
        return StoredTensor.of(new int[] {channels}, repeated);
    }

    /**
     * Local response normalisation, {@code x·(bias + alpha·mean)^−beta} with the mean of the squares of {@code size} neighbouring
     * channels: channels as columns of a map, averages of windows of them.
     */
    Operand localResponse(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = views.map(node, 0);
        long size = node.number("size", 0);
        if (size < 1 || size > x.shape().extent(2)) {
            throw node.invalid("size", Long.toString(size), "1 to " + x.shape().extent(2) + " channels");
        }
        Shape map = x.shape();
        int pixels = map.extent(0) * map.extent(1);
        Window1d channels = new Window1d((int) size, 1, 1, (int) (size - 1) / 2, (int) size / 2);
        Pool2d means = new Pool2d(Kind.AVERAGE, new Window2d(Window1d.of(1, 1, 0), channels), true, false);
        Layout unseen = new Layout(List.of());
        Operand.Feature squares = assembly.plain(node.proto(), new Power(2), x);
        Operand.Feature columns =
                assembly.plain(node.proto(), new Reshape(List.of(pixels, map.extent(2), 1)), unseen, squares);
        Operand.Feature mean = assembly.plain(node.proto(), means, unseen, columns);
        Reshape back = new Reshape(List.of(map.extent(0), map.extent(1), map.extent(2)));
        Operand.Feature asMap = assembly.plain(node.proto(), back, x.layout(), mean);
        Affine sum = new Affine(node.real("alpha", 1e-4f), node.real("bias", 1));
        Power power = new Power(-node.real("beta", 0.75f));
        Operand.Feature scale = assembly.plain(node.proto(), power, assembly.plain(node.proto(), sum, asMap));
        return assembly.plain(node.proto(), new Binary(BinaryOp.MULTIPLY), x.layout(), x, scale);
    }

    /** Whether the slopes of a PReLU are one for each channel of a map, or for each feature of a row. */
    static boolean areOfChannels(OnnxNode node) throws InvalidFileException {
        int rank = node.feature(0).layout().rank();
        long channels = rank < 2
                ? 0
                : node.feature(0).layout().extent(1, node.feature(0).shape());
        int[] shape = node.constant(1).shape();
        int behind = rank - 2; // axes behind the channels
        return (rank == 2 || rank == 4)
                && node.constant(1).tensor().elements() == channels
                && shape.length > behind
                && shape[shape.length - 1 - behind] == channels;
    }

    /** Slopes of channels; one for all is a {@link org.fitact.nn.graph.op.LeakyRelu}. */
    Operand slopes(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0).layout().rank() == 4 ? views.map(node, 0) : views.rows(node, 0);
        StoredTensor slopes = parameters.weight(node, 1, node.constant(1).shape().length);
        String name = name(node, "prelu");
        String parameter = parameters.named(node, 1, name + ".weight", "slopes");
        StoredTensor vector = StoredTensor.of(new int[] {slopes.elements()}, slopes.floats());
        return layer(node, name, new PRelu(), Map.of(parameter, vector), x);
    }
}
