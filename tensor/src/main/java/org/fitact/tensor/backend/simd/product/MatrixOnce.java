package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.GROUP;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.run.Tiles.STRIP;

import java.util.Arrays;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * A matrix product {@code c = finish(a·b)} of so few rows that b is used once: each block of it is packed just before
 * its products, and never written to memory. The result is that of {@link RowProduct} to the bit.
 *
 * @param rows at most {@link #ROWS_AT_MOST}
 * @param a {@code [rows, depth]}
 * @param b {@code [depth, columns]}, as {@code panels} say
 * @param c {@code [rows, columns]}; modified
 */
public record MatrixOnce(int rows, float[] a, float[] b, Panels panels, float[] c, Finish finish) {

    /** Rows that one strip holds. */
    public static final int ROWS_AT_MOST = STRIP * ROWS;

    /** Elements of a packed panel of one block. */
    private static final int PANEL = DEPTH * Lanes.WIDEST_TILE * L;

    public void compute(Execution execution) {
        int groups = (panels.count() + GROUP - 1) / GROUP;
        groups = Math.min(panels.count(), Lanes.roundUp(groups, 4)); // so that the threads end together
        int parts = groups;
        execution.withScratch(
                FIRST + GROUP * PANEL,
                packed -> execution.workers().run(parts, finish.completing((index, worker) -> {
                    int from = index * panels.count() / parts;
                    int to = (index + 1) * panels.count() / parts;
                    multiply(from, to, execution.tiles()[worker], packed[worker]);
                })));
    }

    private void multiply(int from, int to, Tiles tiles, float[] packed) {
        Run run = Run.matrix(rows, panels.depth(), panels.columns());
        run.locate(0, rows, tiles);
        for (int panel = from; panel < to; panel++) {
            int sums = Tiles.sums(panel - from, 0, panels.width(panel));
            int end = Tiles.sums(panel - from, Lanes.roundUp(rows, ROWS), panels.width(panel));
            Arrays.fill(tiles.acc(), sums, end, 0);
        }
        for (Terms.Block block : run.blocks()) {
            run.pack(block, 0, 0, rows, a, tiles, 0);
            pack(block, from, to, packed);
            for (int panel = from; panel < to; panel++) {
                addBlock(block, panel, panel - from, tiles, packed);
            }
        }
        for (int panel = from; panel < to; panel++) {
            int sums = Tiles.sums(panel - from, 0, panels.width(panel));
            int column = panels.starts()[panel];
            finish.rows(
                    tiles.acc(), sums, panels.width(panel), c, tiles.results(), 0, rows, column, panels.used(panel));
        }
    }

    /** Packs a block of some panels, row by row, so that b is read in long stretches. */
    private void pack(Terms.Block block, int from, int to, float[] packed) {
        for (int k = 0; k < block.length(); k++) {
            int line = (block.weight() + k) * panels.columns();
            for (int panel = from; panel < to; panel++) {
                int at = FIRST + (panel - from) * PANEL + k * panels.width(panel);
                System.arraycopy(b, line + panels.starts()[panel], packed, at, panels.used(panel));
            }
        }
    }

    private void addBlock(Terms.Block block, int panel, int number, Tiles tiles, float[] packed) {
        int width = panels.width(panel);
        for (int row = 0; row < rows; row += ROWS) {
            RowKernels.accumulate(
                    panels.vectors()[panel],
                    tiles.block(),
                    Tiles.packed(row),
                    block.length(),
                    packed,
                    FIRST + number * PANEL,
                    tiles.acc(),
                    Tiles.sums(number, row, width));
        }
    }
}
