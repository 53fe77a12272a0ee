package org.fitact.tensor.backend.contract;

import org.fitact.tensor.backend.op.BoundedRelu;

/**
 * How far a float implementation of a bounded ReLU may be off. Zero and saturate only choose and are exact. For smooth,
 * {@code z = κ(λ − x)} carries an error of a few {@code ε·κ(|λ| + |x|)}, which s passes on with its slope s(1 − s), and
 * {@code 1 − s} one of ε, which κ·x multiplies.
 */
record BoundedReluSlack(BoundedRelu shape, float[] x, float[] bounds) {

    private static final double UNITS = 8;

    static BoundedReluSlack of(BoundedRelu shape, float[] x, float[] bounds) {
        return new BoundedReluSlack(shape, x, bounds);
    }

    private int bound(int element) {
        return switch (shape.granularity()) {
            case LAYER -> 0;
            case CHANNEL -> element % shape.channels();
            case NEURON -> element % (shape.spatial() * shape.channels());
        };
    }

    private double gate(int i) {
        return 1 / (1 + Math.exp(-shape.kappa() * ((double) bounds[bound(i)] - x[i])));
    }

    private boolean passes(int i) {
        return shape.policy() == BoundedRelu.Policy.SMOOTH && x[i] > 0 && gate(i) > 0;
    }

    /** Error of s. */
    private double gateSlack(int i) {
        double s = gate(i);
        double spread = shape.kappa() * (Math.abs((double) bounds[bound(i)]) + x[i]);
        double slope = s * (1 - s);
        return UNITS * Tolerance.EPSILON * (s + (slope == 0 ? 0 : slope * spread));
    }

    Tolerance output() {
        double[] slack = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            slack[i] = passes(i) ? x[i] * gateSlack(i) : 0;
        }
        return Tolerance.slack(slack);
    }

    /** Error of ∂y/∂x and of ∂y/∂λ; without limit where the gate is open and κ·x is beyond float. */
    private double derivativeSlack(int i) {
        if (!passes(i) || gate(i) == 1) {
            return passes(i) ? gateSlack(i) : 0;
        }
        double steepness = (double) shape.kappa() * x[i];
        return steepness > Float.MAX_VALUE ? Double.POSITIVE_INFINITY : (1 + steepness) * gateSlack(i);
    }

    Tolerance gradInput(float[] gy) {
        double[] slack = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            slack[i] = Math.abs(gy[i]) * (derivativeSlack(i) + Tolerance.EPSILON);
        }
        return Tolerance.slack(slack);
    }

    /** The error of each term, and that of adding them up. */
    Tolerance gradBounds(float[] gy) {
        double[] slack = new double[bounds.length];
        double terms = (double) x.length / bounds.length + 4;
        for (int i = 0; i < x.length; i++) {
            double s = gate(i);
            double slope = passes(i) && s < 1 ? shape.kappa() * x[i] * s * (1 - s) : 0;
            double largest = shape.policy() == BoundedRelu.Policy.SMOOTH ? slope : x[i] > 0 ? 1 : 0;
            slack[bound(i)] += Math.abs(gy[i]) * (derivativeSlack(i) + terms * Tolerance.EPSILON * largest);
        }
        return Tolerance.slack(slack);
    }
}
