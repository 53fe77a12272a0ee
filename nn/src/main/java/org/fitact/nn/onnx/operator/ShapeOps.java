package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.tensor.Shape;

/**
 * The nodes that compute nothing: constants, what is only there in training, flattening, and the working out of the shape
 * to flatten to, which PyTorch writes for {@code x.view(x.size(0), -1)}.
 */
final class ShapeOps {

    /** As {@link TensorReader} allows a tensor dimensions. */
    private static final int MOST_EXTENTS = TensorReader.MAXIMUM_RANK;

    private final GraphAssembly assembly;
    private final long batch;

    /** @param batch the number of images that the file is for; 1 where it is free */
    ShapeOps(GraphAssembly assembly, long batch) {
        this.assembly = assembly;
        this.batch = batch;
    }

    static Operand passed(OnnxNode node) throws InvalidFileException {
        return node.input(0) instanceof Operand.Constant constant ? constant : node.feature(0);
    }

    /** What it does in inference, nothing, unless its third input says that it is training. */
    static Operand dropout(OnnxNode node) throws InvalidFileException {
        if (node.input(2) != null) {
            StoredTensor training = node.constant(2).tensor();
            if (training.type() != TensorType.BOOL || training.elements() != 1 || training.bytes()[0] != 0) {
                throw node.invalid("training_mode", "set", "false: a network exported for inference");
            }
        }
        return passed(node);
    }

    static Operand cast(OnnxNode node) throws InvalidFileException {
        long type = node.number("to", TensorProto.DataType.UNDEFINED.getNumber());
        if (type != TensorProto.DataType.INT64.getNumber() && type != TensorProto.DataType.INT32.getNumber()) {
            throw node.invalid("to", TensorReader.typeName((int) type), "int64, for a shape");
        }
        return extents(node, 0);
    }

    /** A number of a shape becomes a vector of one, or the other way round. */
    static Operand unchanged(OnnxNode node) throws InvalidFileException {
        long[] axes = node.input(1) != null ? longs(node, 1) : node.positions("axes");
        if (axes.length > 1 || axes.length == 1 && axes[0] != 0) {
            throw node.invalid("axes", OnnxFile.brief(Arrays.toString(axes)), "[0], for a shape");
        }
        return extents(node, 0);
    }

    /** Of the weight of a linear layer, as PyTorch writes it beside a MatMul. */
    static Operand transpose(OnnxNode node) throws InvalidFileException {
        Operand.Constant weight = node.constant(0);
        if (weight.tensor().type() != TensorType.F32 || weight.shape().length != 2) {
            throw node.invalid("input 0", weight.describe(), "a matrix of float32");
        }
        long[] order = node.positions("perm");
        if (order.length > 0 && !Arrays.equals(order, new long[] {1, 0})) {
            throw node.invalid("perm", OnnxFile.brief(Arrays.toString(order)), "[1, 0]");
        }
        return new Operand.Constant(weight.name(), weight.tensor(), !weight.transposed());
    }

    static Operand pad(OnnxNode node) throws InvalidFileException {
        long[] pads = node.input(1) != null ? longs(node, 1) : node.positions("pads");
        if (pads.length == 0 || Arrays.stream(pads).anyMatch(pad -> pad != 0)) {
            throw node.invalid(
                    "pads", OnnxFile.brief(Arrays.toString(pads)), "zeros: padding belongs to a convolution");
        }
        return node.feature(0);
    }

    Operand flattened(OnnxNode node) throws InvalidFileException {
        node.require("axis", 1, 1);
        return assembly.flattened(node.proto(), node.feature(0));
    }

    /** To rows of all features: [0, −1], [−1, features], [batch, features]. */
    Operand reshape(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        long[] target = extents(node, 1).values();
        int features = x.shape().elements();
        boolean toRows = target.length == 2 && (target[1] == features || target[1] == -1 && target[0] != -1);
        boolean literal = node.flag("allowzero", false) && Arrays.stream(target).anyMatch(extent -> extent == 0);
        if (!toRows || literal || target[0] != 0 && target[0] != -1 && target[0] != batch) {
            throw node.invalid(
                    "shape", OnnxFile.brief(Arrays.toString(target)), "[0, -1]: one row of features for an image");
        }
        return assembly.flattened(node.proto(), x);
    }

    static Operand shape(OnnxNode node) throws InvalidFileException {
        Shape shape = node.feature(0).shape();
        long[] extents = shape.rank() == 1
                ? new long[] {0, shape.extent(0)}
                : new long[] {0, shape.extent(2), shape.extent(0), shape.extent(1)};
        int start = position(node.number("start", 0), extents.length);
        int end = position(node.number("end", extents.length), extents.length);
        return new Operand.Extents(Arrays.copyOfRange(extents, Math.min(start, end), end));
    }

    /** A position in a list; a negative one counts from its end, and one outside is the nearest inside. */
    private static int position(long position, int length) {
        return Math.clamp(position < 0 ? position + length : position, 0, length);
    }

    static Operand gather(OnnxNode node) throws InvalidFileException {
        node.require("axis", 0, 0);
        long[] from = extents(node, 0).values();
        long[] picked = requireShort(node, longs(node, 1));
        for (int i = 0; i < picked.length; i++) {
            long index = picked[i] < 0 ? picked[i] + from.length : picked[i];
            if (index < 0 || index >= from.length) {
                throw node.invalid("indices", Long.toString(picked[i]), "less than " + from.length);
            }
            picked[i] = from[(int) index];
        }
        return new Operand.Extents(picked);
    }

    static Operand concat(OnnxNode node) throws InvalidFileException {
        long[] all = {};
        for (int i = 0; i < node.inputs().size(); i++) {
            if (node.input(i) instanceof Operand.Feature) {
                throw node.invalid("inputs", "feature maps", "shapes: networks that concatenate are not known here");
            }
            long[] more = extents(node, i).values();
            long[] joined = Arrays.copyOf(all, all.length + more.length);
            System.arraycopy(more, 0, joined, all.length, more.length);
            all = requireShort(node, joined);
        }
        node.require("axis", 0, 0);
        return new Operand.Extents(all);
    }

    private static Operand.Extents extents(OnnxNode node, int input) throws InvalidFileException {
        return node.input(input) instanceof Operand.Extents extents
                ? extents
                : new Operand.Extents(requireShort(node, longs(node, input)));
    }

    /** A shape has a few numbers; a chain of nodes that double it would have 2⁴⁰. */
    private static long[] requireShort(OnnxNode node, long[] shape) throws InvalidFileException {
        if (shape.length > MOST_EXTENTS) {
            throw node.invalid("shape", "of " + shape.length + " numbers", "at most " + MOST_EXTENTS);
        }
        return shape;
    }

    static long[] longs(OnnxNode node, int input) throws InvalidFileException {
        StoredTensor tensor = node.constant(input).tensor();
        if (tensor.type() != TensorType.I64) {
            throw node.invalid("input " + input, tensor.toString(), "I64");
        }
        return tensor.longs();
    }
}
