package org.fitact.protect;

import org.fitact.nn.graph.Site;

/**
 * The bounds at a site: one of each side for the layer, for each channel or for each neuron. Arrays are not copied.
 *
 * @param lower μ, each at most 0; null where the value is never negative
 * @param upper λ
 */
public record Bounds(float[] lower, float[] upper) {

    /** @throws IllegalArgumentException if there are not as many lower bounds as upper ones */
    public Bounds {
        if (lower != null && lower.length != upper.length) {
            throw new IllegalArgumentException(lower.length + " lower bounds and " + upper.length + " upper ones");
        }
    }

    /** Bounds as far from 0 on one side as on the other, of which a site that is never negative needs one side. */
    public static Bounds within(Site site, float... upper) {
        float[] lower = new float[upper.length];
        for (int i = 0; i < upper.length; i++) {
            lower[i] = -upper[i];
        }
        return new Bounds(site.canBeNegative() ? lower : null, upper);
    }

    /** What changes a bound, given its distance from 0. */
    @FunctionalInterface
    public interface Change {
        float of(float distance);
    }

    /** Bounds whose distances from 0 are changed, each for itself. */
    public Bounds map(Change change) {
        float[] above = new float[upper.length];
        float[] below = lower == null ? null : new float[lower.length];
        for (int i = 0; i < upper.length; i++) {
            above[i] = change.of(upper[i]);
            if (below != null) {
                below[i] = -change.of(-lower[i]);
            }
        }
        return new Bounds(below, above);
    }

    /** The bound that lies furthest from 0, by its distance. */
    public float largest() {
        float largest = 0;
        for (int i = 0; i < upper.length; i++) {
            largest = Math.max(largest, lower == null ? upper[i] : Math.max(upper[i], -lower[i]));
        }
        return largest;
    }
}
