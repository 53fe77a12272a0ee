package org.fitact.nn.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.fitact.tensor.Shape;

/**
 * How the axes of a value in the file stand for those of the value here: for each axis there, the axes here whose extents it
 * is the product of, the outermost first. Axes here of extent 1 stand nowhere, so an axis there of extent 1 has none. What
 * the file exchanges, merges and splits is at first only told here; elements move when an op needs them in an order.
 *
 * @param axes for each axis of the file; {@link #BATCH} for the images, which are no axis here
 */
public record Layout(List<List<Integer>> axes) {

    /** The number of images, where the file leaves it free or has several; no axis of a value here. */
    public static final int BATCH = -1;

    public Layout {
        axes = axes.stream().map(List::copyOf).toList();
    }

    /**
     * Of a feature map {@code [h, w, c]}, which in the file is {@code [N, C, H, W]}.
     *
     * @param batch whether the file's N is anything but 1
     */
    public static Layout map(boolean batch) {
        return new Layout(List.of(images(batch), List.of(2), List.of(0), List.of(1)));
    }

    /** Of a value whose axes stand in the file in the same order, behind the images. */
    public static Layout inOrder(boolean batch, int rank) {
        List<List<Integer>> axes = new ArrayList<>(List.of(images(batch)));
        for (int d = 0; d < rank; d++) {
            axes.add(List.of(d));
        }
        return new Layout(axes);
    }

    private static List<Integer> images(boolean batch) {
        return batch ? List.of(BATCH) : List.of();
    }

    /** Without the axes of extent 1 that a value of a shape has. */
    Layout of(Shape shape) {
        return new Layout(axes.stream()
                .map(axis -> axis.stream()
                        .filter(d -> d == BATCH || shape.extent(d) > 1)
                        .toList())
                .toList());
    }

    /** Axes in the file. */
    public int rank() {
        return axes.size();
    }

    /** Whether an axis of the file has the images among its factors. */
    public boolean hasBatch(int axis) {
        return axes.get(axis).contains(BATCH);
    }

    /** Elements of an axis of the file for one image. */
    public long extent(int axis, Shape shape) {
        return axes.get(axis).stream()
                .filter(d -> d != BATCH)
                .mapToLong(shape::extent)
                .reduce(1, (a, b) -> a * b);
    }

    /** The factors of all axes, in the order of the file. */
    public List<Integer> sequence() {
        return axes.stream().flatMap(List::stream).toList();
    }

    /** The same factors, cut into axes at other places: axis i ends before the factor {@code ends[i]}. */
    Layout cut(List<Integer> ends) {
        List<Integer> all = sequence();
        List<List<Integer>> cut = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            cut.add(all.subList(from, end));
            from = end;
        }
        return new Layout(cut);
    }

    /** With the axes of the file in another order. */
    public Layout permuted(int... order) {
        List<List<Integer>> permuted = new ArrayList<>();
        for (int axis : order) {
            permuted.add(axes.get(axis));
        }
        return new Layout(permuted);
    }

    /** With axes of extent 1 in front, up to a rank. */
    public Layout extended(int rank) {
        List<List<Integer>> extended = new ArrayList<>();
        for (int i = rank(); i < rank; i++) {
            extended.add(List.of());
        }
        extended.addAll(axes);
        return new Layout(extended);
    }

    /** Without an axis of the file, which is of extent 1. */
    public Layout without(int axis) {
        List<List<Integer>> left = new ArrayList<>(axes);
        left.remove(axis);
        return new Layout(left);
    }

    /** With other factors on one axis of the file. */
    public Layout with(int axis, List<Integer> factors) {
        List<List<Integer>> changed = new ArrayList<>(axes);
        changed.set(axis, factors);
        return new Layout(changed);
    }

    /** With factors in the place of each axis here; the images stay. */
    Layout renamed(IntFunction<List<Integer>> names) {
        return new Layout(axes.stream()
                .map(axis -> axis.stream()
                        .flatMap(d -> d == BATCH ? List.of(d).stream() : names.apply(d).stream())
                        .toList())
                .toList());
    }
}
