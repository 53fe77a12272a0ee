package org.fitact.tensor.backend.simd.layer;

import java.util.Arrays;
import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/**
 * The element-wise ops, cut into pieces. An operand that is repeated is brought into the form of a row: the kernels only
 * know two operands of equal length.
 */
public final class ElementwiseTasks {

    /** Elements of a row that holds one number again and again. */
    private static final int REPEATED = 1024;

    private final Execution execution;
    private final ColumnSums sums;

    public ElementwiseTasks(Execution execution) {
        this.execution = execution;
        this.sums = new ColumnSums(execution);
    }

    public void fill(int n, float value, float[] y) {
        execution.workers().forPieces(n, (from, length) -> Arrays.fill(y, from, from + length, value));
    }

    public void unary(UnaryOp op, int n, float[] x, float[] y) {
        execution.workers().forPieces(n, (from, length) -> UnaryKernels.apply(op, x, from, y, from, length));
    }

    public void unaryGrad(UnaryOp op, int n, float[] x, float[] y, float[] gy, float[] gx) {
        execution.workers().forPieces(n, (from, length) -> UnaryGradKernels.gradient(op, x, y, gy, gx, from, length));
    }

    public void axpy(int n, float alpha, float[] x, float[] y) {
        execution.workers().forPieces(n, (from, length) -> BinaryKernels.axpy(alpha, x, y, from, length));
    }

    public void binary(BinaryOp op, Broadcast shape, float[] a, float[] b, float[] y) {
        int inner = shape.inner();
        int middle = shape.middle();
        switch (shape.second()) {
            case FULL ->
                execution
                        .workers()
                        .forPieces(
                                shape.elements(),
                                (from, length) -> BinaryKernels.apply(op, a, from, b, from, y, from, length));
            case MIDDLE -> {
                if (inner == 1) {
                    rows(shape.outer(), middle, (row, at) -> BinaryKernels.apply(op, a, at, b, 0, y, at, middle));
                } else {
                    rows(shape.outer() * middle, inner, (row, at) -> repeated(op, a, at, b[row % middle], y, inner));
                }
            }
            case OUTER_INNER -> {
                if (inner == 1) {
                    rows(shape.outer(), middle, (row, at) -> repeated(op, a, at, b[row], y, middle));
                } else {
                    rows(
                            shape.outer() * middle,
                            inner,
                            (row, at) -> BinaryKernels.apply(op, a, at, b, row / middle * inner, y, at, inner));
                }
            }
        }
    }

    /** One row of a matrix, and the offset at which it begins. */
    interface Row {
        void at(int row, int offset);
    }

    void rows(int rows, int columns, Row action) {
        execution.workers().forPieces(rows, Math.max(1, Workers.PIECE / columns), (from, length) -> {
            for (int row = from; row < from + length; row++) {
                action.at(row, row * columns);
            }
        });
    }

    private static void repeated(BinaryOp op, float[] a, int at, float b, float[] y, int n) {
        float[] row = new float[Math.min(n, REPEATED)];
        Arrays.fill(row, b);
        for (int i = 0; i < n; i += row.length) {
            BinaryKernels.apply(op, a, at + i, row, 0, y, at + i, Math.min(row.length, n - i));
        }
    }

    /** What is bounded as a matrix whose rows all have the same bounds; the last row may be shorter. */
    record BoundRows(float[] row, int rows, int columns, int elements) {

        static BoundRows of(BoundedRelu shape, float[] bounds) {
            int elements = shape.elements();
            if (shape.granularity() != Granularity.LAYER) {
                return new BoundRows(bounds, elements / shape.bounds(), shape.bounds(), elements);
            }
            int columns = REPEATED;
            float[] row = new float[columns];
            Arrays.fill(row, bounds[0]);
            return new BoundRows(row, (elements + columns - 1) / columns, columns, elements);
        }

        /** Elements of the row that begins at an offset. */
        int length(int at) {
            return Math.min(columns, elements - at);
        }
    }

    public void boundedRelu(BoundedRelu shape, float[] x, float[] bounds, float[] y) {
        BoundRows all = BoundRows.of(shape, bounds);
        rows(
                all.rows(),
                all.columns(),
                (_, at) -> BoundedReluKernels.forward(shape, x, at, all.row(), 0, y, at, all.length(at)));
    }

    public void boundedReluByInput(BoundedRelu shape, float[] x, float[] bounds, float[] gy, float[] gx) {
        BoundRows all = BoundRows.of(shape, bounds);
        rows(
                all.rows(),
                all.columns(),
                (_, at) -> BoundedReluGradKernels.byInput(shape, x, gy, gx, at, all.row(), 0, all.length(at)));
    }

    public void boundedReluByBound(BoundedRelu shape, float[] x, float[] bounds, float[] gy, float[] gbounds) {
        if (shape.policy() == Policy.ZERO) {
            Arrays.fill(gbounds, 0, shape.bounds(), 0);
            return;
        }
        BoundRows all = BoundRows.of(shape, bounds);
        int columns = all.columns();
        ColumnSums.Row terms = (row, column, n, partial, at) -> {
            int from = row * columns + column;
            int length = Math.min(n, all.elements() - from);
            BoundedReluGradKernels.byBound(shape, x, gy, from, all.row(), column, partial, at, length);
        };
        double scale = shape.policy() == Policy.SMOOTH ? BoundedReluGradKernels.SCALE : 1;
        if (shape.granularity() == Granularity.LAYER) {
            double total = 0;
            for (double part : sums.sum(all.rows(), columns, terms)) {
                total += part;
            }
            gbounds[0] = (float) (total / scale);
        } else {
            sums.divided(all.rows(), columns, terms, scale, gbounds, 0);
        }
    }

    public void optimiserStep(OptimiserStep step, int n, float[] gradient, float[] parameter) {
        switch (step) {
            case OptimiserStep.Sgd sgd -> {
                float[] velocity = HostBuffer.floats(sgd.velocity());
                execution
                        .workers()
                        .forPieces(
                                n,
                                (from, length) ->
                                        OptimiserStepKernels.sgd(sgd, gradient, parameter, velocity, from, length));
            }
            case OptimiserStep.Adam adam -> {
                OptimiserStepKernels.AdamState state = new OptimiserStepKernels.AdamState(
                        HostBuffer.floats(adam.mean()), HostBuffer.floats(adam.variance()));
                execution
                        .workers()
                        .forPieces(
                                n,
                                (from, length) ->
                                        OptimiserStepKernels.adam(adam, gradient, parameter, state, from, length));
            }
        }
    }
}
