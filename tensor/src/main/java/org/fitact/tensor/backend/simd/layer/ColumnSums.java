package org.fitact.tensor.backend.simd.layer;

import java.util.Arrays;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/**
 * Sums over the rows of {@code [rows, columns]}, for every column. Rows are cut into chunks of fixed length; within a
 * chunk the terms are added in float, one row after the other, and the chunks are then added in double, in order. The
 * order depends on the shape alone, and the rounding error grows with the length of a chunk, not with that of the sum.
 */
public final class ColumnSums {

    /** Rows of a chunk. */
    public static final int ROWS = 64;

    /** Columns of a task: sums that stay in the L1 cache. */
    private static final int COLUMNS = 1024;

    /** Columns that a contiguous vector is folded into, whatever the machine's width. */
    public static final int FOLD = 64;

    private final Execution execution;

    public ColumnSums(Execution execution) {
        this.execution = execution;
    }

    /** Adds the terms of {@code n} columns of a row, from {@code column} on, to {@code sums} from {@code at} on. */
    @FunctionalInterface
    public interface Row {
        void add(int row, int column, int n, float[] sums, int at);
    }

    /** Adds the terms of {@code n} columns of some rows, which are all of one chunk. */
    @FunctionalInterface
    interface Rows {
        void add(int row, int rows, int column, int n, float[] sums, int at);
    }

    private static Rows each(Row row) {
        return (first, rows, column, n, sums, at) -> {
            for (int r = first; r < first + rows; r++) {
                row.add(r, column, n, sums, at);
            }
        };
    }

    /** The sum of every column. */
    public double[] sum(int rows, int columns, Row row) {
        return sums(rows, columns, 1, each(row))[0];
    }

    /**
     * The sum of every column over a divisor, without an array of doubles between.
     *
     * @param result modified, from {@code to} on
     */
    void divided(int rows, int columns, Row row, double divisor, float[] result, int to) {
        fold(
                rows,
                columns,
                1,
                0,
                each(row),
                (partials, chunks) -> execution.workers().forPieces(columns, COLUMNS, (from, length) -> {
                    for (int c = from; c < from + length; c++) {
                        double sum = 0;
                        for (int chunk = 0; chunk < chunks; chunk++) {
                            sum += partials[chunk * columns + c];
                        }
                        result[to + c] = (float) (sum / divisor);
                    }
                }));
    }

    /**
     * Several sums of every column in one pass.
     *
     * @param row adds the terms of the second sum {@code columns} behind those of the first, and so on
     * @return {@code [parts, columns]}
     */
    double[][] sums(int rows, int columns, int parts, Rows row) {
        double[][] result = new double[parts][columns];
        fold(rows, columns, parts, 0, row, (partials, chunks) -> combine(chunks, columns, partials, result));
        return result;
    }

    /** Folds one row into another, as {@link FoldKernels} do. */
    @FunctionalInterface
    interface Fold {
        void into(float[] x, int xo, float[] result, int to, int n);
    }

    /**
     * What every column is folded to, such as its maximum.
     *
     * @param start what it is of no element
     * @param fold of rows and, in the end, of what chunks came to
     */
    float[] folded(int rows, int columns, float start, Row row, Fold fold) {
        float[] result = new float[columns];
        Arrays.fill(result, start);
        fold(rows, columns, 1, start, each(row), (partials, chunks) -> {
            for (int chunk = 0; chunk < chunks; chunk++) {
                fold.into(partials, chunk * columns, result, 0, columns);
            }
        });
        return result;
    }

    /** What becomes of the sums of all chunks, {@code [chunks, parts, columns]}. */
    interface Combination {
        void of(float[] partials, int chunks);
    }

    /** The sums of every chunk, each of which begins at {@code start}. */
    void fold(int rows, int columns, int parts, float start, Rows row, Combination combination) {
        int chunks = (rows + ROWS - 1) / ROWS;
        int groups = (columns + COLUMNS - 1) / COLUMNS;
        int together = Math.max(1, Workers.PIECE / (ROWS * Math.min(COLUMNS, columns)));
        execution.withArray(Math.multiplyExact(chunks, parts * columns), partials -> {
            execution.workers().forPieces(chunks * groups, together, (from, length) -> {
                for (int index = from; index < from + length; index++) {
                    int chunk = index / groups;
                    int column = index % groups * COLUMNS;
                    int n = Math.min(COLUMNS, columns - column);
                    int at = chunk * parts * columns + column;
                    for (int part = 0; part < parts; part++) {
                        Arrays.fill(partials, at + part * columns, at + part * columns + n, start);
                    }
                    row.add(chunk * ROWS, Math.min(ROWS, rows - chunk * ROWS), column, n, partials, at);
                }
            });
            combination.of(partials, chunks);
        });
    }

    private void combine(int chunks, int columns, float[] partials, double[][] result) {
        execution.workers().forPieces(columns, COLUMNS, (from, length) -> {
            for (int line = 0; line < chunks * result.length; line++) {
                double[] sum = result[line % result.length];
                for (int c = from; c < from + length; c++) {
                    sum[c] += partials[line * columns + c];
                }
            }
        });
    }
}
