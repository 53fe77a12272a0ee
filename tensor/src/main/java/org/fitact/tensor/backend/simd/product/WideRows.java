package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.simd.layer.BoundedReluKernels;
import org.fitact.tensor.backend.simd.layer.NearBounds;

/**
 * The end of {@link Finish} for rows of four vectors, the widest tile's, written out: a loop over so few costs as much as
 * what it does.
 */
final class WideRows {

    /** Rows that a first pass of the smooth policy takes together. */
    private static final int MARKED = NearBounds.VECTORS / NearBounds.GROUP;

    private static final float[] NO_BIAS = new float[Finish.WIDE];

    private WideRows() {}

    /** As {@link Finish#rows} under a bounded activation. */
    static void bounded(
            Finish finish,
            BoundedRelu shape,
            float[] sums,
            int at,
            float[] c,
            int[] lines,
            int from,
            int to,
            int column) {
        switch (shape.policy()) {
            case ZERO -> zero(finish, shape, sums, at, c, lines, from, to, column);
            case SATURATE -> saturate(finish, shape, sums, at, c, lines, from, to, column);
            case SMOOTH -> {
                for (int row = from; row < to; row += MARKED) {
                    int last = Math.min(to, row + MARKED);
                    smooth(finish, shape, sums, at + (row - from) * Finish.WIDE, c, lines, row, last, column);
                }
            }
        }
    }

    /** As {@link Finish#rows} under ReLU. */
    static void relu(Finish finish, float[] sums, int at, float[] c, int[] lines, int from, int to, int column) {
        float[] b = bias(finish);
        int first = biasAt(finish, column);
        FloatVector b0 = load(b, first);
        FloatVector b1 = load(b, first + L);
        FloatVector b2 = load(b, first + 2 * L);
        FloatVector b3 = load(b, first + 3 * L);
        for (int row = from; row < to; row++) {
            int s = at + (row - from) * Finish.WIDE;
            int t = lines[row] + column;
            int y = Finish.place(sums, s, c, t);
            BoundedReluKernels.relu(finish.sum(sums, s, b0, t)).intoArray(c, y);
            BoundedReluKernels.relu(finish.sum(sums, s + L, b1, t + L)).intoArray(c, y + L);
            BoundedReluKernels.relu(finish.sum(sums, s + 2 * L, b2, t + 2 * L)).intoArray(c, y + 2 * L);
            BoundedReluKernels.relu(finish.sum(sums, s + 3 * L, b3, t + 3 * L)).intoArray(c, y + 3 * L);
        }
    }

    static void zero(
            Finish finish,
            BoundedRelu shape,
            float[] sums,
            int at,
            float[] c,
            int[] lines,
            int from,
            int to,
            int column) {
        float[] b = bias(finish);
        int first = biasAt(finish, column);
        FloatVector b0 = load(b, first);
        FloatVector b1 = load(b, first + L);
        FloatVector b2 = load(b, first + 2 * L);
        FloatVector b3 = load(b, first + 3 * L);
        int image = Finish.image(shape);
        int bound = Finish.bound(image, lines[from] + column, column);
        for (int row = from; row < to; row++) {
            int s = at + (row - from) * Finish.WIDE;
            int t = lines[row] + column;
            int y = Finish.place(sums, s, c, t);
            bound = row == from ? bound : BoundedReluKernels.next(bound, lines[row] - lines[row - 1], image);
            BoundedReluKernels.zero(finish.sum(sums, s, b0, t), load(finish.bounds(), bound))
                    .intoArray(c, y);
            BoundedReluKernels.zero(finish.sum(sums, s + L, b1, t + L), load(finish.bounds(), bound + L))
                    .intoArray(c, y + L);
            BoundedReluKernels.zero(finish.sum(sums, s + 2 * L, b2, t + 2 * L), load(finish.bounds(), bound + 2 * L))
                    .intoArray(c, y + 2 * L);
            BoundedReluKernels.zero(finish.sum(sums, s + 3 * L, b3, t + 3 * L), load(finish.bounds(), bound + 3 * L))
                    .intoArray(c, y + 3 * L);
        }
    }

    static void saturate(
            Finish finish,
            BoundedRelu shape,
            float[] sums,
            int at,
            float[] c,
            int[] lines,
            int from,
            int to,
            int column) {
        float[] b = bias(finish);
        int first = biasAt(finish, column);
        FloatVector b0 = load(b, first);
        FloatVector b1 = load(b, first + L);
        FloatVector b2 = load(b, first + 2 * L);
        FloatVector b3 = load(b, first + 3 * L);
        int image = Finish.image(shape);
        int bound = Finish.bound(image, lines[from] + column, column);
        for (int row = from; row < to; row++) {
            int s = at + (row - from) * Finish.WIDE;
            int t = lines[row] + column;
            int y = Finish.place(sums, s, c, t);
            bound = row == from ? bound : BoundedReluKernels.next(bound, lines[row] - lines[row - 1], image);
            BoundedReluKernels.saturate(finish.sum(sums, s, b0, t), load(finish.bounds(), bound))
                    .intoArray(c, y);
            BoundedReluKernels.saturate(finish.sum(sums, s + L, b1, t + L), load(finish.bounds(), bound + L))
                    .intoArray(c, y + L);
            BoundedReluKernels.saturate(
                            finish.sum(sums, s + 2 * L, b2, t + 2 * L), load(finish.bounds(), bound + 2 * L))
                    .intoArray(c, y + 2 * L);
            BoundedReluKernels.saturate(
                            finish.sum(sums, s + 3 * L, b3, t + 3 * L), load(finish.bounds(), bound + 3 * L))
                    .intoArray(c, y + 3 * L);
        }
    }

    /** The first pass of the smooth policy for up to {@link #MARKED} rows at once; see {@link NearBounds}. */
    static void smooth(
            Finish finish,
            BoundedRelu shape,
            float[] sums,
            int at,
            float[] c,
            int[] lines,
            int from,
            int to,
            int column) {
        float[] b = bias(finish);
        int first = biasAt(finish, column);
        FloatVector b0 = load(b, first);
        FloatVector b1 = load(b, first + L);
        FloatVector b2 = load(b, first + 2 * L);
        FloatVector b3 = load(b, first + 3 * L);
        FloatVector least = BoundedReluKernels.leastNear(shape.kappa());
        NearBounds near = NearBounds.ofThread();
        int[] places = near.places();
        int[] boundsAt = near.boundsAt();
        int vectors = (to - from) * NearBounds.GROUP;
        int group = near.begin(vectors) - from;
        int image = Finish.image(shape);
        int bound = Finish.bound(image, lines[from] + column, column);
        long marked = 0;
        for (int row = from; row < to; row++) {
            int s = at + (row - from) * Finish.WIDE;
            int t = lines[row] + column;
            bound = row == from ? bound : BoundedReluKernels.next(bound, lines[row] - lines[row - 1], image);
            int y = Finish.place(sums, s, c, t);
            places[group + row] = y;
            boundsAt[group + row] = bound;
            int m0 = finish.mark(finish.sum(sums, s, b0, t), bound, least, c, y);
            int m1 = finish.mark(finish.sum(sums, s + L, b1, t + L), bound + L, least, c, y + L);
            int m2 = finish.mark(finish.sum(sums, s + 2 * L, b2, t + 2 * L), bound + 2 * L, least, c, y + 2 * L);
            int m3 = finish.mark(finish.sum(sums, s + 3 * L, b3, t + 3 * L), bound + 3 * L, least, c, y + 3 * L);
            marked |= (long) (m0 | m1 << 1 | m2 << 2 | m3 << 3) << (row - from) * NearBounds.GROUP;
        }
        near.end(vectors, marked, c, finish.bounds(), shape.kappa());
    }

    /** The bias of a row of four vectors is the same for all rows: it is loaded once, from here on, or zeros for none. */
    private static float[] bias(Finish finish) {
        return finish.bias() == null ? NO_BIAS : finish.bias();
    }

    private static int biasAt(Finish finish, int column) {
        return finish.bias() == null ? 0 : column;
    }
}
