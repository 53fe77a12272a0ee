package org.fitact.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.InvalidFileException;

/**
 * What changed from one file of results to another.
 *
 * @param changes of the benchmarks that both have, the worst first
 * @param onlyBefore names of benchmarks that the second file lacks
 * @param onlyAfter names of benchmarks that the first file lacks
 */
public record Comparison(List<Change> changes, List<String> onlyBefore, List<String> onlyAfter) {

    /**
     * A benchmark in both files.
     *
     * @param slowdown how much longer it takes: 0.05 is 5 % more time, or the reciprocal of a rate
     * @param error of the slowdown, from JMH's 99.9 % intervals of both: {@code √((e₁/s₁)² + (e₂/s₂)²)}; NaN where one
     *     is unknown
     */
    public record Change(String name, double before, double after, String unit, double slowdown, double error) {

        /** Slower by more than the threshold, and by more than its error where that is known. */
        public boolean isWorse(double threshold) {
            return slowdown > threshold && !(slowdown <= error);
        }

        /** Faster by as much. */
        public boolean isBetter(double threshold) {
            return -slowdown > threshold && !(-slowdown <= error);
        }
    }

    /**
     * Compares.
     *
     * @throws InvalidFileException if they have no benchmark in common, or one in different units
     */
    public static Comparison of(JmhFile before, JmhFile after) throws InvalidFileException {
        List<Change> changes = new ArrayList<>();
        for (var entry : before.entries().entrySet()) {
            JmhFile.Entry now = after.entries().get(entry.getKey());
            if (now != null) {
                changes.add(change(entry.getKey(), entry.getValue(), now, after));
            }
        }
        if (changes.isEmpty()) {
            throw new InvalidFileException(
                    after.path(), "benchmarks", "none that " + before.path() + " has", "at least one in common");
        }
        changes.sort((a, b) -> Double.compare(b.slowdown(), a.slowdown()));
        return new Comparison(List.copyOf(changes), missing(before, after), missing(after, before));
    }

    private static Change change(String name, JmhFile.Entry before, JmhFile.Entry after, JmhFile file)
            throws InvalidFileException {
        if (!before.unit().equals(after.unit())) {
            throw new InvalidFileException(file.path(), "unit of " + name, after.unit(), before.unit());
        }
        double ratio = before.higherIsBetter() ? before.score() / after.score() : after.score() / before.score();
        double error = Math.hypot(before.error() / before.score(), after.error() / after.score());
        return new Change(name, before.score(), after.score(), before.unit(), ratio - 1, error);
    }

    private static List<String> missing(JmhFile from, JmhFile in) {
        return from.entries().keySet().stream()
                .filter(name -> !in.entries().containsKey(name))
                .toList();
    }
}
