package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.product.RowKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * A convolution by {@link Winograd} whose weights serve this one product, as in training, where the next step has others.
 * A transformed weight is four times as large as the weight itself; written and read again as a whole it would cost
 * more than the products. Here a thread transforms the part of it that fits its L2 cache, a block of input channels for a
 * panel of output channels, and takes all tiles past it. The result is that of {@link WinogradProduct} to the bit.
 *
 * @param product what is computed but for its transformed weight
 * @param w weight {@code [3, 3, i, o]}
 */
public record WinogradOnce(WinogradProduct product, float[] w) {

    /** Bytes of transformed patches and sums at a time: a part of an L3 cache. */
    private static final int TILES = 12_000_000;

    /** Tasks that are wanted so that the threads end together. */
    private static final int TASKS = 4;

    /** Weights from which on this is the better way: where they are few, all of them stay in a cache as they are. */
    public static final int PAIRS = 128 * 128;

    public void compute(Execution execution) {
        Winograd winograd = product.winograd();
        int channels = winograd.shape().inChannels() + winograd.shape().outChannels();
        long bytes = (long) winograd.tiles() * winograd.products() * channels * Float.BYTES;
        int groups = (int) ((bytes + TILES - 1) / TILES);
        int tiles = Lanes.roundUp((winograd.tiles() + groups - 1) / groups, ROWS);
        product.withGroup(execution, tiles, (group, scratches) -> {
            for (int start = 0; start < winograd.tiles(); start += tiles) {
                int count = Math.min(tiles, winograd.tiles() - start);
                product.transform(execution, group, start, count, scratches);
                multiply(execution, group, (count + ROWS - 1) / ROWS, scratches);
                product.deliver(execution, group, start, count, scratches);
            }
        });
    }

    /** Elements of a block of the transformed weight for one product, and some more for the sake of the cache's sets. */
    private static int blockPitch() {
        return DEPTH * Lanes.WIDEST_TILE * L + L;
    }

    /** All products of a group of {@code parts} times six tiles, by all threads. */
    private void multiply(Execution execution, WinogradProduct.Group group, int parts, float[][] scratches) {
        int panels = product.winograd().panels().count();
        int cuts = Math.clamp((TASKS + panels - 1) / panels, 1, parts);
        execution.withScratch(
                FIRST + product.winograd().products() * blockPitch(),
                weights -> execution.workers().run(panels * cuts, (index, worker) -> {
                    int from = index % cuts * parts / cuts;
                    int to = (index % cuts + 1) * parts / cuts;
                    multiply(group, index / cuts, from, to, weights[worker], scratches[worker]);
                }));
    }

    /** All products of tiles 6·from to 6·to−1 for one panel. */
    private void multiply(WinogradProduct.Group group, int panel, int from, int to, float[] u, float[] scratch) {
        Winograd winograd = product.winograd();
        Panels panels = winograd.panels();
        int width = panels.width(panel);
        int vectors = panels.vectors()[panel];
        for (int depth = 0; depth < winograd.depths(); depth++) {
            int first = depth * DEPTH;
            int terms = winograd.terms(depth);
            transformWeight(panels.starts()[panel], width, first, terms, u, scratch);
            for (int f = 0; f < winograd.products(); f++) {
                int v = FIRST + f * winograd.inputPitch(group.capacity());
                int m = FIRST + f * winograd.sumsPitch(group.capacity()) + WinogradProduct.sums(group, panels, panel);
                if (depth == 0) {
                    Arrays.fill(group.m(), m + from * ROWS * width, m + to * ROWS * width, 0);
                }
                for (int row = from; row < to; row++) {
                    int at = v + (row * winograd.depths() + depth) * ROWS * DEPTH;
                    int sums = m + row * ROWS * width;
                    RowKernels.accumulate(vectors, group.v(), at, terms, u, FIRST + f * blockPitch(), group.m(), sums);
                }
            }
        }
    }

    /** The weights of input channels from {@code first} on and of one panel of output channels, as that panel. */
    private void transformWeight(int outputs, int width, int first, int terms, float[] u, float[] scratch) {
        int columns = product.winograd().shape().outChannels();
        int tap = product.winograd().shape().inChannels() * columns;
        for (int k = 0; k < terms; k++) {
            int source = (first + k) * columns + outputs;
            for (int c = 0; c < width; c += L) {
                product.winograd().form().weight(w, source + c, tap, scratch, u, FIRST + k * width + c, blockPitch());
            }
        }
    }
}
