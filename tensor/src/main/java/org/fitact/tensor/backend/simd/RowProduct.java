package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Tiles.GROUP;
import static org.fitact.tensor.backend.simd.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.Tiles.STRIP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks over a product {@code c = finish(Σ a·b)} whose rows lie in {@link Run}s. A task is a strip of up to 192 rows by a
 * group of up to 8 panels. Inside, each block of terms is packed once for the strip; then, for each panel, all tiles pass
 * over it: the block of the panel stays in L1, the packed rows and the sums in L2.
 *
 * @param a rows, where they lie
 * @param b packed as {@code panels} say
 * @param c {@code [rows, columns]}; modified
 * @param accumulate start from what c holds instead of from 0
 */
record RowProduct(List<Run> runs, float[] a, Panels panels, float[] b, float[] c, Finish finish, boolean accumulate) {

    /** Tasks that an op is cut into where its rows alone give fewer: enough to keep many threads evenly busy. */
    static final int TASKS = 32;

    /** Some rows of a run. */
    private record Strip(Run run, int from, int to) {

        int rows() {
            return to - from;
        }

        int tiles() {
            return (rows() + ROWS - 1) / ROWS;
        }
    }

    void compute(Execution execution) {
        List<Strip> strips = strips();
        int wanted = (TASKS + strips.size() - 1) / strips.size();
        int groups = Math.max((panels.count() + GROUP - 1) / GROUP, Math.min(panels.count(), wanted));
        execution.workers().run(strips.size() * groups, (index, worker) -> {
            int group = index % groups;
            int from = group * panels.count() / groups;
            int to = (group + 1) * panels.count() / groups;
            multiply(strips.get(index / groups), from, to, execution.tiles()[worker]);
        });
    }

    private List<Strip> strips() {
        List<Strip> strips = new ArrayList<>();
        for (Run run : runs) {
            int count = (run.rows() + STRIP * ROWS - 1) / (STRIP * ROWS);
            for (int s = 0; s < count; s++) {
                strips.add(new Strip(run, s * STRIP * ROWS, Math.min(run.rows(), (s + 1) * STRIP * ROWS)));
            }
        }
        return strips;
    }

    private void multiply(Strip strip, int from, int to, Tiles tiles) {
        strip.run.locate(strip.from, strip.to, tiles);
        begin(strip, from, to, tiles);
        for (Terms.Block block : strip.run.blocks()) {
            strip.run.pack(block, strip.from, strip.to, a, tiles);
            for (int panel = from; panel < to; panel++) {
                int b0 = panels.offset(panel) + block.weight() * panels.width(panel);
                for (int tile = 0; tile < strip.tiles(); tile++) {
                    int rows = Tiles.packed(tile * ROWS);
                    int sums = Tiles.sums(panel - from, tile * ROWS, panels.width(panel));
                    RowKernels.accumulate(
                            panels.vectors()[panel], tiles.block(), rows, block.length(), b, b0, tiles.acc(), sums);
                }
            }
        }
        finish(strip, from, to, tiles);
    }

    private void begin(Strip strip, int from, int to, Tiles tiles) {
        for (int panel = from; panel < to; panel++) {
            int width = panels.width(panel);
            int sums = Tiles.sums(panel - from, 0, width);
            Arrays.fill(tiles.acc(), sums, sums + strip.tiles() * ROWS * width, 0);
            for (int row = 0; accumulate && row < strip.rows(); row++) {
                int at = tiles.results()[row] + panels.starts()[panel];
                System.arraycopy(c, at, tiles.acc(), sums + row * width, panels.used(panel));
            }
        }
    }

    private void finish(Strip strip, int from, int to, Tiles tiles) {
        for (int panel = from; panel < to; panel++) {
            int width = panels.width(panel);
            int sums = Tiles.sums(panel - from, 0, width);
            for (int row = 0; row < strip.rows(); row++) {
                int line = tiles.results()[row];
                finish.row(tiles.acc(), sums + row * width, c, line, panels.starts()[panel], panels.used(panel));
            }
        }
    }
}
