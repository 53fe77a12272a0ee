package org.fitact.results.computation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.TransientCounts;

/**
 * What transient faults struck, as means over the trials; see {@link TransientCounts}.
 *
 * @param trials of which it is known
 * @param flips bits that flipped in the inferences of all images of a trial
 * @param struck images in whose inference a bit flipped, among all, 0..1
 */
public record TransientMeans(int trials, double flips, double struck) {

    /** Of those trials that say it; empty if none does: nothing was to strike their computation. */
    public static Optional<TransientMeans> of(Collection<TrialOutcome> outcomes) {
        List<TrialOutcome> known = outcomes.stream()
                .filter(outcome -> outcome.transients().isPresent())
                .toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(new TransientMeans(
                        known.size(),
                        known.stream()
                                .mapToLong(outcome -> outcome.transients().get().flips())
                                .average()
                                .orElseThrow(),
                        known.stream()
                                .mapToDouble(outcome ->
                                        (double) outcome.transients().get().struck() / outcome.images())
                                .average()
                                .orElseThrow()));
    }
}
