package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import java.util.function.Consumer;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.product.ColumnKernels;
import org.fitact.tensor.backend.simd.product.Panels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * The gradient by the weight of a convolution by {@link Winograd}: the transpose of the forward pass,
 * {@code gw = Gᵀ [Σ_tiles (Bᵀ x B) ⊙ (A gy Aᵀ)] G}, with 36 products for every tile and pair of channels instead of 144.
 * Over all channels the sums are 36 matrix products, {@code M[f][i, o] = Σ_tile V[f][tile, i] · W[f][tile, o]}.
 *
 * <p>Some tiles at a time are transformed by all threads, and added to the sums, each thread some of the 36.
 *
 * @param winograd of the large form
 * @param gw modified
 */
public record WinogradGradWeight(Winograd winograd, float[] x, float[] gy, float[] gw) {

    /** Bytes of transformed tiles at a time: a part of an L3 cache. */
    private static final int GROUP_BYTES = 8_000_000;

    /** Elements between neighbours of equal rank, so that they do not compete for the same cache sets. */
    private static final int GAP = 16;

    private static final int SIDE = WinogradForm.LARGE.side();
    static final int PRODUCTS = WinogradForm.LARGE.products();

    /** Tiles that one task transforms. */
    private static final int PART = 8;

    /** Scratch memory for {@code tiles} tiles at a time. */
    record Group(int tiles, Panels panels, float[] v, float[] w) {}

    /** Lends such memory. */
    void withGroup(Execution execution, int tiles, Consumer<Group> op) {
        Panels panels = Panels.of(tiles, winograd.shape().outChannels());
        execution.withArray(
                FIRST + PRODUCTS * inputPitch(tiles) + ROWS,
                v -> execution.withArray(
                        FIRST + PRODUCTS * outputPitch(tiles), w -> op.accept(new Group(tiles, panels, v, w))));
    }

    public void compute(Execution execution) {
        Conv2d shape = winograd.shape();
        int bytes = PRODUCTS * (shape.inChannels() + shape.outChannels()) * Float.BYTES;
        int tiles = Math.min(winograd.tiles(), Math.max(DEPTH, GROUP_BYTES / bytes / DEPTH * DEPTH));
        withGroup(
                execution,
                tiles,
                group -> execution.withArray(
                        FIRST + PRODUCTS * sumsPitch(),
                        m -> execution.withScratch(winograd.scratchElements(), scratches -> {
                            addGroups(execution, group, m, scratches);
                            deliver(execution, group, m, scratches);
                        })));
    }

    private void deliver(Execution execution, Group group, float[] m, float[][] scratches) {
        int channels = winograd.shape().inChannels();
        execution.workers().run(channels, (channel, worker) -> deliver(group, m, channel, scratches[worker]));
    }

    /** The sums of all tiles, one group after the other. */
    private void addGroups(Execution execution, Group group, float[] m, float[][] scratches) {
        int tiles = group.tiles;
        int halves = Math.min(2, group.panels.count());
        for (int start = 0; start < winograd.tiles(); start += tiles) {
            int first = start;
            int count = Math.min(tiles, winograd.tiles() - start);
            transform(execution, group, first, count, scratches);
            execution.workers().run(PRODUCTS * halves, (index, worker) -> {
                int half = index % halves;
                int from = half * group.panels.count() / halves;
                int to = (half + 1) * group.panels.count() / halves;
                multiply(group, m, first == 0, count, index / halves, from, to);
            });
        }
    }

    int channelPitch() {
        return winograd.shape().inChannels() + GAP;
    }

    /** Distance of two products in V. */
    int inputPitch(int tiles) {
        return tiles * channelPitch() + GAP;
    }

    /** Distance of two products in W. */
    int outputPitch(int tiles) {
        return tiles * winograd.shape().outChannels() + GAP;
    }

    /** Distance of two products in M. */
    private int sumsPitch() {
        return Lanes.roundUp(winograd.shape().inChannels(), ROWS)
                        * winograd.shape().outChannels()
                + GAP;
    }

    /** Transforms {@code count} tiles from {@code start} on, the first of a group. */
    void transform(Execution execution, Group group, int start, int count, float[][] scratches) {
        execution.workers().run((count + PART - 1) / PART, (index, worker) -> {
            int from = index * PART;
            transform(group, start, from, Math.min(count, from + PART), scratches[worker]);
        });
    }

    /** Transforms tiles from..to−1 of a group whose first is {@code start}. */
    private void transform(Group group, int start, int from, int to, float[] scratch) {
        Conv2d shape = winograd.shape();
        WinogradPatch input = winograd.inputPatch(x, scratch, winograd.behindTransform());
        WinogradPatch output = new WinogradPatch(
                gy,
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                SIDE,
                scratch,
                winograd.behindTransform());
        for (int tile = from; tile < to; tile++) {
            winograd.moveToInput(input, start + tile);
            for (int c = 0; c < shape.inChannels(); c += L) {
                WinogradKernels.input(
                        input.source(),
                        input.at() + c,
                        input.line(),
                        shape.inChannels(),
                        scratch,
                        group.v,
                        FIRST + tile * channelPitch() + c,
                        inputPitch(group.tiles));
            }
            int absolute = start + tile;
            output.move(winograd.image(absolute), winograd.top(absolute), winograd.left(absolute));
            for (int c = 0; c < shape.outChannels(); c += L) {
                WinogradKernels.gradient(
                        output.source(),
                        output.at() + c,
                        output.line(),
                        shape.outChannels(),
                        scratch,
                        group.w,
                        group.panels.at(tile, c),
                        outputPitch(group.tiles));
            }
        }
    }

    /** Adds the group's tiles to the sums of product f for panels from..to−1. */
    private void multiply(Group group, float[] sums, boolean fresh, int tiles, int f, int from, int to) {
        int rows = Lanes.roundUp(winograd.shape().inChannels(), ROWS);
        int v = FIRST + f * inputPitch(group.tiles);
        for (int panel = from; panel < to; panel++) {
            int width = group.panels.width(panel);
            int m = sums(group, f, panel);
            if (fresh) {
                Arrays.fill(sums, m, m + rows * width, 0);
            }
            for (int tile = 0; tile < tiles; tile += DEPTH) {
                int terms = Math.min(DEPTH, tiles - tile);
                int w = f * outputPitch(group.tiles) + group.panels.offset(panel) + tile * width;
                int vectors = group.panels.vectors()[panel];
                for (int row = 0; row < rows; row += ROWS) {
                    int at = v + tile * channelPitch() + row;
                    ColumnKernels.accumulate(
                            vectors, group.v, at, channelPitch(), terms, group.w, w, width, sums, m + row * width);
                }
            }
        }
    }

    /** Offset of the sums of a panel: {@code [product][panel][channel][width]}. */
    private int sums(Group group, int f, int panel) {
        int rows = Lanes.roundUp(winograd.shape().inChannels(), ROWS);
        return FIRST + f * sumsPitch() + rows * group.panels.starts()[panel];
    }

    private void deliver(Group group, float[] sums, int channel, float[] scratch) {
        int outputs = winograd.shape().outChannels();
        int tap = winograd.shape().inChannels() * outputs;
        for (int panel = 0; panel < group.panels.count(); panel++) {
            int width = group.panels.width(panel);
            int m = sums(group, 0, panel) + channel * width;
            for (int c = 0; c < width; c += L) {
                int target = channel * outputs + group.panels.starts()[panel] + c;
                WinogradKernels.weightGradient(sums, m + c, sumsPitch(), scratch, gw, target, tap);
            }
        }
    }
}
