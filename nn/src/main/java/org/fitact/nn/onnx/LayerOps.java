package org.fitact.nn.onnx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.layer.Conv2d;
import org.fitact.nn.model.LayerSpec;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Pool2d;

/** The nodes that are layers of their own, and sums. */
final class LayerOps {

    private final LayerNames names;

    LayerOps(LayerNames names) {
        this.names = names;
    }

    Value convolution(Node node) throws InvalidFileException {
        Value.Feature x = featureMap(node);
        StoredTensor weight = weight(node, 1, 4);
        int[] shape = weight.shape();
        node.require("group", 1, 1);
        node.requireText("auto_pad", List.of("NOTSET", "VALID"));
        requireOnes(node, "dilations");
        int[] kernel = {shape[2], shape[3]};
        if (!Arrays.equals(node.sizes("kernel_shape", kernel), kernel)) {
            throw node.invalid("kernel_shape", Arrays.toString(node.sizes("kernel_shape", kernel)), "that of W");
        }
        if (shape[1] != x.shape().extent(2)) {
            throw node.invalid("W", weight.toString(), x.shape().extent(2) + " input channels");
        }
        boolean biased = node.input(2) != null;
        Conv2d.Form form = new Conv2d.Form(
                shape[0], shape[2], shape[3], node.same("strides", 1, 1), node.same("pads", 0, 0, 0, 0), biased);
        org.fitact.tensor.backend.Conv2d geometry = new org.fitact.tensor.backend.Conv2d(
                1,
                x.shape().extent(0),
                x.shape().extent(1),
                shape[1],
                form.outChannels(),
                form.kernelHeight(),
                form.kernelWidth(),
                form.stride(),
                form.padding());
        String name = names.layer(node.constant(1).name(), node.proto(), "conv");
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(Map.of(name + ".weight", weight));
        if (biased) {
            tensors.put(name + ".bias", vector(node, 2, shape[0]));
        }
        Shape out = Shape.of(geometry.outHeight(), geometry.outWidth(), geometry.outChannels());
        return layer(node, x, out, new LayerSpec.Convolution(name, form), tensors);
    }

    Value norm(Node node) throws InvalidFileException {
        Value.Feature x = node.feature(0);
        node.require("training_mode", 0, 0);
        int channels = x.shape().extent(-1);
        String name = names.layer(node.constant(1).name(), node.proto(), "norm");
        Map<String, StoredTensor> tensors = Map.of(
                name + ".weight", vector(node, 1, channels),
                name + ".bias", vector(node, 2, channels),
                name + ".running_mean", vector(node, 3, channels),
                name + ".running_var", vector(node, 4, channels));
        return layer(node, x, x.shape(), new LayerSpec.Norm(name, node.real("epsilon", 1e-5f)), tensors);
    }

    Value gemm(Node node) throws InvalidFileException {
        node.require("transA", 0, 0);
        if (node.real("alpha", 1) != 1 || node.real("beta", 1) != 1) {
            throw node.invalid("alpha or beta", node.real("alpha", 1) + ", " + node.real("beta", 1), "1");
        }
        boolean transposed = node.number("transB", 0) == 1;
        int features = weight(node, 1, 2).shape()[transposed ? 0 : 1];
        StoredTensor bias = node.input(2) == null ? zeros(features) : vector(node, 2, features);
        return linear(node, transposed, bias);
    }

    /** A linear layer whose bias is 0, unless the next node adds one. */
    Value matMul(Node node) throws InvalidFileException {
        return linear(node, false, zeros(weight(node, 1, 2).shape()[1]));
    }

    private Value linear(Node node, boolean transposed, StoredTensor bias) throws InvalidFileException {
        Value.Feature x = node.feature(0);
        StoredTensor weight = transposed ? weight(node, 1, 2) : transpose(weight(node, 1, 2));
        int[] shape = weight.shape();
        if (!x.shape().equals(Shape.of(shape[1]))) {
            throw node.invalid("input", "a feature map of " + x.shape(), shape[1] + " features");
        }
        String name = names.layer(node.constant(1).name(), node.proto(), "fc");
        Map<String, StoredTensor> tensors = Map.of(name + ".weight", weight, name + ".bias", bias);
        return layer(node, x, Shape.of(shape[0]), new LayerSpec.Linear(name, shape[0]), tensors);
    }

    /** A residual, or the bias of the product before it. */
    Value add(Node node) throws InvalidFileException {
        if (node.input(0) instanceof Value.Constant && node.input(1) instanceof Value.Feature) {
            return add(new Node(node.file(), node.proto(), node.inputs().reversed()));
        }
        Value.Feature left = node.feature(0);
        if (node.input(1) instanceof Value.Constant) {
            return bias(node, left);
        }
        Value.Feature right = node.feature(1);
        if (!left.shape().equals(right.shape())) {
            throw node.invalid("input", left.shape() + " and " + right.shape(), "two feature maps of one shape");
        }
        Value.Feature fork = LayerTree.lastCommon(left, right);
        return fork.then(left.shape(), new Value.Origin.Sum(node.proto(), left, right));
    }

    private Value bias(Node node, Value.Feature product) throws InvalidFileException {
        if (!(product.origin() instanceof Value.Origin.Layer layer)
                || !(layer.spec() instanceof LayerSpec.Linear(String name, int features))
                || !layer.node().getOpType().equals("MatMul")) {
            throw node.invalid("input", "a constant beside a feature map", "the sum of two feature maps, or a bias");
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>(layer.tensors());
        tensors.put(name + ".bias", vector(node, 1, features));
        return layer(node, product.from(), product.shape(), layer.spec(), tensors);
    }

    Value pool(Node node) throws InvalidFileException {
        Value.Feature x = featureMap(node);
        node.requireText("auto_pad", List.of("NOTSET", "VALID"));
        requireOnes(node, "dilations");
        int padding = node.same("pads", 0);
        if (padding != 0) {
            throw node.invalid("pads", Integer.toString(padding), "0: pooling has no padding here");
        }
        int kernel = node.same("kernel_shape", (int[]) null);
        int stride = node.same("strides", 1);
        boolean roundsUp = node.number("ceil_mode", 0) == 1
                && ((x.shape().extent(0) - kernel) % stride != 0 || (x.shape().extent(1) - kernel) % stride != 0);
        if (roundsUp) {
            throw node.invalid("ceil_mode", "1", "0: the size of the output is rounded down here");
        }
        Pool2d.Kind kind = node.operator().equals("MaxPool") ? Pool2d.Kind.MAX : Pool2d.Kind.AVERAGE;
        return pool(node, x, new LayerSpec.Pool(kind, kernel, stride));
    }

    Value.Feature globalPool(Node node) throws InvalidFileException {
        Value.Feature x = featureMap(node);
        int side = x.shape().extent(0);
        if (side != x.shape().extent(1)) {
            throw node.invalid("input", "a feature map of " + x.shape(), "a square one");
        }
        return pool(node, x, new LayerSpec.Pool(Pool2d.Kind.AVERAGE, side, side));
    }

    /** The mean over rows and columns is a global pooling. */
    Value reduceMean(Node node) throws InvalidFileException {
        long[] axes = node.input(1) != null ? ShapeOps.longs(node, 1) : node.positions("axes");
        long[] positive = Arrays.stream(axes)
                .map(axis -> axis < 0 ? axis + 4 : axis)
                .sorted()
                .toArray();
        if (!Arrays.equals(positive, new long[] {2, 3})) {
            throw node.invalid("axes", Arrays.toString(axes), "2 and 3: rows and columns");
        }
        Value.Feature pooled = globalPool(node);
        return node.number("keepdims", 1) == 1 ? pooled : ShapeOps.flatten(node, pooled);
    }

    private static Value.Feature pool(Node node, Value.Feature x, LayerSpec.Pool pool) {
        Shape out = new org.fitact.nn.layer.Pool2d(pool.kind(), pool.kernel(), pool.stride()).outputShape(x.shape());
        return layer(node, x, out, pool, Map.of());
    }

    static Value.Feature layer(
            Node node, Value.Feature x, Shape out, LayerSpec spec, Map<String, StoredTensor> tensors) {
        return x.then(out, new Value.Origin.Layer(node.proto(), spec, tensors));
    }

    private static Value.Feature featureMap(Node node) throws InvalidFileException {
        Value.Feature x = node.feature(0);
        if (x.shape().rank() != 3) {
            throw node.invalid("input", "a row of " + x.shape() + " features", "a feature map");
        }
        return x;
    }

    private static void requireOnes(Node node, String name) throws InvalidFileException {
        if (node.same(name, 1) != 1) {
            throw node.invalid(name, Integer.toString(node.same(name, 1)), "1");
        }
    }

    static StoredTensor weight(Node node, int input, int rank) throws InvalidFileException {
        StoredTensor tensor = node.constant(input).tensor();
        if (tensor.type() != TensorType.F32 || tensor.shape().length != rank || tensor.elements() == 0) {
            throw node.invalid("input " + input, tensor.toString(), "F32 of " + rank + " dimensions");
        }
        return tensor;
    }

    private static StoredTensor vector(Node node, int input, int length) throws InvalidFileException {
        StoredTensor tensor = node.constant(input).tensor();
        int rank = tensor.shape().length;
        if (tensor.type() != TensorType.F32 || tensor.elements() != length || tensor.shape()[rank - 1] != length) {
            throw node.invalid("input " + input, tensor.toString(), "F32[" + length + "]");
        }
        return rank == 1 ? tensor : StoredTensor.of(new int[] {length}, tensor.floats());
    }

    private static StoredTensor zeros(int length) {
        return StoredTensor.of(new int[] {length}, new float[length]);
    }

    /** Of a matrix. */
    static StoredTensor transpose(StoredTensor matrix) {
        int rows = matrix.shape()[0];
        int columns = matrix.shape()[1];
        float[] values = matrix.floats();
        float[] transposed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            transposed[i % columns * rows + i / columns] = values[i];
        }
        return StoredTensor.of(new int[] {columns, rows}, transposed);
    }
}
