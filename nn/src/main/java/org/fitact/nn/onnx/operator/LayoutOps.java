package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.checkpoint.TensorType;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.file.TensorReader;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Reading;
import org.fitact.nn.onnx.read.Reshaping;
import org.fitact.nn.onnx.read.Views;

/**
 * The nodes that give elements other places, and those that do nothing in inference. Most only change how the file sees a
 * value ({@link Layout}).
 */
final class LayoutOps {

    private final Views views;
    private final long images;

    LayoutOps(Reading reading) {
        this.views = reading.assembly().views();
        this.images = reading.images();
    }

    static Operand passed(OnnxNode node) throws InvalidFileException {
        return node.input(0) instanceof Operand.Feature feature ? feature : constant(node);
    }

    private static Operand constant(OnnxNode node) throws InvalidFileException {
        node.numbers(0);
        return node.input(0);
    }

    /** What it does in inference, nothing, unless its third input says that it is training and anything is dropped. */
    static Operand dropout(OnnxNode node) throws InvalidFileException {
        boolean drops = node.input(1) == null || ActivationOps.scalar(node, 1) != 0;
        if (node.input(2) != null && drops) {
            StoredTensor training = node.constant(2).tensor();
            if (training.type() != TensorType.BOOL || training.elements() != 1 || training.bytes()[0] != 0) {
                throw node.invalid("training_mode", "set", "false: a network exported for inference");
            }
        }
        return passed(node);
    }

    /** Values are float32 and stay so; a wider type in between would only round less. */
    static Operand cast(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int to = (int) node.number("to", DataType.UNDEFINED.getNumber());
        if (to != DataType.FLOAT.getNumber() && to != DataType.DOUBLE.getNumber()) {
            throw node.invalid("to", TensorReader.typeName(to), "float32 or float64, for what comes from the images");
        }
        return x;
    }

    /** The order of axes that a Transpose gives; without one they are turned round. */
    static int[] order(OnnxNode node, int rank) throws InvalidFileException {
        long[] order = node.positions("perm");
        if (order.length == 0) {
            int[] reversed = new int[rank];
            Arrays.setAll(reversed, d -> rank - 1 - d);
            return reversed;
        }
        boolean complete = Arrays.equals(
                Arrays.stream(order).sorted().toArray(),
                java.util.stream.LongStream.range(0, rank).toArray());
        if (!complete) {
            throw node.invalid("perm", OnnxFile.brief(Arrays.toString(order)), "each of " + rank + " axes once");
        }
        return Arrays.stream(order).mapToInt(Math::toIntExact).toArray();
    }

    static Operand transpose(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        return x.with(x.layout().permuted(order(node, x.layout().rank())));
    }

    /** To two axes, those before another one and those from it on. */
    Operand flattened(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int rank = x.layout().rank();
        int axis = flattenedFrom(node, rank);
        List<List<Integer>> axes = x.layout().axes();
        return row(node, x.with(new Layout(List.of(joined(axes.subList(0, axis)), joined(axes.subList(axis, rank))))));
    }

    /** The axis of a Flatten from which on all become the second. */
    static int flattenedFrom(OnnxNode node, int rank) throws InvalidFileException {
        long given = node.number("axis", 1);
        if (given < -rank || given > rank) {
            throw node.invalid("axis", Long.toString(given), "from " + -rank + " to " + rank);
        }
        return (int) (given < 0 ? given + rank : given);
    }

    private static List<Integer> joined(List<List<Integer>> axes) {
        return axes.stream().flatMap(List::stream).toList();
    }

    Operand reshape(OnnxNode node) throws InvalidFileException {
        boolean literal = node.flag("allowzero", false);
        return row(node, Reshaping.of(views, node, node.feature(0), node.numbers(1), literal, images));
    }

    /** Maps that become rows are flattened at once, so that what stands behind them works on rows. */
    private Operand.Feature row(OnnxNode node, Operand.Feature x) {
        return views.flattens(x) ? views.rows(node.proto(), x) : x;
    }

    /** Which axes a Squeeze takes away; without a list, all that {@code ones} says are of extent 1. */
    static boolean[] squeezed(OnnxNode node, int rank, IntPredicate ones) throws InvalidFileException {
        long[] axes = node.input(1) != null ? node.longs(1) : node.positions("axes");
        boolean[] dropped = new boolean[rank];
        for (int d = 0; d < rank && axes.length == 0; d++) {
            dropped[d] = ones.test(d);
        }
        for (long axis : axes) {
            int d = Views.axis(node, "axes", axis, rank);
            if (!ones.test(d)) {
                throw node.invalid("axes", OnnxFile.brief(Arrays.toString(axes)), "axes of extent 1");
            }
            dropped[d] = true;
        }
        return dropped;
    }

    static Operand squeeze(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        List<List<Integer>> axes = x.layout().axes();
        boolean[] dropped = squeezed(node, axes.size(), axis -> axes.get(axis).isEmpty());
        List<List<Integer>> kept = new ArrayList<>();
        for (int d = 0; d < dropped.length; d++) {
            if (!dropped[d]) {
                kept.add(axes.get(d));
            }
        }
        return x.with(new Layout(kept));
    }

    /** Which axes of the result an Unsqueeze has put in. */
    static boolean[] unsqueezed(OnnxNode node, int rank) throws InvalidFileException {
        long[] axes = node.input(1) != null ? node.longs(1) : node.positions("axes");
        if (rank + axes.length > Numbers.MOST_AXES) {
            throw node.invalid("axes", "of " + axes.length + " numbers", "at most " + Numbers.MOST_AXES + " axes");
        }
        boolean[] added = new boolean[rank + axes.length];
        for (long axis : axes) {
            int d = Views.axis(node, "axes", axis, added.length);
            if (added[d]) {
                throw node.invalid("axes", OnnxFile.brief(Arrays.toString(axes)), "axes that differ");
            }
            added[d] = true;
        }
        return added;
    }

    static Operand unsqueeze(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        boolean[] added = unsqueezed(node, x.layout().rank());
        List<List<Integer>> axes = new ArrayList<>();
        int from = 0;
        for (boolean isNew : added) {
            axes.add(isNew ? List.of() : x.layout().axes().get(from++));
        }
        return x.with(new Layout(axes));
    }

    static Operand shape(OnnxNode node) throws InvalidFileException {
        double[] extents;
        boolean[] counts;
        if (node.input(0) instanceof Operand.Feature x) {
            extents = new double[x.layout().rank()];
            counts = new boolean[extents.length];
            for (int axis = 0; axis < extents.length; axis++) {
                extents[axis] = x.layout().extent(axis, x.shape());
                counts[axis] = x.layout().hasBatch(axis);
            }
        } else {
            extents = Arrays.stream(
                            node.input(0) instanceof Operand.Constant constant
                                    ? constant.shape()
                                    : node.numbers(0).shape())
                    .asDoubleStream()
                    .toArray();
            counts = new boolean[extents.length];
        }
        int start = position(node.number("start", 0), extents.length);
        int end = position(node.number("end", extents.length), extents.length);
        int from = Math.min(start, end);
        return new Numbers(
                        TensorType.I64,
                        new int[] {end - from},
                        Arrays.copyOfRange(extents, from, end),
                        Arrays.copyOfRange(counts, from, end))
                .operand();
    }

    /** A position in a list; a negative one counts from its end, and one outside is the nearest inside. */
    private static int position(long position, int length) {
        return Math.clamp(position < 0 ? position + length : position, 0, length);
    }

    static Operand size(OnnxNode node) throws InvalidFileException {
        if (!(node.input(0) instanceof Operand.Feature x)) {
            return Numbers.of(node.numbers(0).length()).operand();
        }
        boolean counts = x.layout().axes().stream().anyMatch(axis -> axis.contains(Layout.BATCH));
        return new Numbers(TensorType.I64, new int[0], new double[] {x.shape().elements()}, new boolean[] {counts})
                .operand();
    }
}
