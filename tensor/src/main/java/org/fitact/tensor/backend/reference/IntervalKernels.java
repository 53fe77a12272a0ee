package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;

/** An interval and its gradients, each side as a bounded ReLU; {@link Interval} has the formulas. */
final class IntervalKernels {

    private IntervalKernels() {}

    static void forward(Interval shape, float[] x, float[] lower, float[] upper, float[] y) {
        BoundedRelu side = shape.side();
        for (int i = 0; i < shape.elements(); i++) {
            int b = BoundedReluKernels.bound(side, i);
            y[i] = apply(side, x[i], lower[b], upper[b]);
        }
    }

    static float apply(BoundedRelu side, float x, float lower, float upper) {
        return x < 0 ? 0 - BoundedReluKernels.apply(side, -x, -lower) : BoundedReluKernels.apply(side, x, upper);
    }

    /** Gradients that are not wanted are null. */
    static void backward(
            Interval shape,
            float[] x,
            float[] lower,
            float[] upper,
            float[] gy,
            float[] gx,
            float[] glower,
            float[] gupper) {
        float[] negative = negated(x);
        float[] below = gx == null ? null : new float[x.length];
        BoundedReluKernels.backward(shape.side(), negative, negated(lower), gy, below, glower);
        BoundedReluKernels.backward(shape.side(), x, upper, gy, gx, gupper);
        for (int i = 0; gx != null && i < shape.elements(); i++) {
            gx[i] = x[i] < 0 ? below[i] : gx[i];
        }
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = -values[i];
        }
        return negated;
    }
}
