package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.winograd.WinogradGradWeight.PRODUCTS;

import java.util.Arrays;
import org.fitact.tensor.backend.simd.product.ColumnKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * {@link WinogradGradWeight} where channels are many and tiles few: the 36 sums of all pairs of channels would be far
 * larger than the weight and go through memory several times. All tiles are transformed first; then a task computes the
 * sums of some input channels by a panel of output channels, which fit its L2 cache, and turns them into their taps.
 */
public record WinogradWeightBlocks(WinogradGradWeight gradient) {

    /** Pairs of channels from which on this is the better way. */
    private static final int PAIRS = 128 * 128;

    /** Bytes of transformed tiles that may lie in an L3 cache. */
    private static final int BYTES = 40_000_000;

    /** Rows of six input channels of a task. */
    private static final int STRIP = 16;

    public static boolean suits(Winograd winograd) {
        long inputs = winograd.shape().inChannels();
        long outputs = winograd.shape().outChannels();
        return inputs * outputs > PAIRS && winograd.tiles() * (inputs + outputs) * PRODUCTS * Float.BYTES <= BYTES;
    }

    public void compute(Execution execution) {
        Winograd winograd = gradient.winograd();
        gradient.withGroup(
                execution,
                winograd.tiles(),
                group -> execution.withScratch(winograd.scratchElements(), scratches -> {
                    gradient.transform(execution, group, 0, winograd.tiles(), scratches);
                    execution.withScratch(
                            FIRST + PRODUCTS * pitch(), sums -> computeBlocks(execution, group, sums, scratches));
                }));
    }

    private void computeBlocks(
            Execution execution, WinogradGradWeight.Group group, float[][] sums, float[][] scratches) {
        int channels = gradient.winograd().shape().inChannels();
        int strips = (channels + STRIP * ROWS - 1) / (STRIP * ROWS);
        int panels = group.panels().count();
        execution.workers().run(strips * panels, (index, worker) -> {
            int from = index / panels * STRIP * ROWS;
            int to = Math.min(channels, from + STRIP * ROWS);
            multiply(group, index % panels, from, to, sums[worker]);
            deliver(group, index % panels, from, to, sums[worker], scratches[worker]);
        });
    }

    /** Distance of two products in a task's sums. */
    private static int pitch() {
        return STRIP * ROWS * Lanes.WIDEST_TILE * L + L;
    }

    private void multiply(WinogradGradWeight.Group group, int panel, int from, int to, float[] sums) {
        int width = group.panels().width(panel);
        int tiles = group.tiles();
        for (int f = 0; f < PRODUCTS; f++) {
            int m = FIRST + f * pitch();
            Arrays.fill(sums, m, m + Lanes.roundUp(to - from, ROWS) * width, 0);
            for (int tile = 0; tile < tiles; tile += DEPTH) {
                int w = f * gradient.outputPitch(tiles) + group.panels().offset(panel) + tile * width;
                for (int row = from; row < to; row += ROWS) {
                    ColumnKernels.accumulate(
                            group.panels().vectors()[panel],
                            group.v(),
                            FIRST + f * gradient.inputPitch(tiles) + tile * gradient.channelPitch() + row,
                            gradient.channelPitch(),
                            Math.min(DEPTH, tiles - tile),
                            group.w(),
                            w,
                            width,
                            sums,
                            m + (row - from) * width);
                }
            }
        }
    }

    private void deliver(WinogradGradWeight.Group group, int panel, int from, int to, float[] sums, float[] scratch) {
        int outputs = gradient.winograd().shape().outChannels();
        int tap = gradient.winograd().shape().inChannels() * outputs;
        int width = group.panels().width(panel);
        for (int channel = from; channel < to; channel++) {
            int m = FIRST + (channel - from) * width;
            int target = channel * outputs + group.panels().starts()[panel];
            for (int c = 0; c < width; c += L) {
                WinogradKernels.weightGradient(sums, m + c, pitch(), scratch, gradient.gw(), target + c, tap);
            }
        }
    }
}
