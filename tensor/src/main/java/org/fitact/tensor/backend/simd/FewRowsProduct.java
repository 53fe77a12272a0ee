package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Tiles.ROWS;

import java.util.Arrays;
import java.util.List;

/**
 * Walks over a product {@code c = finish(Σ a·b)} whose rows are one tile, so that it waits for its weights. The rows are
 * packed once, for all threads; then a task takes some panels and reads them from front to back, every weight once. The
 * tasks are more than the threads, which so end together. The sums have the bits of {@link RowProduct}.
 *
 * @param run all rows of the product
 * @param a rows, where they lie
 * @param b packed as {@code panels} say
 * @param c {@code [rows, columns]}; modified
 */
record FewRowsProduct(Run run, float[] a, Panels panels, float[] b, float[] c, Finish finish) {

    /** Blocks of terms from which on it pays that the threads wait for each other between packing and multiplying. */
    private static final int BLOCKS = 9;

    /** Tasks for each thread. */
    private static final int TASKS = 4;

    /** Whether a product is of a few rows and of many terms; a single row is packed in no time. */
    static boolean fits(List<Run> runs) {
        return runs.size() == 1 && fits(runs.getFirst());
    }

    private static boolean fits(Run run) {
        return run.rows() > 1 && run.rows() <= ROWS && run.blocks().size() >= BLOCKS;
    }

    void compute(Execution execution) {
        List<Terms.Block> blocks = run.blocks();
        float[] packed = execution.pool().floats(Tiles.packed(blocks.size() * ROWS));
        Tiles own = execution.tiles()[0];
        Tiles shared = new Tiles(own.acc(), packed, own.panel(), own.rows(), own.results());
        run.locate(0, run.rows(), shared);
        execution.workers().run(blocks.size(), (index, worker) -> {
            run.pack(blocks.get(index), 0, 0, run.rows(), a, shared, index * ROWS);
        });
        int tasks = Math.min(panels.count(), TASKS * execution.workers().threads());
        execution.workers().run(tasks, (index, worker) -> {
            int from = index * panels.count() / tasks;
            int to = (index + 1) * panels.count() / tasks;
            for (int panel = from; panel < to; panel++) {
                multiply(panel, shared, execution.tiles()[worker].acc());
            }
        });
        execution.pool().release(packed);
    }

    /** @param rows holds all packed rows and where their results go */
    private void multiply(int panel, Tiles rows, float[] acc) {
        int width = panels.width(panel);
        int sums = Tiles.sums(0, 0, 0);
        Arrays.fill(acc, sums, sums + ROWS * width, 0);
        for (int number = 0; number < run.blocks().size(); number++) {
            Terms.Block block = run.blocks().get(number);
            int weight = panels.offset(panel) + block.weight() * width;
            addBlock(panels.vectors()[panel], rows.block(), Tiles.packed(number * ROWS), block, weight, acc, sums);
        }
        finish.rows(acc, sums, width, c, rows.results(), 0, run.rows(), panels.starts()[panel], panels.used(panel));
    }

    private void addBlock(int vectors, float[] packed, int at, Terms.Block block, int weight, float[] acc, int sums) {
        if (vectors == 4 && run.rows() <= FewRowsKernels.ROWS) {
            FewRowsKernels.fourByFour(packed, at, block.length(), b, weight, acc, sums);
        } else {
            RowKernels.accumulate(vectors, packed, at, block.length(), b, weight, acc, sums);
        }
    }
}
