package org.fitact.results;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.Consequences;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;

/**
 * What became of the answers in trials of one kind; shares of the images, 0..1, as means over the trials. See {@link Consequences}.
 *
 * @param trials of which it is known
 * @param sdc1 another first class
 * @param sdc1Ci95 its 95 % interval over the trials
 * @param sdc5 a first class that was not among the first five
 * @param critical right without faults, wrong with them
 * @param improved the other way round
 * @param due a logit is no number
 * @param masked nothing changed
 * @param meanConfidenceChange of the class that was first
 * @param worstConfidenceChange the smallest of all trials
 */
public record ConsequenceShares(
        int trials,
        double sdc1,
        Interval sdc1Ci95,
        double sdc5,
        double critical,
        double improved,
        double due,
        double masked,
        double meanConfidenceChange,
        double worstConfidenceChange) {

    /** Of those trials that say it; empty if none does, as trials of earlier versions. */
    static Optional<ConsequenceShares> of(Collection<TrialOutcome> outcomes) {
        List<TrialOutcome> known = outcomes.stream()
                .filter(outcome -> outcome.consequences().isPresent())
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        double[] sdc1 = known.stream()
                .mapToDouble(outcome -> share(outcome, Consequences::sdc1))
                .toArray();
        return Optional.of(new ConsequenceShares(
                sdc1.length,
                mean(known, Consequences::sdc1),
                Range.ACCURACY.ofMean(sdc1),
                mean(known, Consequences::sdc5),
                mean(known, Consequences::critical),
                mean(known, Consequences::improved),
                mean(known, Consequences::due),
                mean(known, Consequences::masked),
                known.stream()
                        .mapToDouble(
                                outcome -> outcome.consequences().orElseThrow().meanConfidenceChange())
                        .average()
                        .orElseThrow(),
                known.stream()
                        .mapToDouble(
                                outcome -> outcome.consequences().orElseThrow().worstConfidenceChange())
                        .min()
                        .orElseThrow()));
    }

    private static double mean(List<TrialOutcome> known, ToDoubleFunction<Consequences> number) {
        return known.stream()
                .mapToDouble(outcome -> share(outcome, number))
                .average()
                .orElseThrow();
    }

    private static double share(TrialOutcome outcome, ToDoubleFunction<Consequences> number) {
        return number.applyAsDouble(outcome.consequences().orElseThrow()) / outcome.images();
    }
}
