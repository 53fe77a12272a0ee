package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.GROUP;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.run.Tiles.STRIP;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Walks over {@code gw[tap, i, o] = finish(Σ_pixels x[pixel·stride + tap, i] · gy[pixel, o])}. A task is a strip of up to
 * 192 input channels under one tap by a group of up to 8 panels of output channels. Inside, each block of pixels is packed
 * once for the strip and once for each panel; the sums stay in L2. The pixels of a sum are in row-major order, image after
 * image; those whose tap lies outside the input are left out.
 *
 * @param b gy; {@code panels} say how its columns are cut
 * @param c gw; modified
 * @param accumulate start from what gw holds instead of from 0
 */
public record ColumnProduct(
        Conv2d shape, float[] a, float[] b, Panels panels, float[] c, Finish finish, boolean accumulate) {

    /** Tasks that an op is cut into at least, where it has the panels. Few, because each of them reads all of its strip. */
    private static final int TASKS = 8;

    /** Channels from..to−1 under a tap, by panels first..last−1. */
    private record Part(int tap, int from, int to, int first, int last) {

        int tiles() {
            return (to - from + ROWS - 1) / ROWS;
        }
    }

    public void compute(Execution execution) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        int strips = (shape.inChannels() + STRIP * ROWS - 1) / (STRIP * ROWS);
        int wanted = (TASKS + taps * strips - 1) / (taps * strips);
        int groups = Math.max((panels.count() + GROUP - 1) / GROUP, Math.min(panels.count(), wanted));
        execution.workers().run(taps * strips * groups, finish.completing((index, worker) -> {
            int group = index % groups;
            int strip = index / groups % strips;
            Part part = new Part(
                    index / groups / strips,
                    (int) ((long) strip * shape.inChannels() / strips),
                    (int) ((strip + 1L) * shape.inChannels() / strips),
                    group * panels.count() / groups,
                    (group + 1) * panels.count() / groups);
            multiply(part, execution.tiles()[worker]);
        }));
    }

    private void multiply(Part part, Tiles tiles) {
        begin(part, tiles);
        TapArea area = TapArea.of(shape, shape.inChannels(), part.tap);
        for (int pixel = 0; pixel < area.pixels(); pixel += DEPTH) {
            int count = Math.min(DEPTH, area.pixels() - pixel);
            area.locate(pixel, count, tiles.rows(), tiles.results());
            addBlock(part, count, tiles);
        }
        for (int channel = part.from; channel < part.to; channel++) {
            for (int panel = part.first; panel < part.last; panel++) {
                int sums = sums(part, panel, channel);
                finish.row(tiles.acc(), sums, c, line(part, channel), panels.starts()[panel], panels.used(panel));
            }
        }
    }

    private void addBlock(Part part, int count, Tiles tiles) {
        int pitch = part.tiles() * ROWS;
        for (int k = 0; k < count; k++) {
            int source = tiles.rows()[k] + part.from;
            System.arraycopy(a, source, tiles.block(), FIRST + k * pitch, part.to - part.from);
        }
        for (int panel = part.first; panel < part.last; panel++) {
            int width = panels.width(panel);
            for (int k = 0; k < count; k++) {
                int source = tiles.results()[k] * panels.columns() + panels.starts()[panel];
                System.arraycopy(b, source, tiles.panel(), FIRST + k * width, panels.used(panel));
            }
            for (int tile = 0; tile < part.tiles(); tile++) {
                int sums = sums(part, panel, part.from + tile * ROWS);
                int first = FIRST + tile * ROWS;
                ColumnKernels.accumulate(
                        panels.vectors()[panel],
                        tiles.block(),
                        first,
                        pitch,
                        count,
                        tiles.panel(),
                        FIRST,
                        width,
                        tiles.acc(),
                        sums);
            }
        }
    }

    private void begin(Part part, Tiles tiles) {
        for (int panel = part.first; panel < part.last; panel++) {
            int sums = sums(part, panel, part.from);
            Arrays.fill(tiles.acc(), sums, sums + part.tiles() * ROWS * panels.width(panel), 0);
            for (int channel = part.from; accumulate && channel < part.to; channel++) {
                int at = line(part, channel) + panels.starts()[panel];
                System.arraycopy(c, at, tiles.acc(), sums(part, panel, channel), panels.used(panel));
            }
        }
    }

    /** Offset of a channel's sums. */
    private int sums(Part part, int panel, int channel) {
        return Tiles.sums(panel - part.first, channel - part.from, panels.width(panel));
    }

    /** Offset of a channel's row in gw. */
    private int line(Part part, int channel) {
        return (part.tap * shape.inChannels() + channel) * shape.outChannels();
    }
}
