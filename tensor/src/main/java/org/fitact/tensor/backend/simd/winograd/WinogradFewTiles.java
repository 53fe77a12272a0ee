package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.ReadAhead;
import org.fitact.tensor.backend.simd.product.RowKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * A convolution by {@link Winograd} of few tiles, which waits for its weights. Every thread transforms all patches for
 * itself, which takes less time than to fetch them from another core; then it carries some panels of output channels
 * through all products to the output, so that their sums stay in its cache, every weight is read once, and the next block
 * of them is {@linkplain ReadAhead touched} while one is used. The result is that of {@link WinogradProduct} to the bit.
 *
 * @param product what is computed
 */
public record WinogradFewTiles(WinogradProduct product) {

    /** Tiles up to which this is the better way. */
    private static final int TILES = 32;

    /** Channels from which on the weights are what a product of few tiles waits for. */
    private static final int CHANNELS = 128;

    /**
     * Whether a convolution by small tiles is of this kind. A map of one such tile is not: there sums of taps leave out so
     * much padding that they take no more multiplications.
     */
    public static boolean fits(Conv2d shape) {
        Winograd small = Winograd.of(shape, WinogradForm.SMALL);
        return shape.inChannels() >= CHANNELS
                && shape.outChannels() >= CHANNELS
                && Math.min(small.lines(), small.columns()) > 1
                && small.tiles() >= ReadAhead.FEWEST_ROWS
                && small.tiles() <= TILES;
    }

    /** Whether the threads can share it well. */
    static boolean suits(Winograd winograd, int threads) {
        int panels = winograd.panels().count();
        return winograd.tiles() <= TILES && (panels % threads == 0 || panels >= 4 * threads);
    }

    void compute(Execution execution) {
        Winograd winograd = product.winograd();
        int panels = winograd.panels().count();
        int tasks = Math.min(panels, execution.workers().threads());
        execution.withScratch(
                FIRST + winograd.products() * patchPitch(),
                v -> execution.withScratch(
                        winograd.scratchElements(),
                        scratches -> execution
                                .workers()
                                .run(tasks, product.finish().completing((index, worker) -> {
                                    Tiles tiles = execution.tiles()[worker];
                                    transform(v[worker], scratches[worker]);
                                    for (int panel = index * panels / tasks;
                                            panel < (index + 1) * panels / tasks;
                                            panel++) {
                                        tiles.seen()[0] = multiply(panel, v[worker], tiles.acc());
                                        deliver(panel, tiles.acc(), scratches[worker], tiles.results());
                                    }
                                }))));
    }

    /** Tiles, and room for a whole tile of rows behind them. */
    private int rows() {
        return Lanes.roundUp(product.winograd().tiles(), ROWS);
    }

    /** Distance of two products in the transformed patches {@code [product][depth][tile][DEPTH]}. */
    private int patchPitch() {
        return product.winograd().depths() * rows() * DEPTH + Winograd.GAP;
    }

    /** Distance of two products in the sums {@code [product][tile][width]} of a panel. */
    private int sumPitch(int panel) {
        return rows() * product.winograd().panels().width(panel) + Winograd.GAP;
    }

    private void transform(float[] v, float[] scratch) {
        Winograd winograd = product.winograd();
        WinogradPatch patch = winograd.inputPatch(product.x(), scratch, winograd.behindTransform());
        for (int tile = 0; tile < winograd.tiles(); tile++) {
            winograd.moveToInput(patch, tile);
            winograd.transformPatch(patch, scratch, v, FIRST + tile * DEPTH, rows() * DEPTH, patchPitch());
        }
    }

    /** All products for a panel; returns what was read ahead. */
    private int multiply(int panel, float[] v, float[] sums) {
        Winograd winograd = product.winograd();
        int tiles = winograd.tiles();
        int vectors = winograd.panels().vectors()[panel];
        int width = vectors * L;
        boolean ahead = ReadAhead.helps(tiles, vectors, winograd.weightElements());
        int step = ahead ? ReadAhead.tileRows(tiles) : ROWS;
        int pace = ReadAhead.pace(tiles / step);
        int seen = 0;
        for (int f = 0; f < winograd.products(); f++) {
            int m = FIRST + f * sumPitch(panel);
            Arrays.fill(sums, m, m + rows() * width, 0);
            for (int depth = 0; depth < winograd.depths(); depth++) {
                int terms = winograd.terms(depth);
                int weight = winograd.weightBlock(f, panel, depth);
                int next = next(f, panel, depth);
                for (int row = 0; row < tiles; row += step) {
                    int at = FIRST + f * patchPitch() + (depth * rows() + row) * DEPTH;
                    int target = m + row * width;
                    if (ahead && ReadAhead.touches(row / step, pace)) {
                        int touched = ReadAhead.touched(next, row / step, pace, product.u());
                        seen += ReadAhead.accumulate(
                                step, v, at, terms, product.u(), weight, sums, target, touched, pace);
                    } else {
                        RowKernels.accumulateFew(vectors, tiles - row, v, at, terms, product.u(), weight, sums, target);
                    }
                }
            }
        }
        return seen;
    }

    /** The block that is needed after another. */
    private int next(int f, int panel, int depth) {
        Winograd winograd = product.winograd();
        if (depth + 1 < winograd.depths()) {
            return winograd.weightBlock(f, panel, depth + 1);
        }
        if (f + 1 < winograd.products()) {
            return winograd.weightBlock(f + 1, panel, 0);
        }
        return winograd.weightBlock(0, Math.min(panel + 1, winograd.panels().count() - 1), 0);
    }

    /** @param pixels memory for the offsets of a tile's pixels; modified */
    private void deliver(int panel, float[] sums, float[] scratch, int[] pixels) {
        Winograd winograd = product.winograd();
        int width = winograd.panels().width(panel);
        int start = winograd.panels().starts()[panel];
        int tile = winograd.behindTransform();
        if (product.pooled()) {
            WinogradPooling pooling = new WinogradPooling(product, scratch, pixels);
            for (int number = 0; number < winograd.tiles(); number++) {
                pooling.deliver(number, sums, FIRST + number * width, sumPitch(panel), start, width);
            }
            pooling.end();
            return;
        }
        for (int number = 0; number < winograd.tiles(); number++) {
            for (int c = 0; c < width; c += L) {
                int m = FIRST + number * width + c;
                winograd.form().output(sums, m, sumPitch(panel), scratch, scratch, tile + c, width);
            }
            product.finish(number, scratch, tile, product.y(), start, width, pixels);
        }
    }
}
