package org.fitact.nn.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Views;

/**
 * What a Slice takes of one axis: {@code length} elements from {@code start} on, {@code step} apart.
 *
 * @param step not 0; negative for the other direction
 * @param length 0 where nothing is taken
 */
record Slicing(int axis, int start, int step, int length) {

    /**
     * The axes that a node takes less of, or turns round, of a value of such extents. Starts and ends are inputs since opset 10,
     * attributes before.
     */
    static List<Slicing> of(OnnxNode node, int... shape) throws InvalidFileException {
        boolean attributes = node.attribute("starts", AttributeProto.AttributeType.INTS) != null;
        long[] starts = attributes ? node.positions("starts") : node.longs(1);
        long[] ends = attributes ? node.positions("ends") : node.longs(2);
        long[] axes = attributes ? node.positions("axes") : node.input(3) == null ? new long[0] : node.longs(3);
        long[] steps = node.input(4) == null ? new long[0] : node.longs(4);
        boolean fits = ends.length == starts.length
                && (axes.length == starts.length || axes.length == 0 && starts.length <= shape.length)
                && (steps.length == starts.length || steps.length == 0);
        if (!fits) {
            throw node.invalid("starts, ends, axes and steps", "of several lengths", "as many numbers of each");
        }
        List<Slicing> all = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int axis = axes.length == 0 ? i : Views.axis(node, "axes", axes[i], shape.length);
            long step = steps.length == 0 ? 1 : steps[i];
            Slicing slice = of(axis, shape[axis], starts[i], ends[i], step);
            if (slice.length() < shape[axis] || step < 0) {
                all.add(slice);
            }
        }
        return all;
    }

    /** Ends outside mean the nearest inside; negative ones count from the end. */
    private static Slicing of(int axis, int extent, long start, long end, long step) {
        if (step == 0) {
            throw new IllegalArgumentException("a step of 0");
        }
        long first = Math.clamp(start < 0 ? start + extent : start, 0L, step > 0 ? extent : extent - 1L);
        long last =
                Math.clamp(end < 0 ? Math.max(end, -extent - 1L) + extent : end, step > 0 ? 0L : -1L, (long) extent);
        long length = Math.ceilDiv(last - first, step);
        int by = (int) Math.clamp(step, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new Slicing(axis, (int) first, by, (int) Math.max(0, length));
    }
}
