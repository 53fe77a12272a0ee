package org.fitact.tensor.backend.simd.layer;

import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.simd.layer.ElementwiseTasks.BoundRows;
import org.fitact.tensor.backend.simd.run.Execution;

/** The interval and its gradients, cut into pieces. */
public final class IntervalTasks {

    private static final UnaryOp NEGATION = new UnaryOp.Affine(-1, 0);

    private final Execution execution;
    private final ElementwiseTasks elementwise;

    public IntervalTasks(Execution execution, ElementwiseTasks elementwise) {
        this.execution = execution;
        this.elementwise = elementwise;
    }

    public void forward(Interval shape, float[] x, float[] lower, float[] upper, float[] y) {
        BoundRows below = BoundRows.of(shape.side(), lower);
        BoundRows above = BoundRows.of(shape.side(), upper);
        elementwise.rows(
                above.rows(),
                above.columns(),
                (_, at) -> IntervalKernels.forward(shape, x, at, below.row(), above.row(), 0, y, at, above.length(at)));
    }

    public void byInput(Interval shape, float[] x, float[] lower, float[] upper, float[] gy, float[] gx) {
        BoundRows below = BoundRows.of(shape.side(), lower);
        BoundRows above = BoundRows.of(shape.side(), upper);
        elementwise.rows(
                above.rows(),
                above.columns(),
                (_, at) ->
                        IntervalKernels.byInput(shape, x, gy, gx, at, below.row(), above.row(), 0, above.length(at)));
    }

    /** As of a bounded ReLU, of which no element below 0 has a part in the gradient. */
    public void byUpper(Interval shape, float[] x, float[] upper, float[] gy, float[] gupper) {
        elementwise.boundedReluByBound(shape.side(), x, upper, gy, gupper);
    }

    /** The same of all that is turned round: training meets it, inference does not, so it may take a copy. */
    public void byLower(Interval shape, float[] x, float[] lower, float[] gy, float[] glower) {
        float[] bounds = new float[shape.bounds()];
        elementwise.unary(NEGATION, shape.bounds(), lower, bounds);
        execution.withArray(shape.elements(), negative -> {
            elementwise.unary(NEGATION, shape.elements(), x, negative);
            elementwise.boundedReluByBound(shape.side(), negative, bounds, gy, glower);
        });
    }
}
