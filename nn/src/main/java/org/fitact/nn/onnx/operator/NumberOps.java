package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Reading;
import org.fitact.nn.onnx.read.Views;

/** What nodes make of numbers of the file alone, by putting them elsewhere: {@link Folding} computes with them. */
final class NumberOps {

    private final Folding folding;
    private final TensorReader tensors;

    NumberOps(Reading reading, Folding folding) {
        this.tensors = reading.tensors();
        this.folding = folding;
    }

    /** To whole numbers a fraction is cut off, as in C. */
    Operand cast(OnnxNode node) throws InvalidFileException {
        long to = node.number("to", DataType.UNDEFINED.getNumber());
        TensorType type = switch (DataType.forNumber((int) to)) {
            case INT64, INT32 -> TensorType.I64;
            case FLOAT, DOUBLE -> TensorType.F32;
            case BOOL -> TensorType.BOOL;
            case null, default ->
                throw node.invalid("to", TensorReader.typeName((int) to), "int64, float32 or bool, for numbers");
        };
        Numbers x = node.numbers(0);
        double[] y = folding.room(node, x.length());
        for (int i = 0; i < y.length; i++) {
            double value = x.values()[i];
            y[i] = switch (type) {
                case I64 -> (double) (long) value;
                case BOOL -> value == 0 ? 0 : 1;
                default -> Folding.rounded(type, value);
            };
        }
        return new Numbers(type, x.shape(), y, type == TensorType.BOOL ? null : x.counts()).operand();
    }

    Operand range(OnnxNode node) throws InvalidFileException {
        double start = single(node, 0);
        double limit = single(node, 1);
        double step = single(node, 2);
        double length = Math.ceil((limit - start) / step);
        if (!(length >= 0 && length < Integer.MAX_VALUE)) {
            throw node.invalid("inputs", start + " to " + limit + " by " + step, "a range that ends");
        }
        double[] y = folding.room(node, (long) length);
        Arrays.setAll(y, i -> start + i * step);
        return new Numbers(node.numbers(0).type(), new int[] {y.length}, y, null).operand();
    }

    private static double single(OnnxNode node, int input) throws InvalidFileException {
        Numbers x = node.numbers(input);
        if (x.length() != 1 || x.countsImages()) {
            throw node.invalid("input " + input, x.toString(), "one number");
        }
        return x.values()[0];
    }

    Operand constantOfShape(OnnxNode node) throws InvalidFileException {
        int[] shape = shape(node, node.longs(0));
        AttributeProto attribute = node.attribute("value", AttributeProto.AttributeType.TENSOR);
        TensorType type = TensorType.F32;
        double value = 0;
        if (attribute != null) {
            TensorProto tensor = attribute.getT();
            Numbers one = Numbers.of(tensors.read(OnnxFile.label(node.proto()), tensor));
            if (one.length() != 1) {
                throw node.invalid("value", "of " + one.length() + " numbers", "1");
            }
            type = one.type();
            value = one.values()[0];
        }
        double[] y = folding.room(node, elements(shape));
        Arrays.fill(y, value);
        return new Numbers(type, shape, y, null).operand();
    }

    private static int[] shape(OnnxNode node, long... extents) throws InvalidFileException {
        if (extents.length > Numbers.MOST_AXES
                || Arrays.stream(extents).anyMatch(extent -> extent < 0 || extent > Integer.MAX_VALUE)) {
            String found = OnnxFile.brief(Arrays.toString(extents));
            throw node.invalid("shape", found, "at most " + Numbers.MOST_AXES + " extents");
        }
        return Arrays.stream(extents).mapToInt(Math::toIntExact).toArray();
    }

    private static long elements(int... shape) {
        long elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }

    /** Numbers of another, by their places there. */
    private Operand picked(OnnxNode node, Numbers x, int[] shape, IntUnaryOperator from) throws InvalidFileException {
        double[] y = folding.room(node, elements(shape));
        boolean[] counts = new boolean[y.length];
        for (int i = 0; i < y.length; i++) {
            int place = from.applyAsInt(i);
            y[i] = x.values()[place];
            counts[i] = x.countsImages(place);
        }
        return new Numbers(x.type(), shape, y, counts).operand();
    }

    /** Along one axis of x, others than they stand there. */
    private Operand picked(OnnxNode node, Numbers x, int axis, int[] inserted, int... indices)
            throws InvalidFileException {
        int[] old = x.shape();
        long inner = elements(Arrays.copyOfRange(old, axis + 1, old.length));
        int[] shape = new int[old.length - 1 + inserted.length];
        System.arraycopy(old, 0, shape, 0, axis);
        System.arraycopy(inserted, 0, shape, axis, inserted.length);
        System.arraycopy(old, axis + 1, shape, axis + inserted.length, old.length - axis - 1);
        return picked(node, x, shape, i -> {
            long outer = i / inner / indices.length;
            int at = indices[(int) (i / inner % indices.length)];
            return (int) ((outer * old[axis] + at) * inner + i % inner);
        });
    }

    Operand gather(OnnxNode node) throws InvalidFileException {
        Numbers x = node.numbers(0);
        int axis = Views.axis(node, "axis", node.number("axis", 0), x.shape().length);
        Numbers indices = node.numbers(1);
        int extent = x.shape()[axis];
        return picked(node, x, axis, indices.shape(), indices(node, node.longs(1), extent));
    }

    /** Indices into an axis, of which negative ones count from its end. */
    static int[] indices(OnnxNode node, long[] given, int extent) throws InvalidFileException {
        int[] indices = new int[given.length];
        for (int i = 0; i < given.length; i++) {
            if (given[i] < -extent || given[i] >= extent) {
                throw node.invalid("indices", Long.toString(given[i]), "less than " + extent);
            }
            indices[i] = (int) (given[i] < 0 ? given[i] + extent : given[i]);
        }
        return indices;
    }

    Operand slice(OnnxNode node) throws InvalidFileException {
        Operand result = node.input(0);
        Numbers x = node.numbers(0);
        for (Slicing slice : Slicing.of(node, x.shape())) {
            int[] indices = new int[slice.length()];
            Arrays.setAll(indices, i -> slice.start() + i * slice.step());
            result = picked(node, x, slice.axis(), new int[] {indices.length}, indices);
            x = new OnnxNode(node.file(), node.proto(), List.of(result)).numbers(0);
        }
        return result;
    }

    Operand concat(OnnxNode node) throws InvalidFileException {
        List<Numbers> all = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            all.add(node.numbers(i));
        }
        int[] shape = all.getFirst().shape().clone();
        int axis = Views.axis(node, "axis", node.number("axis", 0), shape.length);
        shape[axis] = 0;
        for (Numbers x : all) {
            int[] other = x.shape().clone();
            shape[axis] += other[axis];
            other[axis] = shape[axis];
            if (other.length != shape.length || !Arrays.equals(other, shape)) {
                throw node.invalid("inputs", "of shapes that differ", "the same but for axis " + axis);
            }
        }
        double[] y = folding.room(node, elements(shape));
        boolean[] counts = new boolean[y.length];
        int outer = (int) elements(Arrays.copyOf(shape, axis));
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (Numbers x : all) {
                int run = x.length() / outer;
                for (int i = o * run; i < (o + 1) * run; i++, to++) {
                    y[to] = x.values()[i];
                    counts[to] = x.countsImages(i);
                }
            }
        }
        return new Numbers(all.getFirst().type(), shape, y, counts).operand();
    }

    /** The same numbers under another shape. */
    Operand reshape(OnnxNode node) throws InvalidFileException {
        Numbers x = node.numbers(0);
        long[] target = node.longs(1);
        boolean literal = node.flag("allowzero", false);
        long known = 1;
        for (int i = 0; i < target.length; i++) {
            if (target[i] == 0 && !literal && i < x.shape().length) {
                target[i] = x.shape()[i];
            }
            known *= target[i] == -1 ? 1 : target[i];
        }
        for (int i = 0; i < target.length; i++) {
            target[i] = target[i] == -1 && known != 0 ? x.length() / known : target[i];
        }
        return reshaped(node, shape(node, target));
    }

    static Operand flattened(OnnxNode node) throws InvalidFileException {
        int[] shape = node.numbers(0).shape();
        int axis = LayoutOps.flattenedFrom(node, shape.length);
        int rows = Math.toIntExact(elements(Arrays.copyOf(shape, axis)));
        int columns = Math.toIntExact(elements(Arrays.copyOfRange(shape, axis, shape.length)));
        return reshaped(node, rows, columns);
    }

    /** A tensor of the file stays the one that it is. */
    private static Operand reshaped(OnnxNode node, int... shape) throws InvalidFileException {
        if (elements(shape) != node.numbers(0).length()) {
            throw node.invalid("shape", Arrays.toString(shape), node.numbers(0).length() + " numbers");
        }
        if (node.input(0) instanceof Operand.Constant constant) {
            StoredTensor x = constant.inOrder();
            return new Operand.Constant(constant.name(), new StoredTensor(x.type(), shape, x.data()));
        }
        Numbers x = node.numbers(0);
        return new Numbers(x.type(), shape, x.values(), x.counts()).operand();
    }

    Operand squeeze(OnnxNode node) throws InvalidFileException {
        int[] shape = node.numbers(0).shape();
        boolean[] dropped = LayoutOps.squeezed(node, shape.length, axis -> shape[axis] == 1);
        return reshaped(node, kept(shape, dropped));
    }

    private static int[] kept(int[] shape, boolean... dropped) {
        List<Integer> kept = new ArrayList<>();
        for (int d = 0; d < shape.length; d++) {
            if (!dropped[d]) {
                kept.add(shape[d]);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    Operand unsqueeze(OnnxNode node) throws InvalidFileException {
        int[] old = node.numbers(0).shape();
        boolean[] added = LayoutOps.unsqueezed(node, old.length);
        int[] shape = new int[added.length];
        int from = 0;
        for (int d = 0; d < shape.length; d++) {
            shape[d] = added[d] ? 1 : old[from++];
        }
        return reshaped(node, shape);
    }

    /** Of a matrix nothing is moved before a layer takes it. */
    Operand transpose(OnnxNode node) throws InvalidFileException {
        Numbers x = null;
        int[] old =
                node.input(0) instanceof Operand.Constant constant ? constant.shape() : (x = node.numbers(0)).shape();
        int[] order = LayoutOps.order(node, old.length);
        boolean matrix = node.input(0) instanceof Operand.Constant constant
                && constant.tensor().type() == TensorType.F32
                && old.length == 2;
        if (matrix) {
            Operand.Constant constant = node.constant(0);
            return order[0] == 0
                    ? constant
                    : new Operand.Constant(constant.name(), constant.tensor(), !constant.transposed());
        }
        int[] shape = new int[old.length];
        int[] strides = new int[old.length];
        for (int d = 0; d < shape.length; d++) {
            shape[d] = old[order[d]];
            strides[d] = (int) elements(Arrays.copyOfRange(old, order[d] + 1, old.length));
        }
        return picked(node, x == null ? node.numbers(0) : x, shape, i -> place(i, shape, strides));
    }

    private static int place(int i, int[] shape, int... strides) {
        int place = 0;
        int left = i;
        for (int d = shape.length - 1; d >= 0; d--) {
            place += left % shape[d] * strides[d];
            left /= shape[d];
        }
        return place;
    }

    /** Numbers with others in some places: each index says where, in the first axes, one of the updates goes. */
    Operand scatter(OnnxNode node) throws InvalidFileException {
        node.requireText("reduction", List.of("none"));
        Numbers x = node.numbers(0);
        Numbers indices = node.numbers(1);
        Numbers updates = node.numbers(2);
        int[] shape = x.shape();
        int rank = indices.shape().length;
        int depth = rank == 0 ? 0 : indices.shape()[rank - 1];
        long run = depth > shape.length ? 0 : elements(Arrays.copyOfRange(shape, depth, shape.length));
        if (depth == 0 || run == 0 || x.countsImages() || indices.length() / depth * run != updates.length()) {
            String found = Arrays.toString(indices.shape()) + " indices, " + updates.length() + " updates";
            throw node.invalid("inputs", OnnxFile.brief(found), "an index for each update");
        }
        double[] y = folding.room(node, x.length());
        System.arraycopy(x.values(), 0, y, 0, y.length);
        long[] places = node.longs(1);
        for (int i = 0; i < places.length / depth; i++) {
            int to = 0;
            for (int d = 0; d < depth; d++) {
                to = to * shape[d] + indices(node, new long[] {places[i * depth + d]}, shape[d])[0];
            }
            System.arraycopy(updates.values(), (int) (i * run), y, (int) (to * run), (int) run);
        }
        return new Numbers(x.type(), shape, y, null).operand();
    }

    Operand expand(OnnxNode node) throws InvalidFileException {
        Numbers x = node.numbers(0);
        Broadcasting both = Broadcasting.of(node, x.shape(), shape(node, node.longs(1)));
        return picked(node, x, both.shape(), both::first);
    }
}
