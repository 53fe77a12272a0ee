package org.fitact.tensor.backend.simd.layer;

import java.util.Arrays;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/** {@code reduce} and {@code argmax}. */
public final class ReductionKernels {

    private static final int FOLD = ColumnSums.FOLD;

    /** Elements of a vector that is one chunk when it is folded. */
    private static final int ONE_CHUNK = FOLD * ColumnSums.ROWS;

    private final Execution execution;
    private final ColumnSums sums;

    public ReductionKernels(Execution execution) {
        this.execution = execution;
        this.sums = new ColumnSums(execution);
    }

    public void reduce(ReduceOp op, Reduction shape, float[] x, float[] y) {
        if (shape.inner() == 1 && shape.outer() > 1 && shape.reduced() <= ONE_CHUNK) {
            shortRows(op, shape, x, y);
            return;
        }
        for (int outer = 0; outer < shape.outer(); outer++) {
            int from = outer * shape.reduced() * shape.inner();
            if (shape.inner() > 1) {
                columns(op, shape, x, from, y, outer * shape.inner());
            } else {
                y[outer] = contiguous(op, x, from, shape.reduced());
            }
        }
    }

    private void columns(ReduceOp op, Reduction shape, float[] x, int from, float[] y, int to) {
        int columns = shape.inner();
        ColumnSums.Fold fold = fold(op);
        ColumnSums.Row row = (r, column, n, partial, at) -> fold.into(x, from + r * columns + column, partial, at, n);
        if (isSum(op)) {
            sums.divided(shape.reduced(), columns, row, op == ReduceOp.MEAN ? shape.reduced() : 1, y, to);
        } else {
            System.arraycopy(sums.folded(shape.reduced(), columns, start(op), row, fold), 0, y, to, columns);
        }
    }

    /** A vector is folded as if it were a matrix of 64 columns, and then the columns. */
    private float contiguous(ReduceOp op, float[] x, int from, int count) {
        ColumnSums.Fold fold = fold(op);
        ColumnSums.Row row = (r, column, n, partial, at) ->
                fold.into(x, from + r * FOLD, partial, at, Math.min(FOLD, count - r * FOLD));
        int rows = (count + FOLD - 1) / FOLD;
        if (isSum(op)) {
            double sum = 0;
            for (double value : sums.sum(rows, FOLD, row)) {
                sum += value;
            }
            return (float) (op == ReduceOp.MEAN ? sum / count : sum);
        }
        return last(op, sums.folded(rows, FOLD, start(op), row, fold));
    }

    /** Many rows, each of which is one chunk: what {@link #contiguous} makes of each, to the bit, the rows side by side. */
    private void shortRows(ReduceOp op, Reduction shape, float[] x, float[] y) {
        int count = shape.reduced();
        ColumnSums.Fold fold = fold(op);
        execution.workers().forPieces(shape.outer(), Math.max(1, Workers.PIECE / count), (from, length) -> {
            float[] partial = new float[FOLD];
            for (int row = from; row < from + length; row++) {
                Arrays.fill(partial, start(op));
                for (int i = 0; i < count; i += FOLD) {
                    fold.into(x, row * count + i, partial, 0, Math.min(FOLD, count - i));
                }
                y[row] = isSum(op) ? total(op, partial, count) : last(op, partial);
            }
        });
    }

    private static float total(ReduceOp op, float[] partial, int count) {
        double sum = 0;
        for (float value : partial) {
            sum += value;
        }
        return (float) (op == ReduceOp.MEAN ? sum / count : sum);
    }

    /** What a row of partial results is folded to. */
    private static float last(ReduceOp op, float[] partial) {
        float[] result = {start(op)};
        for (int i = 0; i < partial.length; i++) {
            fold(op).into(partial, i, result, 0, 1);
        }
        return result[0];
    }

    private static boolean isSum(ReduceOp op) {
        return switch (op) {
            case SUM, MEAN, SUM_OF_SQUARES -> true;
            case MAX, MIN, PRODUCT -> false;
        };
    }

    /** What comes of no element. */
    private static float start(ReduceOp op) {
        return switch (op) {
            case SUM, MEAN, SUM_OF_SQUARES -> 0;
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
            case PRODUCT -> 1;
        };
    }

    private static ColumnSums.Fold fold(ReduceOp op) {
        return switch (op) {
            case SUM, MEAN -> FoldKernels::sum;
            case SUM_OF_SQUARES -> FoldKernels::squares;
            case MAX -> FoldKernels::largest;
            case MIN -> FoldKernels::smallest;
            case PRODUCT -> FoldKernels::products;
        };
    }

    public void argmax(int rows, int columns, float[] x, int[] index) {
        int piece = Math.max(1, Workers.PIECE / Math.max(1, columns));
        execution.workers().forPieces(rows, piece, (from, length) -> {
            for (int row = from; row < from + length; row++) {
                index[row] = argmax(x, row * columns, columns);
            }
        });
    }

    private static int argmax(float[] x, int from, int n) {
        int best = -1;
        for (int i = 0; i < n; i++) {
            float value = x[from + i];
            if (best < 0 ? !Float.isNaN(value) : value > x[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
