package org.fitact.bench.report;

import java.util.List;
import org.fitact.bench.run.Turns;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * How much slower one build is than another.
 *
 * @param what a scheme's inference, or a step of training
 * @param before median of the base, in milliseconds
 * @param slowdown 0.02 is 2 % more time
 * @param ci95 over the forks, by Student's t; unknown for one fork
 */
public record TurnsRow(Turns.Task task, String what, double before, double slowdown, Interval ci95, int forks) {

    private static final double NANOS = 1e6;

    /** Of all forks of a task. */
    public static TurnsRow of(Turns.Task task, String what, List<Turns.Pair> forks) {
        double[][] before = forks.stream().map(Turns.Pair::before).toArray(double[][]::new);
        double[][] after = forks.stream().map(Turns.Pair::after).toArray(double[][]::new);
        Overhead overhead = Overhead.of(before, after);
        return new TurnsRow(
                task, what, Overhead.median(before) / NANOS, overhead.relative(), overhead.ci95(), overhead.forks());
    }

    /** Whether it is slower by more than a threshold, and that is no chance. */
    public boolean isWorse(double threshold) {
        return slowdown > threshold && ci95.known() && ci95.low() > threshold;
    }

    /** For a terminal. */
    public List<String> cells() {
        return List.of(
                task.kind(),
                task.model(),
                Integer.toString(task.batch()),
                what,
                Numbers.significant(before) + " ms",
                Numbers.points(slowdown) + " %",
                Numbers.range(ci95, Numbers::points),
                Integer.toString(forks));
    }
}
