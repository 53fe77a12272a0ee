package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.DoubleSums.DEPTH;
import static org.fitact.tensor.backend.simd.integer.DoubleSums.ROWS;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;
import static org.fitact.tensor.backend.simd.integer.WinogradTransforms.BLOCK;
import static org.fitact.tensor.backend.simd.integer.WinogradWords.PRODUCTS;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * A 3×3 convolution by Winograd's F(4×4, 3×3), exactly: 36 multiplications instead of 144 for a tile of 4×4 outputs. Some tiles are
 * transformed, multiplied and transformed back before the next ones. For one thread.
 */
final class WinogradSums {

    private static final int SIDE = 4;
    private static final int PATCH = 6;

    /** Bytes of transformed patches and sums where the transformed weight is soon read again, and where it is not. */
    private static final int NEAR = 1_700_000;

    private static final int FAR = 12_000_000;

    /** Bytes of a transformed weight, as floats, up to which it costs less to read it again than to have the sums leave the L2 cache. */
    private static final int NEAR_WEIGHT = 2_500_000;

    /** Elements between the parts of a transformed operand, so that they do not compete for the same cache sets. */
    private static final int GAP = 8;

    private static final int FEWEST_TILES = 12;

    private final Conv2d shape;
    private final WinogradWords words;
    private final SumSteps steps;
    private final Scratch scratch;
    private final int padding;
    private final int columns;
    private final int lines;
    private final int tiles;
    private final int[] rows;

    WinogradSums(Conv2d shape, WinogradWords words, SumSteps steps, Scratch scratch) {
        this.shape = shape;
        this.words = words;
        this.steps = steps;
        this.scratch = scratch;
        this.padding = shape.window().vertical().before();
        this.columns = Math.ceilDiv(shape.outWidth(), SIDE);
        this.lines = Math.ceilDiv(shape.outHeight(), SIDE);
        this.tiles = shape.batch() * lines * columns;
        long weight = (long) PRODUCTS * shape.inChannels() * shape.outChannels() * Float.BYTES;
        int bytes = PRODUCTS * (shape.inChannels() + shape.outChannels()) * Double.BYTES;
        int atOnce = Math.max(ROWS, (weight <= NEAR_WEIGHT ? NEAR : FAR) / bytes);
        this.rows = new int[Lanes.roundUp(Math.min(tiles, atOnce), ROWS)];
    }

    /** Whether a convolution is computed sooner so: there are enough tiles for the larger weight, and channels for the transforms. */
    static boolean suits(Conv2d shape) {
        int before = shape.window().vertical().before();
        long tiles =
                (long) shape.batch() * Math.ceilDiv(shape.outHeight(), SIDE) * Math.ceilDiv(shape.outWidth(), SIDE);
        return shape.groups() == 1
                && shape.window().equals(Window2d.square(3, 1, before))
                && shape.inChannels() % L == 0
                && shape.inChannels() >= 2 * L
                && shape.outChannels() >= 2 * L
                && shape.outHeight() * shape.outWidth() > SIDE
                && tiles >= FEWEST_TILES;
    }

    void conv2d(long[] x, long[] y) {
        int in = shape.inChannels();
        int capacity = rows.length;
        int pitch = capacity * in + GAP;
        int sumsPitch = capacity * words.panels().padded() + GAP;
        double[] v = scratch.inputs(PRODUCTS * pitch);
        double[] m = scratch.sums(PRODUCTS * sumsPitch);
        for (int r = 0; r < capacity; r++) {
            rows[r] = r * in;
        }
        for (int first = 0; first < tiles; first += capacity) {
            int count = Math.min(capacity, tiles - first);
            for (int t = 0; t < count; t++) {
                transform(x, first + t, v, t * in, pitch);
            }
            for (int f = 0; f < PRODUCTS; f++) {
                multiply(f, count, v, f * pitch, m, f * sumsPitch);
            }
            for (int t = 0; t < count; t++) {
                transformBack(m, t, sumsPitch, first + t, y);
            }
        }
    }

    private void transform(long[] x, int tile, double[] v, int to, int pitch) {
        int in = shape.inChannels();
        int top = tile / columns % lines * SIDE - padding;
        int left = tile % columns * SIDE - padding;
        int image = tile / columns / lines;
        boolean inside = top >= 0 && left >= 0 && top + PATCH <= shape.height() && left + PATCH <= shape.width();
        int line = (inside ? shape.width() : PATCH) * in;
        int at = inside ? ((image * shape.height() + top) * shape.width() + left) * in : 0;
        long[] from = inside ? x : patch(x, image, top, left);
        for (int c = 0; c < in; c += BLOCK) {
            int channels = Math.min(BLOCK, in - c);
            WinogradTransforms.input(from, at + c, line, in, channels, scratch.between, v, to + c, pitch);
        }
    }

    /** A patch that reaches into the padding. */
    private long[] patch(long[] x, int image, int top, int left) {
        int in = shape.inChannels();
        long[] patch = scratch.patch(PATCH * PATCH * in);
        Arrays.fill(patch, 0, PATCH * PATCH * in, 0);
        int from = Math.max(0, left);
        int to = Math.min(shape.width(), left + PATCH);
        for (int iy = Math.max(0, top); iy < Math.min(shape.height(), top + PATCH); iy++) {
            int source = ((image * shape.height() + iy) * shape.width() + from) * in;
            int target = ((iy - top) * PATCH + from - left) * in;
            System.arraycopy(x, source, patch, target, Math.max(0, to - from) * in);
        }
        return patch;
    }

    /** {@code M[f] = V[f]·U[f]}, panel by panel {@code [tile][channel of the panel]}. */
    private void multiply(int f, int count, double[] v, int from, double[] m, int to) {
        int in = shape.inChannels();
        int capacity = rows.length;
        for (int panel = 0; panel < words.panels().count(); panel++) {
            int width = words.panels().width(panel);
            int at = to + words.panels().start(panel) * capacity;
            Arrays.fill(m, at, at + Lanes.roundUp(count, ROWS) * width, 0);
            for (int i = 0; i < in; i += DEPTH) {
                int terms = Math.min(DEPTH, in - i);
                words.unpack(f, panel, i, terms, scratch.panel);
                for (int tile = 0; tile < count; tile += ROWS) {
                    DoubleSums.add(v, rows, tile, from + i, terms, scratch.panel, width, m, at + tile * width);
                }
            }
        }
    }

    private void transformBack(double[] m, int row, int pitch, int tile, long[] y) {
        int top = tile / columns % lines * SIDE;
        int left = tile % columns * SIDE;
        int image = tile / columns / lines;
        int high = Math.min(SIDE, shape.outHeight() - top);
        int wide = Math.min(SIDE, shape.outWidth() - left);
        for (int panel = 0; panel < words.panels().count(); panel++) {
            int width = words.panels().width(panel);
            int start = words.panels().start(panel);
            double[] pixels = scratch.pixels(SIDE * SIDE * width);
            int at = start * rows.length + row * width;
            WinogradTransforms.output(m, at, pitch, width, scratch.betweenWords, scratch.betweenLines, pixels);
            for (int oy = 0; oy < high; oy++) {
                int pixel = (image * shape.outHeight() + top + oy) * shape.outWidth() + left;
                for (int ox = 0; ox < wide; ox++) {
                    steps.row(pixels, (oy * SIDE + ox) * width, start, width, y, (pixel + ox) * shape.outChannels());
                }
            }
        }
    }
}
