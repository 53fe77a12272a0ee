package org.fitact.bench.soak;

import java.util.List;

/**
 * What came of one phase.
 *
 * @param kills runs that SIGKILL ended
 * @param underWay of those and of the terminated ones, how many had something of their work on the disk
 * @param halfWritten how many of them left a half-written file
 * @param terminations runs that SIGTERM ended
 * @param finished runs that were taken up until they were done
 * @param seconds of an uninterrupted run
 * @param problems what was not as after an uninterrupted run, one line each; best none
 * @param strays files that an uninterrupted run does not leave; best none
 */
public record PhaseResult(
        String phase,
        int kills,
        int underWay,
        int halfWritten,
        int terminations,
        int finished,
        double seconds,
        List<String> problems,
        List<String> strays) {

    /** Whether everything was as after an uninterrupted run. */
    public boolean isSame() {
        return problems.isEmpty() && strays.isEmpty();
    }
}
