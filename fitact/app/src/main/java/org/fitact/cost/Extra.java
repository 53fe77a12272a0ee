package org.fitact.cost;

import org.fitact.stats.Interval;

/**
 * More time, as a share of an unprotected inference.
 *
 * @param value 0.02 is 2 % more
 * @param ci95 of this process; unknown from few rounds
 */
public record Extra(double value, Interval ci95) {

    /** The one that reaches higher. */
    static Extra greater(Extra a, Extra b) {
        boolean known = a.ci95.known() && b.ci95.known();
        return (known ? a.ci95.high() >= b.ci95.high() : a.value >= b.value) ? a : b;
    }
}
