package org.fitact.tensor.backend.simd.layer;

import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/** {@code reduce} and {@code argmax}. */
public final class ReductionKernels {

    private final Execution execution;
    private final ColumnSums sums;

    public ReductionKernels(Execution execution) {
        this.execution = execution;
        this.sums = new ColumnSums(execution);
    }

    public void reduce(ReduceOp op, Reduction shape, float[] x, float[] y) {
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
        ColumnSums.Row row = (r, column, n, partial, at) -> add(op, x, from + r * columns + column, partial, at, n);
        if (op == ReduceOp.MAX) {
            System.arraycopy(sums.largest(shape.reduced(), columns, row), 0, y, to, columns);
            return;
        }
        sums.divided(shape.reduced(), columns, row, op == ReduceOp.MEAN ? shape.reduced() : 1, y, to);
    }

    /** A vector is folded as if it were a matrix of 64 columns, and then the columns. */
    private float contiguous(ReduceOp op, float[] x, int from, int count) {
        int fold = ColumnSums.FOLD;
        ColumnSums.Row row = (r, column, n, partial, at) ->
                add(op, x, from + r * fold, partial, at, Math.min(fold, count - r * fold));
        int rows = (count + fold - 1) / fold;
        if (op == ReduceOp.MAX) {
            float largest = Float.NEGATIVE_INFINITY;
            for (float value : sums.largest(rows, fold, row)) {
                largest = Math.max(largest, value);
            }
            return largest;
        }
        double sum = 0;
        for (double value : sums.sum(rows, fold, row)) {
            sum += value;
        }
        return (float) (op == ReduceOp.MEAN ? sum / count : sum);
    }

    private static void add(ReduceOp op, float[] x, int from, float[] partial, int at, int n) {
        switch (op) {
            case SUM, MEAN -> FoldKernels.sum(x, from, partial, at, n);
            case SUM_OF_SQUARES -> FoldKernels.squares(x, from, partial, at, n);
            case MAX -> FoldKernels.largest(x, from, partial, at, n);
        }
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
