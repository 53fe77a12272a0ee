package org.fitact.nn.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Concat;
import org.fitact.nn.graph.op.Expand;
import org.fitact.nn.graph.op.Gather;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pad;
import org.fitact.nn.graph.op.Slice;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.read.Alignment;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.Layout;
import org.fitact.nn.onnx.read.Numbers;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Reading;
import org.fitact.nn.onnx.read.Reshaping;
import org.fitact.nn.onnx.read.Views;
import org.fitact.nn.onnx.read.Views.Whole;

/** The nodes that put values together, take parts of them or repeat them. */
final class MovementOps {

    private final GraphAssembly assembly;
    private final Views views;
    private final ElementwiseOps constants;
    private final long images;

    /** @param constants which makes values of them */
    MovementOps(Reading reading, ElementwiseOps constants) {
        this.constants = constants;
        this.assembly = reading.assembly();
        this.views = assembly.views();
        this.images = reading.images();
    }

    /** A node that changes the extent of one axis of the file, which is one axis here. */
    private Operand.Feature along(OnnxNode node, Whole whole, int axis, Op op) {
        Operand.Feature x = whole.x();
        return assembly.plain(node.proto(), op, x.layout().with(axis, List.of(whole.here())), x);
    }

    private static int axis(OnnxNode node, Operand.Feature x, long missing) throws InvalidFileException {
        return Views.axis(node, "axis", node.number("axis", missing), x.layout().rank());
    }

    Operand concat(OnnxNode node) throws InvalidFileException {
        node.requireKnownInputs();
        List<Operand.Feature> values = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            values.add(value(node, i));
        }
        int axis = axis(node, values.getFirst(), 0);
        if (values.stream()
                .anyMatch(x -> x.layout().rank() != values.getFirst().layout().rank())) {
            throw node.invalid("inputs", "of several numbers of axes", "as many");
        }
        if (values.stream().anyMatch(x -> x.layout().hasBatch(axis))) {
            throw Views.mixesImages(node, axis);
        }
        Alignment together = Alignment.of(views, node, values, axis);
        int here = together.layout().axes().get(axis).getFirst();
        return assembly.plain(
                node.proto(),
                new Concat(values.size(), here),
                together.layout(),
                together.values().toArray(Operand.Feature[]::new));
    }

    /** An input, which may be a constant beside others that come from the images. */
    private Operand.Feature value(OnnxNode node, int input) throws InvalidFileException {
        return node.input(input) instanceof Operand.Constant ? constants.stored(node, input) : node.feature(input);
    }

    Operand slice(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        // As many images as there may be: whatever takes less than that takes some of them.
        int[] extents = IntStream.range(0, x.layout().rank())
                .map(axis -> x.layout().hasBatch(axis)
                        ? Integer.MAX_VALUE
                        : Math.toIntExact(x.layout().extent(axis, x.shape())))
                .toArray();
        Operand.Feature result = x;
        for (Slicing slice : Slicing.of(node, extents)) {
            Whole whole = views.whole(node, result, slice.axis());
            if (slice.length() == 0) {
                throw node.invalid("starts and ends", "of no element of axis " + slice.axis(), "at least one");
            }
            Slice op = new Slice(whole.here(), slice.start(), slice.step(), slice.length());
            result = along(node, whole, slice.axis(), op);
        }
        return result;
    }

    /** Into parts of given lengths, or of one length. */
    Operand split(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int axis = axis(node, x, 0);
        Whole whole = views.whole(node, x, axis);
        List<Operand> parts = new ArrayList<>();
        int start = 0;
        for (long length : lengths(node, whole.x().shape().extent(whole.here()))) {
            parts.add(along(node, whole, axis, new Slice(whole.here(), start, 1, Math.toIntExact(length))));
            start += (int) length;
        }
        return new Operand.Several(parts);
    }

    private static long[] lengths(OnnxNode node, int extent) throws InvalidFileException {
        int parts = node.proto().getOutputCount();
        long[] lengths = node.input(1) != null ? node.longs(1) : node.positions("split");
        if (lengths.length == 0) {
            long most = Math.ceilDiv(extent, Math.max(1, parts));
            lengths = new long[parts];
            Arrays.fill(lengths, most);
            lengths[parts - 1] = extent - most * (parts - 1);
        }
        boolean fits =
                lengths.length == parts && Arrays.stream(lengths).allMatch(length -> length > 0 && length <= extent);
        if (!fits || Arrays.stream(lengths).sum() != extent) {
            String found = OnnxFile.brief(Arrays.toString(lengths));
            throw node.invalid("split", found, parts + " lengths that make " + extent);
        }
        return lengths;
    }

    /** Places of an axis, in whose stead the axes of the indices then stand: none, if that is one number. */
    Operand gather(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int axis = axis(node, x, 0);
        int[] shape = node.numbers(1).shape();
        Whole whole = views.whole(node, x, axis);
        int[] indices = NumberOps.indices(node, node.longs(1), whole.x().shape().extent(whole.here()));
        if (indices.length == 0) {
            throw node.invalid("indices", "[]", "at least one");
        }
        Operand.Feature picked = along(node, whole, axis, picked(whole.here(), indices));
        return switch (shape.length) {
            case 0 -> picked.with(picked.layout().without(axis));
            case 1 -> picked;
            default -> Reshaping.split(views, node, picked, axis, shape);
        };
    }

    private static Op picked(int axis, int... indices) {
        int step = indices.length > 1 ? indices[1] - indices[0] : 1;
        boolean isRun =
                step != 0 && IntStream.range(1, indices.length).allMatch(i -> indices[i] - indices[i - 1] == step);
        return isRun
                ? new Slice(axis, indices[0], step, indices.length)
                : new Gather(axis, Arrays.stream(indices).boxed().toList());
    }

    /** To extents that the value has, or has as 1; of a constant, such as a class token, also to as many as there are images. */
    Operand expand(OnnxNode node) throws InvalidFileException {
        Operand.Feature given = value(node, 0);
        Numbers target = node.numbers(1);
        int rank = Math.max(given.layout().rank(), target.length());
        if (rank > Numbers.MOST_AXES) {
            throw node.invalid("shape", "of " + rank + " numbers", "at most " + Numbers.MOST_AXES);
        }
        Operand.Feature x = given.with(given.layout().extended(rank));
        for (int i = 0; i < target.length(); i++) {
            int axis = rank - target.length() + i;
            long extent = target.whole(i);
            boolean same = extent == x.layout().extent(axis, x.shape())
                    && (target.countsImages(i) == x.layout().hasBatch(axis));
            if (same || extent == 1 && !target.countsImages(i)) {
                continue;
            }
            boolean isSameForAll = !x.layout().sequence().contains(Layout.BATCH)
                    && target.countsImages(i)
                    && extent == 1
                    && x.layout().axes().get(axis).isEmpty();
            if (isSameForAll) {
                x = x.with(x.layout().with(axis, List.of(Layout.BATCH)));
                continue;
            }
            boolean literal = x.layout().hasBatch(axis) && extent == images;
            if (!literal
                    && (target.countsImages(i) || !x.layout().axes().get(axis).isEmpty())) {
                throw node.invalid("shape", target.toString(), "extents that " + given.axes() + " has, or has as 1");
            }
            x = literal ? x : repeatedAlong(node, x, axis, Math.toIntExact(extent));
        }
        return x;
    }

    /** A value that is repeated on a new axis here, of which the file does not know yet. */
    private Operand.Feature repeated(OnnxNode node, Operand.Feature x, int place, int times) {
        Operand.Feature longer = views.withNewAxis(node.proto(), x, place);
        List<Integer> extents =
                new ArrayList<>(Arrays.stream(longer.shape().extents()).boxed().toList());
        extents.set(place, times);
        return assembly.plain(node.proto(), new Expand(extents), longer);
    }

    /** A value that is repeated as a whole along an axis of the file. */
    private Operand.Feature repeatedAlong(OnnxNode node, Operand.Feature x, int axis, int times) {
        Operand.Feature repeated = repeated(node, x, 0, times);
        List<Integer> factors = new ArrayList<>(List.of(0));
        factors.addAll(repeated.layout().axes().get(axis));
        return repeated.with(repeated.layout().with(axis, factors));
    }

    /** So many times behind each other, for each axis. */
    Operand tile(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        long[] times = node.longs(1);
        if (times.length != x.layout().rank()) {
            throw node.invalid("repeats", OnnxFile.brief(Arrays.toString(times)), "a number for each axis");
        }
        for (int axis = 0; axis < times.length; axis++) {
            if (times[axis] < 1 || times[axis] > 1 && x.layout().hasBatch(axis)) {
                throw node.invalid("repeats", OnnxFile.brief(Arrays.toString(times)), "at least 1, images once");
            }
            if (times[axis] > 1) {
                x = repeatedAlong(node, x, axis, Math.toIntExact(times[axis]));
            }
        }
        return x;
    }

    /** By zeros, another number, the ends or a reflection; a negative padding cuts off. */
    Operand pad(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        int rank = x.layout().rank();
        long[] pads = node.input(1) != null ? node.longs(1) : node.positions("pads");
        long[] axes = node.input(3) != null
                ? node.longs(3)
                : IntStream.range(0, rank).asLongStream().toArray();
        if (pads.length != 2 * axes.length) {
            throw node.invalid("pads", OnnxFile.brief(Arrays.toString(pads)), 2 * axes.length + " numbers");
        }
        Pad.Mode mode = switch (node.text("mode", "constant")) {
            case "constant" -> Pad.Mode.CONSTANT;
            case "edge" -> Pad.Mode.EDGE;
            case "reflect" -> Pad.Mode.REFLECT;
            case String other -> throw node.invalid("mode", OnnxFile.brief(other), "constant, edge or reflect");
        };
        float value = node.input(2) != null ? ActivationOps.scalar(node, 2) : node.real("value", 0);
        for (int i = 0; i < axes.length; i++) {
            int axis = Views.axis(node, "axes", axes[i], rank);
            x = padded(node, x, axis, new long[] {pads[i], pads[i + axes.length]}, mode, value);
        }
        return x;
    }

    private Operand.Feature padded(OnnxNode node, Operand.Feature x, int axis, long[] ends, Pad.Mode mode, float value)
            throws InvalidFileException {
        if (ends[0] == 0 && ends[1] == 0) {
            return x;
        }
        Whole whole = views.whole(node, x, axis);
        int extent = whole.x().shape().extent(whole.here());
        if (Math.abs(ends[0]) > Integer.MAX_VALUE / 4 || Math.abs(ends[1]) > Integer.MAX_VALUE / 4) {
            throw node.invalid("pads", OnnxFile.brief(Arrays.toString(ends)), "not so large");
        }
        int cutBefore = (int) Math.max(0, -ends[0]);
        int cutAfter = (int) Math.max(0, -ends[1]);
        Operand.Feature result = x;
        if (cutBefore + cutAfter > 0) {
            result = along(node, whole, axis, new Slice(whole.here(), cutBefore, 1, extent - cutBefore - cutAfter));
            whole = views.whole(node, result, axis);
        }
        int before = (int) Math.max(0, ends[0]);
        int after = (int) Math.max(0, ends[1]);
        return before + after == 0
                ? result
                : along(node, whole, axis, new Pad(whole.here(), before, after, mode, value));
    }

    /** Channels that become the pixels of blocks: merged and split axes, in the order that the mode says. */
    Operand depthToSpace(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = views.map(node, 0);
        long b = blocks(node);
        long c = x.layout().extent(1, x.shape()) / (b * b);
        String mode = node.text("mode", "DCR");
        if (!mode.equals("DCR") && !mode.equals("CRD")) {
            throw node.invalid("mode", OnnxFile.brief(mode), "DCR or CRD");
        }
        boolean blocksFirst = mode.equals("DCR");
        long h = x.shape().extent(0);
        long w = x.shape().extent(1);
        Operand.Feature cut = blocksFirst ? reshaped(node, x, 0, b, b, c, h, w) : reshaped(node, x, 0, c, b, b, h, w);
        int[] order = blocksFirst ? new int[] {0, 3, 4, 1, 5, 2} : new int[] {0, 1, 4, 2, 5, 3};
        return reshaped(node, cut.with(cut.layout().permuted(order)), 0, c, h * b, w * b);
    }

    /** The pixels of blocks that become channels. */
    Operand spaceToDepth(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = views.map(node, 0);
        long b = blocks(node);
        long c = x.shape().extent(2);
        long h = x.shape().extent(0) / b;
        long w = x.shape().extent(1) / b;
        Operand.Feature cut = reshaped(node, x, 0, c, h, b, w, b);
        return reshaped(node, cut.with(cut.layout().permuted(0, 3, 5, 1, 2, 4)), 0, b * b * c, h, w);
    }

    private static long blocks(OnnxNode node) throws InvalidFileException {
        long size = node.number("blocksize", 0);
        if (size < 1 || size > Short.MAX_VALUE) {
            throw node.invalid("blocksize", Long.toString(size), "at least 1");
        }
        return size;
    }

    private Operand.Feature reshaped(OnnxNode node, Operand.Feature x, long... extents) throws InvalidFileException {
        return Reshaping.of(views, node, x, Numbers.of(extents), false, images);
    }

    /** To the nearest place, which where all are repeated as often is a repetition; or by interpolation. */
    Operand resize(OnnxNode node) throws InvalidFileException {
        Operand.Feature x = node.feature(0);
        for (Resizing axis : Resizing.of(node, x)) {
            if (!axis.isNearest()) {
                x = interpolated(node, x, axis);
                continue;
            }
            int times = axis.repetition();
            if (times > 1) {
                x = repeatedPlaces(node, x, axis.axis(), times);
            } else {
                Whole whole = views.whole(node, x, axis.axis());
                x = along(node, whole, axis.axis(), picked(whole.here(), axis.nearest()));
            }
        }
        return x;
    }

    private Operand.Feature interpolated(OnnxNode node, Operand.Feature given, Resizing axis)
            throws InvalidFileException {
        Operand.Feature x = views.last(node, given, axis.axis());
        return along(node, new Whole(x, x.shape().rank() - 1), axis.axis(), axis.interpolation());
    }

    /** Each place of an axis so many times, one behind the other. */
    private Operand.Feature repeatedPlaces(OnnxNode node, Operand.Feature x, int axis, int times)
            throws InvalidFileException {
        if (x.layout().hasBatch(axis)) {
            throw Views.mixesImages(node, axis);
        }
        List<Integer> factors = x.layout().axes().get(axis);
        int place = factors.isEmpty() ? x.shape().rank() : factors.getLast() + 1;
        Operand.Feature repeated = repeated(node, x, place, times);
        List<Integer> more = new ArrayList<>(repeated.layout().axes().get(axis));
        more.add(place);
        return repeated.with(repeated.layout().with(axis, more));
    }
}
