package org.fitact.nn.onnx.read;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Transpose;
import org.fitact.tensor.Shape;

/**
 * Puts the elements of a value into the order that an op wants. Nodes that move elements are made here only, and only
 * where the order in memory is another one; a value that two ops want in the same order is moved once.
 */
public final class Views {

    private static final List<Integer> FLATTENED = List.of(2, 0, 1);

    /** Of a value on its way, of which no name of the file stands. */
    private static final Layout UNSEEN = new Layout(List.of());

    private final GraphAssembly assembly;
    private final Map<Key, Operand.Feature> made = new HashMap<>();

    private record Key(Operand.Feature x, List<List<Integer>> groups) {}

    Views(GraphAssembly assembly) {
        this.assembly = assembly;
    }

    /** An input as a feature map {@code [h, w, c]}, which is {@code [N, C, H, W]} in the file. */
    public Operand.Feature map(OnnxNode node, int input) throws InvalidFileException {
        Operand.Feature x = node.feature(input);
        if (x.layout().rank() != 4) {
            throw node.invalid("input " + input, x.describe(), "a feature map [N, C, H, W]");
        }
        requireImages(node, x);
        Operand.Feature whole = merged(node.proto(), x, List.of(1, 2, 3));
        List<List<Integer>> axes = whole.layout().axes();
        List<List<Integer>> groups = List.of(axes.get(2), axes.get(3), axes.get(1));
        return isMap(x) ? x : arranged(node.proto(), whole, groups);
    }

    /** Whether a value lies in memory as the map that it is in the file. */
    private static boolean isMap(Operand.Feature x) {
        return x.shape().rank() == 3
                && x.layout()
                        .equals(Layout.map(!x.layout().axes().getFirst().isEmpty())
                                .of(x.shape()));
    }

    /** An input as rows of features, which is {@code [N, F]} in the file. */
    public Operand.Feature rows(OnnxNode node, int input) throws InvalidFileException {
        Operand.Feature x = node.feature(input);
        if (x.layout().rank() != 2) {
            throw node.invalid("input " + input, x.describe(), "rows of features [N, F]");
        }
        requireImages(node, x);
        return rows(node.proto(), x);
    }

    /** Whether the file sees a map as rows of all its features. */
    public boolean flattens(Operand.Feature x) {
        return x.shape().rank() == 3
                && x.layout().rank() == 2
                && x.layout().extent(0, x.shape()) == 1
                && !x.layout().hasBatch(1)
                && x.layout().axes().get(1).equals(held(x.shape()));
    }

    /** The axes of a map in the order in which they are flattened, but for those of extent 1. */
    private static List<Integer> held(Shape map) {
        return FLATTENED.stream().filter(d -> map.extent(d) > 1).toList();
    }

    /** A value as one row for an image, all its axes in the order of the file. */
    public Operand.Feature rows(NodeProto origin, Operand.Feature x) {
        List<Integer> all =
                x.layout().sequence().stream().filter(d -> d != Layout.BATCH).toList();
        Operand.Feature cut = x.with(new Layout(List.of(all)));
        Operand.Feature row = arranged(origin, cut, List.of(all));
        return row.with(
                x.layout().axes().getFirst().contains(Layout.BATCH)
                        ? Layout.inOrder(true, 1)
                        : Layout.inOrder(false, 1));
    }

    /**
     * An input with some of the file's axes last in memory, each as one axis, in the order given. The others stand before them
     * as they lie, so that as little as possible moves.
     */
    public Operand.Feature last(OnnxNode node, int input, int... axes) throws InvalidFileException {
        return last(node, node.feature(input), axes);
    }

    /** The same of any value that a node reads or has on its way. */
    public Operand.Feature last(OnnxNode node, Operand.Feature x, int... axes) throws InvalidFileException {
        for (int axis : axes) {
            if (x.layout().hasBatch(axis)) {
                throw mixesImages(node, axis);
            }
        }
        List<Integer> wanted = IntStream.of(axes).boxed().toList();
        Operand.Feature whole = merged(node.proto(), x, wanted);
        List<List<Integer>> tail = new ArrayList<>();
        wanted.forEach(axis -> tail.add(whole.layout().axes().get(axis)));
        List<List<Integer>> groups = new ArrayList<>();
        for (int d = 0; d < whole.shape().rank(); d++) {
            int own = d;
            if (whole.shape().extent(d) > 1 && tail.stream().noneMatch(group -> group.contains(own))) {
                groups.add(List.of(d));
            }
        }
        groups.addAll(tail);
        return arranged(node.proto(), whole, groups);
    }

    /** An input whose axes lie in memory as they stand in the file, one for each axis there but for the images. */
    public Operand.Feature inOrder(OnnxNode node, int input) throws InvalidFileException {
        Operand.Feature x = node.feature(input);
        requireImages(node, x);
        int[] axes = IntStream.range(1, x.layout().rank()).toArray();
        return last(node, input, axes);
    }

    /** A value of which one axis of the file is the axis {@code here}, wherever that stands in memory. */
    public record Whole(Operand.Feature x, int here) {}

    /** An input as something of which one axis of the file is one axis here. */
    public Whole whole(OnnxNode node, int input, int axis) throws InvalidFileException {
        return whole(node, node.feature(input), axis);
    }

    /** The same of any value that a node reads or has on its way. */
    public Whole whole(OnnxNode node, Operand.Feature x, int axis) throws InvalidFileException {
        if (x.layout().hasBatch(axis)) {
            throw mixesImages(node, axis);
        }
        Operand.Feature merged = merged(node.proto(), x, List.of(axis));
        List<Integer> factors = merged.layout().axes().get(axis);
        if (!factors.isEmpty()) {
            return new Whole(merged, factors.getFirst());
        }
        int rank = merged.shape().rank();
        return new Whole(withNewAxis(node.proto(), merged, rank), rank);
    }

    /** A value with one more axis here, of extent 1, at a place among those that it has. */
    public Operand.Feature withNewAxis(NodeProto origin, Operand.Feature x, int place) {
        List<List<Integer>> groups = new ArrayList<>();
        IntStream.range(0, x.shape().rank()).forEach(d -> groups.add(List.of(d)));
        groups.add(place, List.of());
        return arranged(origin, x, groups);
    }

    /** The number of an axis of the file, from an attribute that may count from the end. */
    public static int axis(OnnxNode node, String what, long axis, int rank) throws InvalidFileException {
        if (axis < -rank || axis >= rank) {
            throw node.invalid(what, Long.toString(axis), "from " + -rank + " to " + (rank - 1));
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** That an op would compute over the images, each of which stands for itself. */
    public static InvalidFileException mixesImages(OnnxNode node, int axis) {
        return node.invalid("axis " + axis, "the images", "an axis of one image: images are not to be mixed");
    }

    private static void requireImages(OnnxNode node, Operand.Feature x) throws InvalidFileException {
        for (int axis = 1; axis < x.layout().rank(); axis++) {
            if (x.layout().hasBatch(axis)) {
                throw mixesImages(node, axis);
            }
        }
        if (x.layout().extent(0, x.shape()) != 1) {
            throw node.invalid("input", x.axes(), "the images alone on the first axis");
        }
    }

    /** A value of which each of some axes of the file is one axis here, or none. */
    Operand.Feature merged(NodeProto origin, Operand.Feature x, List<Integer> axes) {
        Operand.Feature result = x;
        for (int axis : axes) {
            List<Integer> factors = result.layout().axes().get(axis);
            if (factors.size() > 1) {
                List<List<Integer>> groups = new ArrayList<>();
                for (int d = 0; d < result.shape().rank(); d++) {
                    if (d == factors.getLast()) {
                        groups.add(factors);
                    } else if (!factors.contains(d) && result.shape().extent(d) > 1) {
                        groups.add(List.of(d));
                    }
                }
                result = arranged(origin, result, groups);
            }
        }
        return result;
    }

    /** A value with two neighbours of an axis of the file as one axis here. */
    Operand.Feature joined(NodeProto origin, Operand.Feature x, int outer, int inner) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int d = 0; d < x.shape().rank(); d++) {
            if (d == inner) {
                groups.add(List.of(outer, inner));
            } else if (d != outer && x.shape().extent(d) > 1) {
                groups.add(List.of(d));
            }
        }
        return arranged(origin, x, groups);
    }

    /**
     * A value with other axes.
     *
     * @param groups for each new axis, the old ones that it is made of, which follow each other on one axis of the file; none for
     *     an axis of extent 1. Old axes of extent 1 may be left out
     */
    Operand.Feature arranged(NodeProto origin, Operand.Feature x, List<List<Integer>> groups) {
        Map<Integer, Integer> place = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        int[] extents = new int[Math.max(1, groups.size())];
        extents[0] = 1;
        for (int g = 0; g < groups.size(); g++) {
            extents[g] = 1;
            for (int d : groups.get(g)) {
                place.put(d, g);
                order.add(d);
                extents[g] *= x.shape().extent(d);
            }
        }
        Shape shape = Shape.of(extents);
        Layout layout = x.layout()
                .renamed(d -> groups.get(place.get(d)).getFirst().equals(d) ? List.of(place.get(d)) : List.of());
        Operand.Feature moved =
                made.computeIfAbsent(new Key(x.with(UNSEEN), groups), _ -> moved(origin, x, order, shape));
        return moved.with(layout);
    }

    private Operand.Feature moved(NodeProto origin, Operand.Feature x, List<Integer> order, Shape shape) {
        List<Integer> held = order.stream().filter(d -> x.shape().extent(d) > 1).toList();
        if (x.shape().rank() == 3 && shape.rank() == 1 && held.equals(held(x.shape()))) {
            return assembly.plain(origin, new Flatten(), UNSEEN, x);
        }
        Operand.Feature result = x;
        if (!held.equals(held.stream().sorted().toList())) {
            List<Integer> all = new ArrayList<>(order);
            IntStream.range(0, x.shape().rank()).filter(d -> !order.contains(d)).forEach(all::add);
            result = assembly.plain(origin, new Transpose(all), UNSEEN, x);
        }
        return result.shape().equals(shape) ? result : reshaped(origin, result, shape);
    }

    private Operand.Feature reshaped(NodeProto origin, Operand.Feature x, Shape shape) {
        Reshape op = new Reshape(IntStream.of(shape.extents()).boxed().toList());
        return assembly.plain(origin, op, UNSEEN, x);
    }

    /** A value with one axis as two, the outer one of a given extent. */
    Operand.Feature split(NodeProto origin, Operand.Feature x, int axis, int outer) {
        int[] old = x.shape().extents();
        int[] extents = new int[old.length + 1];
        System.arraycopy(old, 0, extents, 0, axis);
        extents[axis] = outer;
        extents[axis + 1] = old[axis] / outer;
        System.arraycopy(old, axis + 1, extents, axis + 2, old.length - axis - 1);
        Layout layout =
                x.layout().renamed(d -> d < axis ? List.of(d) : d > axis ? List.of(d + 1) : List.of(axis, axis + 1));
        return reshaped(origin, x, Shape.of(extents)).with(layout);
    }
}
