package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.Tiles.STRIP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.simd.RowKernels.Steps;

/**
 * Walks over a product {@code c = finish(Σ a·b)} whose rows lie in {@link Run}s. A task is a strip of up to 192 rows by a
 * group of panels. Inside, for each panel, each block of k passes over all tiles of the strip: the block of the panel
 * stays in L1, the strip of sums in L2.
 *
 * @param a rows, read where they lie
 * @param b packed as {@code panels} say
 * @param c {@code [rows, columns]}; modified
 * @param accumulate start from what c holds instead of from 0
 */
record RowProduct(List<Run> runs, float[] a, Panels panels, float[] b, float[] c, Finish finish, boolean accumulate) {

    /** Tasks that an op is cut into where its rows alone give fewer: enough to keep many threads evenly busy. */
    static final int TASKS = 32;

    /** Some rows of a run. */
    private record Strip(Run run, int from, int to) {}

    void compute(Execution execution) {
        List<Strip> strips = strips();
        int groups = Math.min(panels.count(), (TASKS + strips.size() - 1) / strips.size());
        execution.workers().run(strips.size() * groups, (index, worker) -> {
            int group = index % groups;
            Tiles tiles = execution.tiles()[worker];
            Strip strip = strips.get(index / groups);
            locate(strip, tiles);
            for (int p = group * panels.count() / groups; p < (group + 1) * panels.count() / groups; p++) {
                multiply(strip, p, tiles);
            }
        });
    }

    private List<Strip> strips() {
        List<Strip> strips = new ArrayList<>();
        for (Run run : runs) {
            for (int from = 0; from < run.rows(); from += STRIP * ROWS) {
                strips.add(new Strip(run, from, Math.min(run.rows(), from + STRIP * ROWS)));
            }
        }
        return strips;
    }

    /** Sets the offsets of a strip's rows. The last tile is filled up with its last row, which is computed again. */
    private static void locate(Strip strip, Tiles tiles) {
        Run run = strip.run;
        int rows = Lanes.roundUp(strip.to - strip.from, ROWS);
        for (int i = 0; i < rows; i++) {
            int row = Math.min(strip.from + i, strip.to - 1);
            tiles.rows()[i] = run.input().row(row % run.length(), row / run.length());
            tiles.results()[i] = run.output().row(row % run.length(), row / run.length());
        }
    }

    private void multiply(Strip strip, int panel, Tiles tiles) {
        int rows = strip.to - strip.from;
        int count = (rows + ROWS - 1) / ROWS;
        begin(count, panel, tiles);
        for (Steps block : strip.run.blocks()) {
            for (int tile = 0; tile < count; tile++) {
                RowKernels.accumulate(panels.vectors()[panel], a, block, b, panels.offset(panel), tiles, tile);
            }
        }
        for (int row = 0; row < rows; row++) {
            int column = panels.starts()[panel];
            finish.row(tiles.acc(), row * panels.width(panel), c, tiles.results()[row], column, panels.used(panel));
        }
    }

    private void begin(int count, int panel, Tiles tiles) {
        int width = panels.width(panel);
        Arrays.fill(tiles.acc(), 0, count * ROWS * width, 0);
        for (int row = 0; accumulate && row < count * ROWS; row++) {
            int at = tiles.results()[row] + panels.starts()[panel];
            System.arraycopy(c, at, tiles.acc(), row * width, panels.used(panel));
        }
    }
}
