package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.cpu.UnaryFunctions;
import org.fitact.tensor.backend.op.BoundedRelu;

/** The bounded ReLU and its gradients; {@link BoundedRelu} has the formulas. */
final class BoundedReluKernels {

    private BoundedReluKernels() {}

    static void forward(BoundedRelu shape, float[] x, float[] bounds, float[] y) {
        for (int i = 0; i < shape.elements(); i++) {
            y[i] = apply(shape, x[i], bounds[bound(shape, i)]);
        }
    }

    /** Index of the bound of an element of {@code [batch, spatial, channels]}. */
    static int bound(BoundedRelu shape, int element) {
        return switch (shape.granularity()) {
            case LAYER -> 0;
            case CHANNEL -> element % shape.channels();
            case NEURON -> element % (shape.spatial() * shape.channels());
        };
    }

    static float apply(BoundedRelu shape, float x, float bound) {
        if (!(x > 0)) {
            return 0; // NaN too
        }
        return switch (shape.policy()) {
            case ZERO -> x <= bound ? x : 0;
            case SATURATE -> bound > 0 ? Math.min(x, bound) : 0;
            case SMOOTH -> {
                double s = gate(shape, x, bound);
                yield s > 0 ? (float) (x * s) : 0;
            }
        };
    }

    /** {@code σ(κ(λ − x))}; NaN if the bound is NaN, or if bound and x are both infinite. */
    private static double gate(BoundedRelu shape, double x, double bound) {
        return UnaryFunctions.sigmoid(shape.kappa() * (bound - x));
    }

    static void backward(BoundedRelu shape, float[] x, float[] bounds, float[] gy, float[] gx, float[] gbounds) {
        double[] sum = new double[shape.bounds()];
        for (int i = 0; i < shape.elements(); i++) {
            int b = bound(shape, i);
            if (gx != null) {
                gx[i] = (float) scaled(gy[i], gradByInput(shape, x[i], bounds[b]));
            }
            sum[b] += scaled(gy[i], gradByBound(shape, x[i], bounds[b]));
        }
        if (gbounds != null) {
            for (int b = 0; b < sum.length; b++) {
                gbounds[b] = (float) sum[b];
            }
        }
    }

    /** A gradient of 0 stays 0 whatever comes from above: an infinite upstream gradient must not become NaN here. */
    private static double scaled(double upstream, double gradient) {
        return gradient == 0 ? 0 : upstream * gradient;
    }

    private static double gradByInput(BoundedRelu shape, double x, double bound) {
        if (!(x > 0)) {
            return 0;
        }
        return switch (shape.policy()) {
            case ZERO, SATURATE -> x <= bound ? 1 : 0;
            case SMOOTH -> {
                double s = gate(shape, x, bound);
                yield s > 0 ? s - slope(shape, x, bound) : 0;
            }
        };
    }

    private static double gradByBound(BoundedRelu shape, double x, double bound) {
        if (!(x > 0)) {
            return 0;
        }
        return switch (shape.policy()) {
            case ZERO -> 0;
            case SATURATE -> bound > 0 && x > bound ? 1 : 0;
            case SMOOTH -> slope(shape, x, bound);
        };
    }

    /** {@code κ·x·s·(1 − s)}, and 0 where the gate is shut, wide open or not a number. */
    private static double slope(BoundedRelu shape, double x, double bound) {
        double s = gate(shape, x, bound);
        return s > 0 && s < 1 ? shape.kappa() * x * s * (1 - s) : 0;
    }
}
