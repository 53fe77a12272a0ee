package org.fitact.verify;

import java.util.List;

/**
 * What came of trials that were computed again.
 *
 * @param study its folder, or the file that tells of it and its network
 * @param stored trials that there are, of all schemes
 * @param replayed of them, each at all rates that it has
 * @param outcomes that were compared, one a trial and rate
 * @param differences those that are not what was recorded
 */
public record ReplayFindings(String study, int stored, int replayed, int outcomes, List<Difference> differences) {

    public ReplayFindings {
        differences = List.copyOf(differences);
    }

    /** An outcome that is not what was recorded. */
    public record Difference(String scheme, double rate, int trial, String recorded, String found) {}
}
