package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Counts what happens in one phase. */
final class Tally {

    private final Phase phase;
    private final double seconds;
    private final List<String> problems = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private int kills;
    private int underWay;
    private int halfWritten;
    private int terminations;
    private int finished;

    /** @param seconds of an uninterrupted run */
    Tally(Phase phase, double seconds) {
        this.phase = phase;
        this.seconds = seconds;
    }

    /** Takes down how a run ended before it was done, and what it left. */
    void interrupted(Child.End end, Path folder) throws IOException {
        if (end == Child.End.KILLED) {
            kills++;
        } else {
            terminations++;
        }
        boolean half = Leftovers.isHalfWritten(folder);
        halfWritten += half ? 1 : 0;
        underWay += half || phase.underWay().in(folder) ? 1 : 0;
    }

    /** Takes down what a run came to. */
    void finished(Comparison comparison) {
        finished++;
        problems.addAll(comparison.differences());
        comparison.strays().forEach(file -> strays.add(file.toString()));
    }

    /** Takes down that a run did not come to its end. */
    void failed(String problem) {
        problems.add(problem);
    }

    int kills() {
        return kills;
    }

    PhaseResult result() {
        return new PhaseResult(
                phase.name(),
                kills,
                underWay,
                halfWritten,
                terminations,
                finished,
                seconds,
                List.copyOf(problems),
                List.copyOf(strays));
    }
}
