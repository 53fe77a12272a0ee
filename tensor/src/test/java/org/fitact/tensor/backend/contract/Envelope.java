package org.fitact.tensor.backend.contract;

import java.util.Arrays;

/**
 * Accepts whatever lies between the results that an activation has for the inputs within a rounding error of the right
 * one. An activation can jump, or stop being defined, between two of them; then both sides of the edge are right.
 */
final class Envelope implements Tolerance {

    private final double[] low;
    private final double[] high;
    private final int[] results;
    private final int[] undefined;

    Envelope(int elements) {
        low = new double[elements];
        high = new double[elements];
        results = new int[elements];
        undefined = new int[elements];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }

    /** Adds one possible result of an element. */
    void add(int index, float result, double slack) {
        results[index]++;
        if (!Float.isFinite(result)) {
            undefined[index]++;
            return;
        }
        low[index] = Math.min(low[index], result - slack);
        high[index] = Math.max(high[index], result + slack);
    }

    @Override
    public boolean accepts(int index, float expected, float actual) {
        return acceptsUndefined(index) || (actual >= low[index] && actual <= high[index]);
    }

    @Override
    public boolean acceptsUndefined(int index) {
        return undefined[index] > 0 && undefined[index] < results[index];
    }
}
