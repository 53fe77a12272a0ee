package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.GROUP;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.run.Tiles.STRIP;

import java.util.Arrays;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Many products of small matrices, such as those of attention. A task is a strip of up to 192 rows of one product by a group
 * of up to 8 panels of its columns; it packs the rows and the columns of each block of terms for itself, since no other task
 * of the same thread would find them. The terms of a sum are added in their order.
 *
 * @param c modified
 */
public record BatchedProduct(BatchedGemm shape, Panels panels, float[] a, float[] b, float[] c) {

    /** Elements of a packed panel of one block. */
    private static final int PANEL = DEPTH * Lanes.WIDEST_TILE * L;

    /** Rows and panels of one product. */
    private record Part(int item, int from, int to, int first, int last) {

        int rows() {
            return to - from;
        }
    }

    /** @param c modified when it is computed */
    public static BatchedProduct of(BatchedGemm shape, float[] a, float[] b, float[] c) {
        return new BatchedProduct(shape, Panels.of(shape.k(), shape.n()), a, b, c);
    }

    public void compute(Execution execution) {
        int strips = (shape.m() + STRIP * ROWS - 1) / (STRIP * ROWS);
        int groups = (panels.count() + GROUP - 1) / GROUP;
        execution.withScratch(
                FIRST + GROUP * PANEL,
                packed -> execution.workers().run(shape.batch() * strips * groups, (index, worker) -> {
                    int group = index % groups;
                    int strip = index / groups % strips;
                    Part part = new Part(
                            index / groups / strips,
                            (int) ((long) strip * shape.m() / strips),
                            (int) ((strip + 1L) * shape.m() / strips),
                            group * panels.count() / groups,
                            (group + 1) * panels.count() / groups);
                    multiply(part, execution.tiles()[worker], packed[worker]);
                }));
    }

    private void multiply(Part part, Tiles tiles, float[] packed) {
        for (int panel = part.first; panel < part.last; panel++) {
            int sums = Tiles.sums(panel - part.first, 0, panels.width(panel));
            int rows = Lanes.roundUp(part.rows(), ROWS);
            Arrays.fill(tiles.acc(), sums, sums + rows * panels.width(panel), 0);
        }
        for (int term = 0; term < shape.k(); term += DEPTH) {
            int terms = Math.min(DEPTH, shape.k() - term);
            packRows(part, term, terms, tiles.block());
            packColumns(part, term, terms, packed);
            for (int panel = part.first; panel < part.last; panel++) {
                addBlock(part, panel, terms, tiles, packed);
            }
        }
        for (int row = 0; row < part.rows(); row++) {
            int line = (part.item * shape.m() + part.from + row) * shape.n();
            for (int panel = part.first; panel < part.last; panel++) {
                int sums = Tiles.sums(panel - part.first, row, panels.width(panel));
                System.arraycopy(tiles.acc(), sums, c, line + panels.starts()[panel], panels.used(panel));
            }
        }
    }

    private void addBlock(Part part, int panel, int terms, Tiles tiles, float[] packed) {
        for (int row = 0; row < part.rows(); row += ROWS) {
            RowKernels.accumulate(
                    panels.vectors()[panel],
                    tiles.block(),
                    Tiles.packed(row),
                    terms,
                    packed,
                    FIRST + (panel - part.first) * PANEL,
                    tiles.acc(),
                    Tiles.sums(panel - part.first, row, panels.width(panel)));
        }
    }

    /** Rows {@code [row][DEPTH]} of some terms. */
    private void packRows(Part part, int term, int terms, float[] packed) {
        int matrix = part.item * shape.m() * shape.k();
        for (int row = 0; row < part.rows(); row++) {
            int at = Tiles.packed(row);
            if (!shape.transposeA()) {
                System.arraycopy(a, matrix + (part.from + row) * shape.k() + term, packed, at, terms);
                continue;
            }
            for (int k = 0; k < terms; k++) {
                packed[at + k] = a[matrix + (term + k) * shape.m() + part.from + row];
            }
        }
    }

    /** Panels {@code [term][width]} of some terms. */
    private void packColumns(Part part, int term, int terms, float[] packed) {
        int matrix = part.item * shape.k() * shape.n();
        for (int panel = part.first; panel < part.last; panel++) {
            int at = FIRST + (panel - part.first) * PANEL;
            int width = panels.width(panel);
            int used = panels.used(panel);
            int column = panels.starts()[panel];
            if (used < width) {
                Arrays.fill(packed, at, at + terms * width, 0);
            }
            if (!shape.transposeB()) {
                for (int k = 0; k < terms; k++) {
                    System.arraycopy(b, matrix + (term + k) * shape.n() + column, packed, at + k * width, used);
                }
                continue;
            }
            for (int j = 0; j < used; j++) {
                int line = matrix + (column + j) * shape.k() + term;
                for (int k = 0; k < terms; k++) {
                    packed[at + k * width + j] = b[line + k];
                }
            }
        }
    }
}
