package org.fitact.nn.onnx.write;

import static org.fitact.nn.onnx.write.GraphWriter.number;
import static org.fitact.nn.onnx.write.GraphWriter.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Concat;
import org.fitact.nn.graph.op.Expand;
import org.fitact.nn.graph.op.Gather;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Pad;
import org.fitact.nn.graph.op.Resize;
import org.fitact.nn.graph.op.Slice;
import org.fitact.nn.graph.op.Transpose;
import org.fitact.nn.onnx.write.FileValues.Place;

/** Writes the ops that give elements other places, in the order of axes in which what they read stands in the file. */
final class LayoutExport {

    /** What ONNX understands as before the first element. */
    private static final long BEFORE_ALL = Integer.MIN_VALUE;

    private final GraphWriter writer;
    private final FileValues values;

    LayoutExport(GraphWriter writer, FileValues values) {
        this.writer = writer;
        this.values = values;
    }

    Place movement(Node node, Movement movement) {
        Place x = values.place(node.input());
        String name = switch (movement) {
            // The value that is there already, seen otherwise.
            case Transpose _ -> x.name();
            case Concat concat ->
                writer.node("Concat", node.name(), values.in(node, x.order()), number("axis", (long)
                        x.axis(concat.axis())));
            case Slice slice -> slice(node, slice, x);
            case Gather(int axis, List<Integer> indices) ->
                writer.node("Gather", node.name(), List.of(x.name(), writer.longs(indices)), number("axis", (long)
                        x.axis(axis)));
            case Expand(List<Integer> extents) -> {
                List<Integer> target = new ArrayList<>(List.of(1));
                x.order().forEach(d -> target.add(extents.get(d)));
                yield writer.node("Expand", node.name(), List.of(x.name(), writer.longs(target)));
            }
            case Pad pad -> pad(node, pad, x);
        };
        return new Place(name, movement instanceof Transpose(List<Integer> order) ? turned(x, order) : x.order());
    }

    /** The order in the file of a value whose axis j is the axis {@code order[j]} of another. */
    private static List<Integer> turned(Place x, List<Integer> order) {
        return x.order().stream().map(order::indexOf).toList();
    }

    private String slice(Node node, Slice slice, Place x) {
        long end = slice.start() + (long) slice.step() * slice.length();
        return writer.node(
                "Slice",
                node.name(),
                List.of(
                        x.name(),
                        writer.longs(List.of(slice.start())),
                        writer.longs(List.of(end < 0 ? BEFORE_ALL : end)),
                        writer.longs(List.of(x.axis(slice.axis()))),
                        writer.longs(List.of(slice.step()))));
    }

    private String pad(Node node, Pad pad, Place x) {
        int rank = x.order().size() + 1;
        Long[] pads = new Long[2 * rank];
        Arrays.fill(pads, 0L);
        pads[x.axis(pad.axis())] = (long) pad.before();
        pads[rank + x.axis(pad.axis())] = (long) pad.after();
        return writer.node(
                "Pad",
                node.name(),
                List.of(x.name(), writer.longs(List.of(pads)), writer.scalar(pad.value())),
                text("mode", pad.mode().name().toLowerCase(Locale.ROOT)));
    }

    Place resize(Node node, Resize resize) {
        Place x = values.place(node.input());
        int last = x.order().size() - 1;
        float[] scales = new float[last + 2];
        Arrays.fill(scales, 1);
        scales[x.axis(last)] = scale(values.shape(node.input()).extent(last), resize);
        String constant =
                writer.initialiser(node.name() + ".scales", StoredTensor.of(new int[] {scales.length}, scales));
        String name = writer.node(
                "Resize",
                node.name(),
                List.of(x.name(), "", constant),
                text("mode", resize.cubic() ? "cubic" : "linear"),
                text(
                        "coordinate_transformation_mode",
                        resize.coordinates().name().toLowerCase(Locale.ROOT)),
                number("cubic_coeff_a", resize.steepness()),
                number("exclude_outside", resize.excludesOutside() ? 1L : 0L));
        return new Place(name, x.order());
    }

    /** The scale as float32, but not so small that the extent would be rounded down to one less. */
    private static float scale(int from, Resize resize) {
        float scale = (float) resize.scale();
        while (Math.floor((double) from * scale) < resize.to()) {
            scale = Math.nextUp(scale);
        }
        return scale;
    }

    /** In the order that the value has in the file, if axes are only merged and split that stand beside each other there. */
    Place reshape(Node node) {
        Place x = values.place(node.input());
        int[] from = values.shape(node.input()).extents();
        int[] to = values.shape(node.name()).extents();
        List<Integer> order = Regrouping.of(from, to).order(x.order());
        String name = x.name();
        if (order.isEmpty()) {
            name = values.in(node.input(), FileValues.asHere(from.length));
            order = FileValues.asHere(to.length);
        }
        List<Integer> extents = new ArrayList<>(List.of(0));
        order.forEach(d -> extents.add(to[d]));
        return new Place(writer.node("Reshape", node.name(), List.of(name, writer.longs(extents))), order);
    }
}
