package org.fitact.results;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.fitact.campaign.TrialOutcome;
import org.fitact.memory.code.ReadCounts;

/**
 * What reading a guarded memory came to, as means over the trials; see {@link ReadCounts}.
 *
 * @param trials of which it is known
 * @param blocks of the memory
 */
public record ReadingMeans(
        int trials, long blocks, double corrected, double detected, double miscorrected, double missed) {

    /** Of those trials that say it; empty if none does: no code guards the memory, or earlier versions ran them. */
    static Optional<ReadingMeans> of(Collection<TrialOutcome> outcomes) {
        List<ReadCounts> known = outcomes.stream()
                .map(TrialOutcome::reading)
                .flatMap(Optional::stream)
                .toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReadingMeans(
                        known.size(),
                        known.getFirst().blocks(),
                        mean(known, ReadCounts::corrected),
                        mean(known, ReadCounts::detected),
                        mean(known, ReadCounts::miscorrected),
                        mean(known, ReadCounts::missed)));
    }

    private static double mean(List<ReadCounts> known, ToLongFunction<ReadCounts> count) {
        return known.stream().mapToLong(count).average().orElseThrow();
    }
}
