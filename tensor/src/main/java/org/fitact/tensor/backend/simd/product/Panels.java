package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.L;

import java.util.Arrays;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Workers;

/**
 * A matrix {@code [depth, columns]} packed for the product kernels: cut into panels of one, two or four vectors of
 * columns, each panel {@code [depth][vectors·L]} without gaps, the last columns padded with zeros. A kernel so reads it
 * from front to back.
 *
 * @param starts first column of each panel
 * @param vectors width of each panel in vectors
 */
public record Panels(int depth, int columns, int[] starts, int[] vectors) {

    /** Rows that one task packs. */
    private static final int ROWS = 128;

    /** Panels that one task packs: their parts of a row are two kilobytes of neighbours. */
    private static final int GROUP = 8;

    public static Panels of(int depth, int columns) {
        int whole = (columns + L - 1) / L;
        int[] starts = new int[whole];
        int[] vectors = new int[whole];
        int count = 0;
        for (int v = 0; v < whole; v += vectors[count++]) {
            starts[count] = v * L;
            vectors[count] = Math.min(Lanes.WIDEST_TILE, Integer.highestOneBit(whole - v));
        }
        return new Panels(depth, columns, Arrays.copyOf(starts, count), Arrays.copyOf(vectors, count));
    }

    public int count() {
        return starts.length;
    }

    /** Elements of the packed matrix. */
    public int elements() {
        return Math.addExact(Lanes.FIRST, Math.multiplyExact(depth, Lanes.roundUp(columns, L)));
    }

    /** Distance of several matrices that are packed one behind the other. */
    public int pitch() {
        return elements() - Lanes.FIRST;
    }

    public int offset(int panel) {
        return Lanes.FIRST + depth * starts[panel];
    }

    /** Offset of a block of terms in a panel of the packed matrix. */
    public int offset(int panel, Terms.Block block) {
        return offset(panel) + block.weight() * width(panel);
    }

    /** Offset of an element in the packed matrix. */
    public int at(int row, int column) {
        int panel = panelOf(column);
        return offset(panel) + row * width(panel) + column - starts[panel];
    }

    /** All panels but the last few are of the widest kind. */
    int panelOf(int column) {
        int panel = Math.min(column / (Lanes.WIDEST_TILE * L), count() - 1);
        while (starts[panel] > column) {
            panel--;
        }
        while (panel + 1 < count() && starts[panel + 1] <= column) {
            panel++;
        }
        return panel;
    }

    public int width(int panel) {
        return vectors[panel] * L;
    }

    /** Columns of a panel that are not padding. */
    int used(int panel) {
        return Math.min(width(panel), columns - starts[panel]);
    }

    /** Packs a row-major matrix {@code [depth, columns]}. */
    public void pack(Workers workers, float[] matrix, float[] packed) {
        pack(workers, matrix, columns, 0, packed, 0);
    }

    /**
     * Packs some columns of a row-major matrix.
     *
     * @param pitch columns of the matrix
     * @param column first of those that are packed
     * @param shift offset in {@code packed} from where one matrix alone would lie
     */
    public void pack(Workers workers, float[] matrix, int pitch, int column, float[] packed, int shift) {
        forBlocks(workers, depth, (first, last, from, to) -> {
            for (int k = from; k < to; k++) {
                for (int panel = first; panel < last; panel++) {
                    int width = width(panel);
                    int used = used(panel);
                    int at = shift + offset(panel) + k * width;
                    System.arraycopy(matrix, k * pitch + column + starts[panel], packed, at, used);
                    if (used < width) {
                        Arrays.fill(packed, at + used, at + width, 0);
                    }
                }
            }
        });
    }

    /**
     * Packs the transposes of row-major matrices {@code [columns, part]} that lie one after the other, the last of them
     * first: {@code depth/part} of them, one below the other.
     */
    public void packTransposedBackwards(Workers workers, float[] matrices, int part, float[] packed) {
        int parts = depth / part;
        forBlocks(workers, part, (first, last, from, to) -> {
            for (int p = 0; p < parts; p++) {
                int source = (parts - 1 - p) * columns * part;
                for (int panel = first; panel < last; panel++) {
                    int target = offset(panel) + p * part * width(panel);
                    transpose(matrices, source + starts[panel] * part, part, packed, target, panel, from, to);
                }
            }
        });
    }

    /** Terms from..to−1 of a panel, by cache lines of the result. */
    private void transpose(
            float[] matrix, int source, int part, float[] packed, int target, int panel, int from, int to) {
        int width = width(panel);
        int used = used(panel);
        for (int c = 0; c < used; c++) {
            for (int k = from; k < to; k++) {
                packed[target + k * width + c] = matrix[source + c * part + k];
            }
        }
        for (int k = from; used < width && k < to; k++) {
            Arrays.fill(packed, target + k * width + used, target + (k + 1) * width, 0);
        }
    }

    /** Rows from..to−1 of panels first..last−1. */
    private interface Block {
        void at(int first, int last, int from, int to);
    }

    /** Blocks of some rows by some panels, so that whole stretches of a row are read. */
    private void forBlocks(Workers workers, int rows, Block block) {
        int blocks = (rows + ROWS - 1) / ROWS;
        int groups = (count() + GROUP - 1) / GROUP;
        workers.run(blocks * groups, (index, worker) -> {
            int from = index % blocks * ROWS;
            int first = index / blocks * GROUP;
            block.at(first, Math.min(count(), first + GROUP), from, Math.min(rows, from + ROWS));
        });
    }
}
