package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.layer.BinaryKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * The gradient by a small weight, {@code gw[j, o] = Σ_pixels patch[pixel, j] · gy[pixel, o]}, j a tap and a channel. Such
 * a layer has many pixels and few sums: all of these stay in a core's cache while each pixel is read once. With 16 output
 * channels a vector of them would leave most accumulators unused, so here the vectors are those of the patch.
 *
 * <p>A task is a fixed share of the images. Its sums are in row-major order of their pixels, where a tap outside the input
 * counts as 0; those of the tasks are added in their order.
 *
 * @param x input
 * @param gw modified
 */
public record PatchGradWeight(Conv2d shape, Panels panels, float[] x, float[] gy, float[] gw) {

    /** Shares that the images are cut into. */
    private static final int SHARES = 16;

    /** The largest weight whose sums leave room in an L2 cache. */
    private static final int ELEMENTS = 1 << 16;

    /** Elements of a weight up to which this is better than 36 products of fewer terms, whose tiles are as few. */
    private static final int BEFORE_WINOGRAD = 9 * 32 * 32;

    public static PatchGradWeight of(Conv2d shape, float[] x, float[] gy, float[] gw) {
        int columns = shape.kernelHeight() * shape.kernelWidth() * shape.inChannels();
        return new PatchGradWeight(shape, Panels.of(DEPTH, columns), x, gy, gw);
    }

    /** Whether this is the way for a shape. */
    public static boolean suits(Conv2d shape, boolean winograd) {
        return shape.window().horizontal().dilation() == 1
                && shape.outChannels() >= ROWS
                && shape.weightElements() <= (winograd ? BEFORE_WINOGRAD : ELEMENTS);
    }

    public void compute(Execution execution) {
        int shares = Math.min(SHARES, shape.batch());
        execution.withArray(FIRST + shares * shareElements(), sums -> {
            addShares(execution, shares, sums);
            deliver(execution, shares, sums);
        });
    }

    /** The sums of every share by themselves. */
    private void addShares(Execution execution, int shares, float[] sums) {
        execution.withScratch(
                FIRST + DEPTH * pitch(),
                patches -> execution.workers().run(shares, (share, worker) -> {
                    int from = share * shape.batch() / shares;
                    int to = (share + 1) * shape.batch() / shares;
                    add(from * pixels(), to * pixels(), patches[worker], sums, FIRST + share * shareElements());
                }));
    }

    /** Adds the shares, in their order, and writes the gradient. */
    private void deliver(Execution execution, int shares, float[] sums) {
        execution.workers().forPieces(shareElements(), 1024, (from, length) -> {
            for (int share = 1; share < shares; share++) {
                int other = FIRST + share * shareElements() + from;
                BinaryKernels.add(sums, FIRST + from, sums, other, sums, FIRST + from, length);
            }
        });
        execution.workers().forPieces(shape.outChannels(), ROWS, (from, length) -> deliver(sums, from, length));
    }

    private int pixels() {
        return shape.outHeight() * shape.outWidth();
    }

    /** Elements of a patch, whole vectors of them. */
    private int pitch() {
        return Lanes.roundUp(panels.columns(), L);
    }

    private int tiles() {
        return (shape.outChannels() + ROWS - 1) / ROWS;
    }

    /** First output channel of a tile; the last tile computes some channels again where they are no multiple of six. */
    private int first(int tile) {
        return Math.min(tile * ROWS, shape.outChannels() - ROWS);
    }

    /** Elements of the sums of a share: {@code [tile][panel][6][width]}. */
    private int shareElements() {
        return tiles() * ROWS * pitch();
    }

    private void add(int from, int to, float[] patches, float[] sums, int at) {
        Arrays.fill(sums, at, at + shareElements(), 0);
        Patches patch = new Patches(shape, x, pitch());
        for (int pixel = from; pixel < to; pixel += DEPTH) {
            int count = Math.min(DEPTH, to - pixel);
            patch.copy(pixel, count, patches, FIRST);
            for (int panel = 0; panel < panels.count(); panel++) {
                int column = panels.starts()[panel];
                for (int tile = 0; tile < tiles(); tile++) {
                    ColumnKernels.accumulate(
                            panels.vectors()[panel],
                            gy,
                            pixel * shape.outChannels() + first(tile),
                            shape.outChannels(),
                            count,
                            patches,
                            FIRST + column,
                            pitch(),
                            sums,
                            at + ROWS * (tile * pitch() + column));
                }
            }
        }
    }

    /** Output channels {@code from} to {@code from + length − 1}, which are of one tile. */
    private void deliver(float[] sums, int from, int length) {
        int tile = from / ROWS;
        for (int panel = 0; panel < panels.count(); panel++) {
            int column = panels.starts()[panel];
            int at = FIRST + ROWS * (tile * pitch() + column);
            for (int o = from; o < from + length; o++) {
                int row = at + (o - first(tile)) * panels.width(panel);
                for (int j = 0; j < panels.used(panel); j++) {
                    gw[(column + j) * shape.outChannels() + o] = sums[row + j];
                }
            }
        }
    }
}
