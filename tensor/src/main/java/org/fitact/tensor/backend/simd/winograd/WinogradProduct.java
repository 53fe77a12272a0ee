package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.fitact.tensor.backend.simd.product.Finish;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.product.ReadAhead;
import org.fitact.tensor.backend.simd.product.RowKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Walks over a convolution by {@link Winograd}, some tiles at a time: their patches are transformed, multiplied and
 * transformed back before the next ones, so that what lies between stays in a cache.
 *
 * <p>Where the transformed weight fits a core's L2 cache, a task does all three for a few tiles on its own. Where it does
 * not, it has to be read again for every group of tiles; then the groups are larger and all threads work on one, each of
 * them on some of the 36 products, so that every weight is read by one core only.
 *
 * @param x input
 * @param u transformed weight; null where {@link WinogradOnce} transforms parts of it as it needs them
 * @param y output; modified
 * @param pooled whether the output is that of the pooling which {@link WinogradPooling} computes
 */
public record WinogradProduct(Winograd winograd, float[] x, float[] u, float[] y, Finish finish, boolean pooled) {

    /** Pairs of channels whose transformed weight every core may keep for itself. */
    private static final int OWN_PAIRS = 128 * 128;

    /** Bytes of transformed patches and sums of a task of its own: half of an L2 cache. */
    private static final int OWN_TILES = 600_000;

    /** The same for a group that all threads share: a part of an L3 cache. */
    private static final int SHARED_TILES = 12_000_000;

    /** Groups, or parts of them, that are wanted so that the threads end together. */
    private static final int TASKS = 16;

    public void compute(Execution execution) {
        if (WinogradFewTiles.suits(winograd, execution.workers().threads())) {
            new WinogradFewTiles(this).compute(execution);
            return;
        }
        int channels = winograd.shape().inChannels() + winograd.shape().outChannels();
        int bytes = winograd.products() * channels * Float.BYTES;
        long weight = (long) winograd.shape().inChannels() * winograd.shape().outChannels();
        if (weight <= OWN_PAIRS && winograd.tiles() >= TASKS * ROWS) {
            int even = (winograd.tiles() + TASKS - 1) / TASKS;
            computeAlone(execution, Lanes.roundUp(Math.min(even, OWN_TILES / bytes), ROWS));
        } else {
            int groups = (int) (((long) winograd.tiles() * bytes + SHARED_TILES - 1) / SHARED_TILES);
            computeTogether(execution, Lanes.roundUp((winograd.tiles() + groups - 1) / groups, ROWS));
        }
    }

    /** Scratch memory: the transformed patches and the sums of some tiles. */
    record Group(int capacity, float[] v, float[] m) {}

    private int patchElements(int tiles) {
        return FIRST + winograd.products() * winograd.inputPitch(tiles);
    }

    private int sumElements(int tiles) {
        return FIRST + winograd.products() * winograd.sumsPitch(tiles);
    }

    /** Lends such memory for all workers together, and to each some for a transform. */
    void withGroup(Execution execution, int tiles, BiConsumer<Group, float[][]> op) {
        execution.withArray(
                patchElements(tiles),
                v -> execution.withArray(
                        sumElements(tiles),
                        m -> execution.withScratch(
                                winograd.scratchElements(),
                                scratches -> op.accept(new Group(tiles, v, m), scratches))));
    }

    /** Each task carries some tiles from patch to output in the memory of its worker. */
    private void computeAlone(Execution execution, int tiles) {
        int tasks = (winograd.tiles() + tiles - 1) / tiles;
        execution.withScratch(
                patchElements(tiles),
                v -> execution.withScratch(
                        sumElements(tiles),
                        m -> execution.withScratch(
                                winograd.scratchElements(),
                                scratches -> execution.workers().run(tasks, finish.completing((index, worker) -> {
                                    Group group = new Group(tiles, v[worker], m[worker]);
                                    computeAlone(
                                            group,
                                            index * tiles,
                                            scratches[worker],
                                            execution.tiles()[worker]);
                                })))));
    }

    private void computeAlone(Group group, int from, float[] scratch, Tiles tiles) {
        int to = Math.min(winograd.tiles(), from + group.capacity);
        Panels panels = winograd.panels();
        transform(group, from, from, to, scratch);
        for (int f = 0; f < winograd.products(); f++) {
            tiles.seen()[0] = multiply(group, to - from, f, panels, 0, panels.count());
        }
        deliver(group, from, from, to, scratch, tiles.results());
    }

    private void computeTogether(Execution execution, int tiles) {
        Panels panels = winograd.panels();
        int halves = Math.min(2, panels.count());
        withGroup(execution, tiles, (group, scratches) -> {
            for (int start = 0; start < winograd.tiles(); start += tiles) {
                int count = Math.min(tiles, winograd.tiles() - start);
                transform(execution, group, start, count, scratches);
                execution.workers().run(winograd.products() * halves, (index, worker) -> {
                    int from = index % halves * panels.count() / halves;
                    int to = (index % halves + 1) * panels.count() / halves;
                    execution.tiles()[worker].seen()[0] = multiply(group, count, index / halves, panels, from, to);
                });
                deliver(execution, group, start, count, scratches);
            }
        });
    }

    /** Transforms the patches of a group of {@code count} tiles from {@code start} on, by all threads. */
    void transform(Execution execution, Group group, int start, int count, float[][] scratches) {
        execution.workers().run((count + ROWS - 1) / ROWS, (index, worker) -> {
            int from = start + index * ROWS;
            transform(group, start, from, Math.min(start + count, from + ROWS), scratches[worker]);
        });
    }

    /** Transforms the sums of such a group back and finishes them, by all threads. */
    void deliver(Execution execution, Group group, int start, int count, float[][] scratches) {
        execution.workers().run((count + ROWS - 1) / ROWS, finish.completing((index, worker) -> {
            int from = start + index * ROWS;
            int[] pixels = execution.tiles()[worker].results();
            deliver(group, start, from, Math.min(start + count, from + ROWS), scratches[worker], pixels);
        }));
    }

    /**
     * Transforms the patches of tiles from..to−1.
     *
     * @param start first tile of the group
     * @param scratch as {@link Winograd#scratchElements} says
     */
    private void transform(Group group, int start, int from, int to, float[] scratch) {
        int pitch = winograd.inputPitch(group.capacity);
        WinogradPatch patch = winograd.inputPatch(x, scratch, winograd.behindTransform());
        for (int tile = from; tile < to; tile++) {
            winograd.moveToInput(patch, tile);
            winograd.transformPatch(patch, scratch, group.v, FIRST + patch(tile - start), ROWS * DEPTH, pitch);
        }
    }

    /** Offset of a tile in the transformed patches: {@code [tile/6][depth][6][DEPTH]}. */
    private int patch(int tile) {
        return (tile / ROWS * winograd.depths() * ROWS + tile % ROWS) * DEPTH;
    }

    /** Product f of the group's tiles for some panels of output channels; returns what was read ahead. */
    private int multiply(Group group, int tiles, int f, Panels panels, int first, int last) {
        int rows = (tiles + ROWS - 1) / ROWS;
        int pace = ReadAhead.pace(rows);
        int seen = 0;
        int v = FIRST + f * winograd.inputPitch(group.capacity);
        for (int panel = first; panel < last; panel++) {
            int vectors = panels.vectors()[panel];
            int width = panels.width(panel);
            int m = FIRST + f * winograd.sumsPitch(group.capacity) + sums(group, panels, panel);
            for (int depth = 0; depth < winograd.depths(); depth++) {
                int terms = winograd.terms(depth);
                int weight = winograd.weightBlock(f, panel, depth);
                boolean ahead = readsAhead(rows, vectors, terms);
                int next = next(f, panel, depth);
                for (int row = 0; row < rows; row++) {
                    int at = v + (row * winograd.depths() + depth) * ROWS * DEPTH;
                    int sums = m + row * ROWS * width;
                    if (ahead && ReadAhead.touches(row, pace)) {
                        if (depth == 0) {
                            Arrays.fill(group.m, sums, sums + ROWS * width, 0);
                        }
                        int touched = ReadAhead.touched(next, row, pace, u);
                        seen += ReadAhead.accumulate(ROWS, group.v, at, terms, u, weight, group.m, sums, touched, pace);
                    } else if (depth == 0) {
                        RowKernels.begin(vectors, group.v, at, terms, u, weight, group.m, sums);
                    } else {
                        RowKernels.accumulate(vectors, group.v, at, terms, u, weight, group.m, sums);
                    }
                }
            }
        }
        return seen;
    }

    /** Whether enough tiles use a block of weights for the next one to be read meanwhile, and it comes from far away. */
    private boolean readsAhead(int rows, int vectors, int terms) {
        return rows >= ReadAhead.TILES
                && terms == DEPTH
                && ReadAhead.helps(rows * ROWS, vectors, winograd.weightElements());
    }

    /** The block that is needed after another: by this task, or by that which its thread mostly has next. */
    private int next(int f, int panel, int depth) {
        if (depth + 1 < winograd.depths()) {
            return winograd.weightBlock(f, panel, depth + 1);
        }
        if (panel + 1 < winograd.panels().count()) {
            return winograd.weightBlock(f, panel + 1, 0);
        }
        return winograd.weightBlock(Math.min(f + 1, winograd.products() - 1), 0, 0);
    }

    /** Offset of a panel's sums: {@code [panel][tile][width]}. */
    static int sums(Group group, Panels panels, int panel) {
        return Lanes.roundUp(group.capacity, ROWS) * panels.starts()[panel];
    }

    /**
     * Transforms the sums of tiles from..to−1 back and finishes them.
     *
     * @param scratch as for {@link #transform}
     * @param pixels memory for the offsets of a tile's pixels; modified
     */
    private void deliver(Group group, int start, int from, int to, float[] scratch, int[] pixels) {
        if (pooled) {
            deliverPooled(group, start, from, to, scratch, pixels);
            return;
        }
        Panels panels = winograd.panels();
        int outputs = winograd.shape().outChannels();
        int pitch = winograd.sumsPitch(group.capacity);
        for (int tile = from; tile < to; tile++) {
            for (int panel = 0; panel < panels.count(); panel++) {
                int width = panels.width(panel);
                int m = FIRST + sums(group, panels, panel) + (tile - start) * width;
                for (int c = 0; c < width; c += L) {
                    int target = winograd.behindTransform() + panels.starts()[panel] + c;
                    winograd.form().output(group.m, m + c, pitch, scratch, scratch, target, outputs);
                }
            }
            if (outputs == Finish.WIDE) {
                finish(tile, scratch, winograd.behindTransform(), y, 0, outputs, pixels);
            } else {
                finishLines(tile, scratch, winograd.behindTransform());
            }
        }
    }

    private void deliverPooled(Group group, int start, int from, int to, float[] scratch, int[] pixels) {
        Panels panels = winograd.panels();
        int pitch = winograd.sumsPitch(group.capacity);
        WinogradPooling pooling = new WinogradPooling(this, scratch, pixels);
        for (int tile = from; tile < to; tile++) {
            for (int panel = 0; panel < panels.count(); panel++) {
                int width = panels.width(panel);
                int m = FIRST + sums(group, panels, panel) + (tile - start) * width;
                pooling.deliver(tile, group.m, m, pitch, panels.starts()[panel], width);
            }
        }
        pooling.end();
    }

    /** Finishes a tile by lines of whole pixels. */
    private void finishLines(int tile, float[] sums, int at) {
        int outputs = winograd.shape().outChannels();
        for (int line = 0; line < winograd.height(tile); line++) {
            int target = winograd.pixel(tile, line) * outputs;
            finish.pixels(sums, at + line * winograd.side() * outputs, y, target, winograd.width(tile), outputs);
        }
    }

    /**
     * Finishes some columns of a tile: all its pixels at once, unless the tile is cut.
     *
     * @param sums {@code [side², n]} from offset {@code at} on; may be modified
     * @param c output; or sums, where the results are to take the places of the sums
     * @param pixels memory for the offsets of the pixels; modified
     */
    void finish(int tile, float[] sums, int at, float[] c, int column, int n, int[] pixels) {
        int side = winograd.side();
        int width = winograd.width(tile);
        int height = winograd.height(tile);
        int together = width == side ? height : 1;
        for (int line = 0; line < height; line += together) {
            int count = together * width;
            for (int i = 0; i < count; i++) {
                pixels[i] = (winograd.pixel(tile, line + i / width) + i % width)
                        * winograd.shape().outChannels();
            }
            finish.rows(sums, at + line * side * n, n, c, pixels, 0, count, column, n);
        }
    }
}
