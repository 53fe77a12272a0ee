package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.backend.simd.layer.Pool2dKernels;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * The way of a task's tiles from their sums to the maxima of windows of 2×2 pixels. A tile's pixels are finished where they
 * lie, in the L1 cache: the feature map before the pooling, four times as large as its result, is never in memory.
 *
 * <p>A tile is pooled when the next one has been transformed. What a smooth FitReLU left for later has had that time.
 */
public final class WinogradPooling {

    /** Side of a window, and distance of two. */
    private static final int WINDOW = 2;

    private final WinogradProduct product;
    private final float[] scratch;
    private final int[] lines;
    /** Tile, column, width and place of what is finished but not pooled. */
    private int tile;

    private int column;
    private int width;
    private int finished;

    /**
     * @param scratch as {@link Winograd#scratchElements} says
     * @param lines memory for the offsets of a tile's pixels; modified
     */
    WinogradPooling(WinogradProduct product, float[] scratch, int[] lines) {
        this.product = product;
        this.scratch = scratch;
        this.lines = lines;
    }

    /** Whether each window lies within one tile, and every tile ends with a window. */
    public static boolean fits(Conv2d shape, Pool2d pool) {
        return pool.kind() == Pool2d.Kind.MAX
                && pool.window().equals(Window2d.square(WINDOW, WINDOW, 0))
                && shape.outHeight() % WINDOW == 0
                && shape.outWidth() % WINDOW == 0;
    }

    /** Elements behind the scratch memory of the transform: two tiles of a panel. */
    static int elements(int side) {
        return 2 * side * side * Lanes.WIDEST_TILE * L;
    }

    /**
     * Transforms the sums of some columns of a tile back and finishes them; the tile before is pooled meanwhile.
     *
     * @param m sums of product f at {@code at + f·pitch}
     * @param column the first of them
     * @param width their number, at most that of the widest panel
     */
    void deliver(int tile, float[] m, int at, int pitch, int column, int width) {
        Winograd winograd = product.winograd();
        int first = winograd.behindTransform();
        int other = first + elements(winograd.side()) / 2;
        int place = finished == first ? other : first;
        for (int c = 0; c < width; c += L) {
            winograd.form().output(m, at + c, pitch, scratch, scratch, place + c, width);
        }
        pool();
        product.finish(tile, scratch, place, scratch, column, width, lines);
        this.tile = tile;
        this.column = column;
        this.width = width;
        this.finished = place;
    }

    /** Pools the last tile. */
    void end() {
        pool();
    }

    private void pool() {
        if (finished == 0) {
            return;
        }
        product.finish().complete();
        Winograd winograd = product.winograd();
        Conv2d shape = winograd.shape();
        int across = shape.outWidth() / WINDOW;
        int top = (winograd.image(tile) * shape.outHeight() + winograd.top(tile)) / WINDOW;
        int left = winograd.left(tile) / WINDOW;
        int line = winograd.side() * width;
        for (int y = 0; y < winograd.height(tile) / WINDOW; y++) {
            for (int x = 0; x < winograd.width(tile) / WINDOW; x++) {
                int from = finished + WINDOW * (y * line + x * width);
                int to = ((top + y) * across + left + x) * shape.outChannels() + column;
                largest(scratch, from, line, width, product.y(), to);
            }
        }
    }

    /** As {@link Pool2dKernels#largest}, for {@code width} channels of a tile. */
    private static void largest(float[] tile, int from, int line, int width, float[] y, int to) {
        for (int c = 0; c < width; c += L) {
            int at = from + c;
            FloatVector upper = FloatVector.fromArray(F, tile, at).max(FloatVector.fromArray(F, tile, at + width));
            FloatVector lower =
                    FloatVector.fromArray(F, tile, at + line).max(FloatVector.fromArray(F, tile, at + line + width));
            upper.max(lower).intoArray(y, to + c);
        }
    }
}
