package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Walks over a product {@code c = finish(Σ a·b)} of so few rows that it waits for its weights. The rows are packed once, for
 * all threads; then a task takes some panels and reads them from front to back, every weight once. From 12 rows on
 * the tiles touch the weights of the next block while they compute ({@link ReadAhead}). Else the first row passes
 * alone over each block of terms: with so few multiply-adds to a step the weights come in much faster than with six rows,
 * and the rows after it find them in a cache. The sums have the bits of {@link RowProduct}.
 *
 * @param run all rows of the product
 * @param a rows, where they lie
 * @param b packed as {@code panels} say
 * @param c {@code [rows, columns]}; modified
 */
public record FewRowsProduct(Run run, float[] a, Panels panels, float[] b, float[] c, Finish finish) {

    /** The most rows that are few: a map of 4×4 pixels. */
    private static final int MOST = 16;

    /** Tasks for each thread, so that the threads end together. */
    private static final int TASKS = 4;

    /** Whether a product is of few rows, but of more than one: that is packed in no time. */
    public static boolean fits(List<Run> runs) {
        return runs.size() == 1
                && runs.getFirst().rows() > 1
                && runs.getFirst().rows() <= MOST
                && !runs.getFirst().blocks().isEmpty();
    }

    public void compute(Execution execution) {
        int rows = run.blocks().size() * packedRows();
        execution.withArray(Tiles.packed(rows), packed -> compute(execution, packed));
    }

    private void compute(Execution execution, float[] packed) {
        List<Terms.Block> blocks = run.blocks();
        Tiles own = execution.tiles()[0];
        Tiles shared = new Tiles(own.acc(), packed, own.panel(), own.rows(), own.results(), own.seen());
        run.locate(0, run.rows(), shared);
        execution.workers().run(blocks.size(), (index, worker) -> {
            run.pack(blocks.get(index), 0, 0, run.rows(), a, shared, index * packedRows());
        });
        int tasks = Math.min(panels.count(), TASKS * execution.workers().threads());
        execution.workers().run(tasks, finish.completing((index, worker) -> {
            int from = index * panels.count() / tasks;
            int to = (index + 1) * panels.count() / tasks;
            for (int panel = from; panel < to; panel++) {
                multiply(panel, shared, execution.tiles()[worker]);
            }
        }));
    }

    /** Rows of a packed block: tiles, and one more where the first row goes alone. */
    private int packedRows() {
        return 1 + Lanes.roundUp(run.rows(), ROWS);
    }

    /**
     * @param rows holds all packed rows and where their results go
     * @param own of the worker
     */
    private void multiply(int panel, Tiles rows, Tiles own) {
        boolean ahead = ReadAhead.helps(run.rows(), panels.vectors()[panel], panels.elements());
        float[] acc = own.acc();
        int width = panels.width(panel);
        int sums = Tiles.sums(0, 0, 0);
        Arrays.fill(acc, sums, sums + packedRows() * width, 0);
        for (int number = 0; number < run.blocks().size(); number++) {
            if (ahead) {
                addReadingAhead(number, panel, rows.block(), own, sums);
            } else {
                addBlock(number, panel, rows.block(), acc, sums);
            }
        }
        finish.rows(acc, sums, width, c, rows.results(), 0, run.rows(), panels.starts()[panel], panels.used(panel));
    }

    private void addBlock(int number, int panel, float[] packed, float[] acc, int sums) {
        Terms.Block block = run.blocks().get(number);
        int terms = block.length();
        int vectors = panels.vectors()[panel];
        int width = panels.width(panel);
        int weight = panels.offset(panel, block);
        int first = number * packedRows();
        RowKernels.accumulateOne(vectors, packed, Tiles.packed(first), terms, b, weight, acc, sums);
        for (int row = 1; row < run.rows(); row += ROWS) {
            int at = Tiles.packed(first + row);
            int rows = run.rows() - row;
            FewRowsKernels.accumulate(vectors, rows, packed, at, terms, b, weight, acc, sums + row * width);
        }
    }

    /** Each tile touches a part of the block that comes next. */
    private void addReadingAhead(int number, int panel, float[] packed, Tiles own, int sums) {
        Terms.Block block = run.blocks().get(number);
        int terms = block.length();
        int width = panels.width(panel);
        int weight = panels.offset(panel, block);
        int at = Tiles.packed(number * packedRows());
        int rows = ReadAhead.tileRows(run.rows());
        int pace = ReadAhead.pace(run.rows() / rows);
        for (int row = 0; row < run.rows(); row += rows) {
            int touched = ReadAhead.touched(weight + terms * width, row / rows, pace, b);
            own.seen()[0] = ReadAhead.accumulate(
                    rows, packed, at + row * DEPTH, terms, b, weight, own.acc(), sums + row * width, touched, pace);
        }
    }
}
