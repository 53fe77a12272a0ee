package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.model.LayerSpec;
import org.fitact.tensor.Shape;

/**
 * The nodes that compute nothing: constants, what is only there in training, flattening, and the working out of the shape
 * to flatten to, which PyTorch writes for {@code x.view(x.size(0), -1)}.
 */
final class ShapeOps {

    private final TensorReader tensors;

    ShapeOps(TensorReader tensors) {
        this.tensors = tensors;
    }

    Value result(Node node) throws InvalidFileException {
        return switch (node.operator()) {
            case "Constant" -> constant(node);
            case "Identity", "Dropout" -> passed(node);
            case "Cast", "Unsqueeze", "Squeeze" -> extents(node, 0);
            case "Transpose" -> transpose(node);
            case "Pad" -> pad(node);
            case "Flatten" -> flattened(node);
            case "Reshape" -> reshape(node);
            case "Shape" -> shape(node);
            case "Gather" -> gather(node);
            default -> concat(node);
        };
    }

    private Value constant(Node node) throws InvalidFileException {
        AttributeProto value = node.attribute("value", AttributeProto.AttributeType.TENSOR);
        if (value == null) {
            throw node.invalid("value", "missing", "a tensor");
        }
        return new Value.Constant("", tensors.read(OnnxFile.label(node.proto()), value.getT()));
    }

    private static Value passed(Node node) throws InvalidFileException {
        return node.input(0) instanceof Value.Constant constant ? constant : node.feature(0);
    }

    /** Of the weight of a linear layer, as PyTorch writes it beside a MatMul. */
    private static Value transpose(Node node) throws InvalidFileException {
        StoredTensor weight = LayerOps.weight(node, 0, 2);
        if (!Arrays.equals(node.positions("perm"), new long[] {1, 0})) {
            throw node.invalid("perm", Arrays.toString(node.positions("perm")), "[1, 0]");
        }
        return new Value.Constant(node.constant(0).name(), LayerOps.transpose(weight));
    }

    private static Value pad(Node node) throws InvalidFileException {
        long[] pads = node.input(1) != null ? longs(node, 1) : node.positions("pads");
        if (Arrays.stream(pads).anyMatch(pad -> pad != 0)) {
            throw node.invalid(
                    "pads", OnnxFile.brief(Arrays.toString(pads)), "zeros: padding belongs to a convolution");
        }
        return node.feature(0);
    }

    private static Value flattened(Node node) throws InvalidFileException {
        node.require("axis", 1, 1);
        return flatten(node, node.feature(0));
    }

    static Value.Feature flatten(Node node, Value.Feature x) {
        return x.shape().rank() == 1
                ? x
                : LayerOps.layer(node, x, Shape.of(x.shape().elements()), new LayerSpec.Flatten(), Map.of());
    }

    /** To rows of all features: [0, −1], [−1, features], [batch, features]. */
    private static Value reshape(Node node) throws InvalidFileException {
        Value.Feature x = node.feature(0);
        long[] target = extents(node, 1).values();
        int features = x.shape().elements();
        boolean toRows = target.length == 2 && (target[1] == features || target[1] == -1 && target[0] != -1);
        if (!toRows) {
            throw node.invalid(
                    "shape", OnnxFile.brief(Arrays.toString(target)), "[0, -1]: one row of features for an image");
        }
        return flatten(node, x);
    }

    private static Value shape(Node node) throws InvalidFileException {
        Shape shape = node.feature(0).shape();
        return shape.rank() == 1
                ? new Value.Extents(0, shape.extent(0))
                : new Value.Extents(0, shape.extent(2), shape.extent(0), shape.extent(1));
    }

    private static Value gather(Node node) throws InvalidFileException {
        node.require("axis", 0, 0);
        long[] from = extents(node, 0).values();
        long[] picked = longs(node, 1);
        for (int i = 0; i < picked.length; i++) {
            long index = picked[i] < 0 ? picked[i] + from.length : picked[i];
            if (index < 0 || index >= from.length) {
                throw node.invalid("indices", Long.toString(picked[i]), "less than " + from.length);
            }
            picked[i] = from[(int) index];
        }
        return new Value.Extents(picked);
    }

    private static Value concat(Node node) throws InvalidFileException {
        if (node.inputs().stream().anyMatch(Value.Feature.class::isInstance)) {
            throw node.invalid("inputs", "feature maps", "shapes: networks that concatenate are not known here");
        }
        LongStream all = LongStream.empty();
        for (int i = 0; i < node.inputs().size(); i++) {
            all = LongStream.concat(all, LongStream.of(extents(node, i).values()));
        }
        return new Value.Extents(all.toArray());
    }

    private static Value.Extents extents(Node node, int input) throws InvalidFileException {
        return node.input(input) instanceof Value.Extents extents ? extents : new Value.Extents(longs(node, input));
    }

    static long[] longs(Node node, int input) throws InvalidFileException {
        StoredTensor tensor = node.constant(input).tensor();
        if (tensor.type() != TensorType.I64) {
            throw node.invalid("input " + input, tensor.toString(), "I64");
        }
        return tensor.longs();
    }
}
