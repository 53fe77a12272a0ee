package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.Tiles.STRIP;

import java.util.Arrays;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.simd.PixelKernels.Pairs;

/**
 * Walks over {@code gw[tap, i, o] = Σ_pixels x[pixel·stride + tap, i] · gy[pixel, o]}. A task is a tap, a strip of input
 * channels and a panel of output channels; inside, each block of pixels passes over all tiles of the strip. The pixels of
 * a sum are in row-major order, image after image; those whose tap lies outside the input are left out.
 *
 * @param a x, each pixel of {@code pitch} channels, at least 6
 * @param b gy, packed as {@code panels} say: a row for each pixel
 * @param accumulate start from what gw holds instead of from 0
 */
record PixelProduct(Conv2d shape, float[] a, int pitch, Panels panels, float[] b, float[] gw, boolean accumulate) {

    void compute(Execution execution, Finish finish) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        int tiles = (shape.inChannels() + ROWS - 1) / ROWS;
        int strips = strips(tiles, taps * panels.count());
        execution.workers().run(taps * panels.count() * strips, (index, worker) -> {
            int strip = index % strips;
            int panel = index / strips % panels.count();
            int tap = index / strips / panels.count();
            Channels channels = new Channels(tap, panel, strip * tiles / strips, (strip + 1) * tiles / strips);
            multiply(channels, execution.tiles()[worker], finish);
        });
    }

    /** As many strips as give the wanted number of tasks, and none too long for the scratch memory. */
    private static int strips(int tiles, int others) {
        int wanted = (RowProduct.TASKS + others - 1) / others;
        return Math.max((tiles + STRIP - 1) / STRIP, Math.min(tiles, wanted));
    }

    /** What one task computes: tiles from..to−1 of the input channels. */
    private record Channels(int tap, int panel, int from, int to) {}

    private void multiply(Channels task, Tiles tiles, Finish finish) {
        begin(task, tiles);
        Window window = Window.of(shape, pitch, task.tap);
        for (int pixel = 0; pixel < window.pixels(); pixel += DEPTH) {
            int count = Math.min(DEPTH, window.pixels() - pixel);
            window.locate(pixel, count, tiles.inputs(), tiles.outputs());
            Pairs pairs = new Pairs(tiles.inputs(), tiles.outputs(), 0, count);
            for (int tile = task.from; tile < task.to; tile++) {
                int vectors = panels.vectors()[task.panel];
                int offset = panels.offset(task.panel);
                PixelKernels.accumulate(vectors, a, channel(tile), pairs, b, offset, tiles, tile - task.from);
            }
        }
        for (int row = 0; row < (task.to - task.from) * ROWS; row++) {
            int tile = task.from + row / ROWS;
            int channel = channel(tile) + row % ROWS;
            if (channel >= tile * ROWS && channel < shape.inChannels()) {
                int at = row * panels.width(task.panel);
                int column = panels.starts()[task.panel];
                finish.row(tiles.acc(), at, gw, result(task, channel), column, panels.used(task.panel));
            }
        }
    }

    private void begin(Channels task, Tiles tiles) {
        int rows = (task.to - task.from) * ROWS;
        int width = panels.width(task.panel);
        Arrays.fill(tiles.acc(), 0, rows * width, 0);
        for (int row = 0; accumulate && row < rows; row++) {
            int channel = channel(task.from + row / ROWS) + row % ROWS;
            if (channel < shape.inChannels()) {
                int at = result(task, channel) + panels.starts()[task.panel];
                System.arraycopy(gw, at, tiles.acc(), row * width, panels.used(task.panel));
            }
        }
    }

    /** First channel of a tile. The last tile is moved back to end with the last channel; what it computes again is dropped. */
    private int channel(int tile) {
        return Math.max(0, Math.min(tile * ROWS, shape.inChannels() - ROWS));
    }

    private int result(Channels task, int channel) {
        return (task.tap * shape.inChannels() + channel) * shape.outChannels();
    }
}
