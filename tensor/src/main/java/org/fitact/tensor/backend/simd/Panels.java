package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.L;

import java.util.Arrays;

/**
 * A matrix {@code [depth, columns]} packed for the product kernels: cut into panels of one, two or four vectors of
 * columns, each panel {@code [depth][vectors·L]} without gaps, the last columns padded with zeros. A kernel so reads it
 * from front to back.
 *
 * @param starts first column of each panel
 * @param vectors width of each panel in vectors
 */
record Panels(int depth, int columns, int[] starts, int[] vectors) {

    /** Rows that one task packs. */
    private static final int ROWS = 256;

    static Panels of(int depth, int columns) {
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

    int count() {
        return starts.length;
    }

    /** Elements of the packed matrix. */
    int elements() {
        return Math.addExact(Lanes.FIRST, Math.multiplyExact(depth, Lanes.roundUp(columns, L)));
    }

    int offset(int panel) {
        return Lanes.FIRST + depth * starts[panel];
    }

    /** Offset of an element in the packed matrix. */
    int at(int row, int column) {
        int panel = panelOf(column);
        return offset(panel) + row * width(panel) + column - starts[panel];
    }

    /** All panels but the last few are of the widest kind. */
    private int panelOf(int column) {
        int panel = Math.min(column / (Lanes.WIDEST_TILE * L), count() - 1);
        while (starts[panel] > column) {
            panel--;
        }
        while (panel + 1 < count() && starts[panel + 1] <= column) {
            panel++;
        }
        return panel;
    }

    int width(int panel) {
        return vectors[panel] * L;
    }

    /** Columns of a panel that are not padding. */
    int used(int panel) {
        return Math.min(width(panel), columns - starts[panel]);
    }

    /** Packs a row-major matrix {@code [depth, columns]}. */
    void pack(Workers workers, float[] matrix, float[] packed) {
        forBlocks(workers, depth, (panel, from, to) -> {
            int width = width(panel);
            int used = used(panel);
            for (int k = from; k < to; k++) {
                int at = offset(panel) + k * width;
                System.arraycopy(matrix, k * columns + starts[panel], packed, at, used);
                if (used < width) {
                    Arrays.fill(packed, at + used, at + width, 0);
                }
            }
        });
    }

    /**
     * Packs the transposes of row-major matrices {@code [columns, part]} that lie one after the other, the last of them
     * first: {@code depth/part} of them, one below the other.
     */
    void packTransposedBackwards(Workers workers, float[] matrices, int part, float[] packed) {
        int parts = depth / part;
        forBlocks(workers, part, (panel, from, to) -> {
            int width = width(panel);
            for (int p = 0; p < parts; p++) {
                int source = ((parts - 1 - p) * columns + starts[panel]) * part;
                int target = offset(panel) + p * part * width;
                for (int c = 0; c < width; c++) {
                    for (int k = from; k < to; k++) {
                        packed[target + k * width + c] = c < used(panel) ? matrices[source + c * part + k] : 0;
                    }
                }
            }
        });
    }

    /** A block of rows of one panel. */
    private interface Block {
        void at(int panel, int from, int to);
    }

    private void forBlocks(Workers workers, int rows, Block block) {
        int blocks = (rows + ROWS - 1) / ROWS;
        workers.run(blocks * count(), (index, worker) -> {
            int from = index % blocks * ROWS;
            block.at(index / blocks, from, Math.min(rows, from + ROWS));
        });
    }
}
