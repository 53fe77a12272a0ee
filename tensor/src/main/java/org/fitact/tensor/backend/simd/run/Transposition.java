package org.fitact.tensor.backend.simd.run;

/** Transposes of matrices, for products that want them the other way round. */
public final class Transposition {

    /** Side of the squares that are transposed at a time: their lines are whole cache lines on both sides. */
    private static final int SQUARE = 16;

    private Transposition() {}

    /**
     * Transposes matrices that lie one after the other, the last of them first.
     *
     * @param matrices {@code count} of {@code [rows, columns]}
     * @param transposed as many of {@code [columns, rows]}; modified
     */
    public static void backwards(
            Workers workers, int count, int rows, int columns, float[] matrices, float[] transposed) {
        int strips = (rows + SQUARE - 1) / SQUARE;
        workers.run(count * strips, (index, worker) -> {
            int source = index / strips * rows * columns;
            int target = (count - 1 - index / strips) * rows * columns;
            int first = index % strips * SQUARE;
            int last = Math.min(rows, first + SQUARE);
            for (int c = 0; c < columns; c += SQUARE) {
                square(
                        matrices,
                        source,
                        transposed,
                        target,
                        first,
                        last,
                        c,
                        Math.min(columns, c + SQUARE),
                        rows,
                        columns);
            }
        });
    }

    private static void square(
            float[] from, int source, float[] to, int target, int r0, int r1, int c0, int c1, int rows, int columns) {
        for (int c = c0; c < c1; c++) {
            for (int r = r0; r < r1; r++) {
                to[target + c * rows + r] = from[source + r * columns + c];
            }
        }
    }
}
