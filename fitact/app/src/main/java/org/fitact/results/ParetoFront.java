package org.fitact.results;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is not beaten: nothing else costs as little and is worth as much, and one of both is better. */
public final class ParetoFront {

    private ParetoFront() {}

    /**
     * Those of some that are on the front, in their order.
     *
     * @param cost less is better; none that is NaN is on the front
     * @param worth more is better; likewise
     */
    public static <T> List<T> of(List<T> all, ToDoubleFunction<T> cost, ToDoubleFunction<T> worth) {
        return all.stream()
                .filter(one -> !Double.isNaN(cost.applyAsDouble(one)) && !Double.isNaN(worth.applyAsDouble(one)))
                .filter(one -> all.stream().noneMatch(other -> beats(other, one, cost, worth)))
                .toList();
    }

    private static <T> boolean beats(T one, T other, ToDoubleFunction<T> cost, ToDoubleFunction<T> worth) {
        double cheaper = cost.applyAsDouble(other) - cost.applyAsDouble(one);
        double worthier = worth.applyAsDouble(one) - worth.applyAsDouble(other);
        return cheaper >= 0 && worthier >= 0 && (cheaper > 0 || worthier > 0);
    }
}
