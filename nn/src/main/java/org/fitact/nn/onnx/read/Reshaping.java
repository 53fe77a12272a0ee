package org.fitact.nn.onnx.read;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.TensorType;

/**
 * Other axes for the same elements in the same order, as Reshape and what is made of it give them. Axes are merged and split
 * in the {@link Layout}; a node is made only where an axis here is split, and elements move only where one is to be split
 * across factors that do not lie beside each other.
 */
public final class Reshaping {

    private final Views views;
    private final OnnxNode node;
    private final long images;
    private final boolean free;
    private final String axes;
    private final List<Integer> ends = new ArrayList<>();
    private Operand.Feature x;
    private int next;

    /**
     * An extent to reshape to.
     *
     * @param counts whether it is to be multiplied by N
     */
    private record Extent(long value, boolean counts) {}

    /** @param images that the file is for; 0 where it leaves that free */
    private Reshaping(Views views, OnnxNode node, Operand.Feature x, long images) {
        this.views = views;
        this.node = node;
        this.x = x;
        this.axes = x.axes();
        this.free = images == 0;
        this.images = Math.max(1, images);
    }

    /**
     * The same elements under other axes of the file.
     *
     * @param target extents; 0 for that of the same axis of x, −1 for what is left
     * @param literal whether 0 is meant as 0
     * @param images that the file is for; 0 where it leaves that free
     * @throws InvalidFileException if there are not so many elements, or the images would be cut
     */
    public static Operand.Feature of(
            Views views, OnnxNode node, Operand.Feature x, Numbers target, boolean literal, long images)
            throws InvalidFileException {
        Reshaping reshaping = new Reshaping(views, node, x, images);
        List<Extent> extents = reshaping.extents(target, literal);
        if (extents.size() > Numbers.MOST_AXES) {
            throw node.invalid("shape", "of " + extents.size() + " numbers", "at most " + Numbers.MOST_AXES);
        }
        return reshaping.to(extents, target);
    }

    /** A value with an axis of the file as several. */
    public static Operand.Feature split(Views views, OnnxNode node, Operand.Feature x, int axis, int... extents)
            throws InvalidFileException {
        int rank = x.layout().rank() - 1 + extents.length;
        double[] target = new double[rank];
        boolean[] counts = new boolean[rank];
        for (int i = 0; i < rank; i++) {
            int old = i < axis ? i : i - extents.length + 1;
            boolean isNew = i >= axis && i < axis + extents.length;
            target[i] = isNew ? extents[i - axis] : x.layout().extent(old, x.shape());
            counts[i] = !isNew && x.layout().hasBatch(old);
        }
        return of(views, node, x, new Numbers(TensorType.I64, new int[] {rank}, target, counts), true, 0);
    }

    /** The extents that are meant, none of them 0 or −1. */
    private List<Extent> extents(Numbers target, boolean literal) throws InvalidFileException {
        List<Extent> extents = new ArrayList<>();
        int rest = -1;
        long product = 1;
        boolean counts = false;
        for (int i = 0; i < target.length(); i++) {
            Extent extent = new Extent(target.whole(i), target.countsImages(i));
            if (extent.value() == 0 && !literal && i < x.layout().rank()) {
                extent = new Extent(x.layout().extent(i, x.shape()), x.layout().hasBatch(i));
            }
            if (free && !target.countsImages() && extent.value() == 1 && isImages(i)) {
                extent = new Extent(1, true);
            }
            if (extent.value() == -1 && !extent.counts() && rest < 0) {
                rest = i;
            } else if (extent.value() < 1 || extent.value() > Integer.MAX_VALUE) {
                throw refused(target);
            } else {
                product = Math.multiplyExact(product, extent.value());
                counts |= extent.counts();
            }
            extents.add(extent);
        }
        if (rest >= 0) {
            extents.set(rest, rest(product, counts));
        }
        return extents;
    }

    /** Whether an axis of x is that of the images: a 1 there, of a file that was written for one image, stands for all. */
    private boolean isImages(int axis) {
        return axis < x.layout().rank() && x.layout().axes().get(axis).equals(List.of(Layout.BATCH));
    }

    private Extent rest(long product, boolean counts) throws InvalidFileException {
        long elements = x.shape().elements();
        boolean hasImages = x.layout().sequence().contains(Layout.BATCH);
        if (!free && hasImages && !counts) {
            elements *= images;
        }
        if (elements % product != 0) {
            throw node.invalid("shape", "of another number of elements than " + x.axes(), "as many");
        }
        return new Extent(elements / product, free && hasImages && !counts);
    }

    private Operand.Feature to(List<Extent> extents, Numbers target) throws InvalidFileException {
        Layout old = x.layout();
        List<Integer> all = old.sequence();
        x = x.with(new Layout(List.of(all)));
        boolean counted = extents.stream().anyMatch(Extent::counts);
        for (Extent extent : extents) {
            take(extent, counted, target);
            ends.add(next);
        }
        if (next < sequence().size()) {
            throw refused(target);
        }
        return x.with(x.layout().cut(ends));
    }

    private List<Integer> sequence() {
        return x.layout().axes().getFirst();
    }

    /** Takes factors until their product is an extent. */
    private void take(Extent extent, boolean counted, Numbers target) throws InvalidFileException {
        long left = extent.value();
        boolean wantsImages = extent.counts();
        while (left > 1 || wantsImages) {
            if (next == sequence().size()) {
                throw refused(target);
            }
            if (sequence().get(next) == Layout.BATCH) {
                // Where nothing says how many images there are, their number in the file stands for them.
                if (!wantsImages && (counted || free || left % images != 0)) {
                    throw refused(target);
                }
                left /= wantsImages ? 1 : images;
                wantsImages = false;
                next++;
            } else if (left > 1) {
                left /= takeAxis(left, target);
            } else {
                throw refused(target);
            }
        }
    }

    /** Takes an axis, or a part of it that divides what is left; gives its extent. */
    private long takeAxis(long left, Numbers target) throws InvalidFileException {
        while (true) {
            int axis = sequence().get(next);
            int extent = x.shape().extent(axis);
            if (left % extent == 0) {
                next++;
                return extent;
            }
            if (extent % left == 0) {
                x = views.split(node.proto(), x, axis, (int) left);
                next++;
                return left;
            }
            boolean alone = next + 1 == sequence().size() || sequence().get(next + 1) == Layout.BATCH;
            if (alone) {
                throw refused(target);
            }
            x = views.joined(node.proto(), x, axis, sequence().get(next + 1));
        }
    }

    private InvalidFileException refused(Numbers target) {
        return node.invalid("shape", target.toString(), "one that keeps each image of " + axes + " by itself");
    }
}
