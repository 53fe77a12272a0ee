package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.Tiles.STRIP;

import java.util.Arrays;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.simd.PixelKernels.Pairs;

/**
 * Walks over {@code gw[tap, i, o] = Σ_pixels x[pixel·stride + tap, i] · gy[pixel, o]}. A unit is a tile of six input
 * channels under one tap. A task is a range of units and a panel of output channels; inside, each block of pixels passes
 * over all units, so that the block of the panel stays in L1 and x and gy are read from memory once for each task. The
 * pixels of a sum are in row-major order, image after image; those whose tap lies outside the input are left out.
 *
 * @param a x, each pixel of {@code pitch} channels, at least 6
 * @param b gy, packed as {@code panels} say: a row for each pixel
 * @param accumulate start from what gw holds instead of from 0
 */
record PixelProduct(Conv2d shape, float[] a, int pitch, Panels panels, float[] b, float[] gw, boolean accumulate) {

    /** Tasks that an op is cut into at least. Few, because each of them reads all of x and a panel of gy. */
    private static final int TASKS = 8;

    /** What one task computes: units from..to−1 of a panel. */
    private record Part(int panel, int from, int to) {}

    void compute(Execution execution, Finish finish) {
        int units = shape.kernelHeight() * shape.kernelWidth() * tiles();
        int wanted = Math.min(units, (TASKS + panels.count() - 1) / panels.count());
        int parts = Math.max((units + STRIP - 1) / STRIP, wanted);
        execution.workers().run(parts * panels.count(), (index, worker) -> {
            int part = index % parts;
            int from = (int) ((long) part * units / parts);
            int to = (int) ((part + 1L) * units / parts);
            multiply(new Part(index / parts, from, to), execution.tiles()[worker], finish);
        });
    }

    private int tiles() {
        return (shape.inChannels() + ROWS - 1) / ROWS;
    }

    private void multiply(Part part, Tiles tiles, Finish finish) {
        Arrays.fill(tiles.acc(), 0, (part.to - part.from) * ROWS * panels.width(part.panel), 0);
        if (accumulate) {
            forRows(
                    part,
                    (row, at) -> System.arraycopy(
                            gw, row + panels.starts()[part.panel], tiles.acc(), at, panels.used(part.panel)));
        }
        int pixels = shape.outputElements() / shape.outChannels();
        for (int pixel = 0; pixel < pixels; pixel += DEPTH) {
            addBlock(part, pixel, tiles);
        }
        int column = panels.starts()[part.panel];
        forRows(part, (row, at) -> finish.row(tiles.acc(), at, gw, row, column, panels.used(part.panel)));
    }

    /** Adds pixels from the given one on, counted within the window of each tap. */
    private void addBlock(Part part, int pixel, Tiles tiles) {
        int unit = part.from;
        while (unit < part.to) {
            int tap = unit / tiles();
            int end = Math.min(part.to, (tap + 1) * tiles());
            Window window = Window.of(shape, pitch, tap);
            int count = Math.min(DEPTH, window.pixels() - pixel);
            if (count > 0) {
                window.locate(pixel, count, tiles.inputs(), tiles.outputs());
                addBlock(part, unit, end, new Pairs(tiles.inputs(), tiles.outputs(), 0, count), tiles);
            }
            unit = end;
        }
    }

    private void addBlock(Part part, int from, int to, Pairs pairs, Tiles tiles) {
        int vectors = panels.vectors()[part.panel];
        int offset = panels.offset(part.panel);
        for (int unit = from; unit < to; unit++) {
            int channel = channel(unit % tiles());
            PixelKernels.accumulate(vectors, a, channel, pairs, b, offset, tiles, unit - part.from);
        }
    }

    /** First channel of a tile. The last tile is moved back to end with the last channel. */
    private int channel(int tile) {
        return Math.max(0, Math.min(tile * ROWS, shape.inChannels() - ROWS));
    }

    /** One row of a tile: the offset of its row in gw, and its offset in the scratch memory. */
    private interface Row {
        void at(int row, int offset);
    }

    /** Visits the rows that a part has to deliver; those that a tile moved back computes again are not among them. */
    private void forRows(Part part, Row action) {
        for (int unit = part.from; unit < part.to; unit++) {
            int tap = unit / tiles();
            int tile = unit % tiles();
            for (int r = 0; r < ROWS; r++) {
                int channel = channel(tile) + r;
                if (channel >= tile * ROWS && channel < shape.inChannels()) {
                    int row = (tap * shape.inChannels() + channel) * shape.outChannels();
                    action.at(row, ((unit - part.from) * ROWS + r) * panels.width(part.panel));
                }
            }
        }
    }
}
