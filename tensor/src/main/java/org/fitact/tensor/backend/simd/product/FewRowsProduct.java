package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Walks over a product {@code c = finish(Σ a·b)} of so few rows that it waits for its weights. The rows are packed once, for
 * all threads; then a task takes some panels and reads them from front to back, every weight once. The sums have the bits of
 * {@link RowProduct}.
 *
 * @param run all rows of the product
 * @param a rows, where they lie
 * @param b the weights
 * @param c {@code [rows, columns]}; modified
 */
public record FewRowsProduct(Run run, float[] a, FewRowsWeights b, float[] c, Finish finish) {

    /** The most rows that are few: a map of 4×4 pixels. */
    private static final int MOST = 16;

    /** Tasks for each thread, so that the threads end together. */
    private static final int TASKS = 4;

    /** Whether a product is of few rows, but of more than one: that is packed in no time. */
    public static boolean fits(List<Run> runs) {
        return isOneRun(runs) && runs.getFirst().rows() > 1 && runs.getFirst().rows() <= MOST;
    }

    /** Whether a product is of so few rows that words become floats sooner than floats arrive. */
    public static boolean fitsWords(List<Run> runs) {
        return isOneRun(runs) && runs.getFirst().rows() <= RowKernels.FEW;
    }

    private static boolean isOneRun(List<Run> runs) {
        return runs.size() == 1 && !runs.getFirst().blocks().isEmpty();
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
        int panels = b.panels().count();
        int tasks = Math.min(panels, TASKS * execution.workers().threads());
        execution.workers().run(tasks, finish.completing((index, worker) -> {
            int from = index * panels / tasks;
            int to = (index + 1) * panels / tasks;
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
        float[] acc = own.acc();
        Panels panels = b.panels();
        int width = panels.width(panel);
        int sums = Tiles.sums(0, 0, 0);
        Arrays.fill(acc, sums, sums + packedRows() * width, 0);
        for (int number = 0; number < run.blocks().size(); number++) {
            int at = Tiles.packed(number * packedRows());
            b.add(panel, run.blocks().get(number), rows.block(), at, run.rows(), own, sums);
        }
        finish.rows(acc, sums, width, c, rows.results(), 0, run.rows(), panels.starts()[panel], panels.used(panel));
    }
}
