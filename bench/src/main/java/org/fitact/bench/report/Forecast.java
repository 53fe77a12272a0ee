package org.fitact.bench.report;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.fitact.text.Times;

/**
 * How long forks will take: a cell that has run takes as long again; one that has not, its first guess times what those
 * that have run took over theirs.
 */
final class Forecast {

    private final ToDoubleFunction<Cell> guess;
    private final Map<Cell, Double> measured = new HashMap<>();

    /** @param guess seconds of one fork */
    Forecast(ToDoubleFunction<Cell> guess) {
        this.guess = guess;
    }

    /** Takes note of a fork. */
    void took(Cell cell, double seconds) {
        measured.put(cell, seconds);
    }

    /** Seconds of one fork of a cell. */
    double of(Cell cell) {
        return measured.getOrDefault(cell, guess.applyAsDouble(cell) * pace());
    }

    /** Seconds of one fork of each cell. */
    double of(Collection<Cell> cells) {
        return cells.stream().mapToDouble(this::of).sum();
    }

    private double pace() {
        double guessed = measured.keySet().stream().mapToDouble(guess).sum();
        double took = measured.values().stream().mapToDouble(seconds -> seconds).sum();
        return measured.isEmpty() ? 1 : took / guessed;
    }

    /** In words. */
    static String left(double seconds) {
        return Times.left(Duration.ofSeconds(Math.round(seconds)));
    }
}
