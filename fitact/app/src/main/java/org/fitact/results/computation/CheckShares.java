package org.fitact.results.computation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.CheckCounts;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;

/**
 * What checks on computation saw, in shares of images as means over the trials, 0..1; see {@link CheckCounts}.
 *
 * @param trials of which it is known
 * @param faulty images in whose inference, or in whose network's memory, a bit flipped, among all
 * @param detected those in which a check found something, among the faulty of a trial; null in JSON where there are none
 * @param detectedCi95 its 95 % interval over the trials with some; [null, null] in JSON for fewer than two
 * @param harmful those that no check found and that have another first class than without faults, among all
 * @param falseAlarms those that are not faulty, and in which a check found something, among all
 */
public record CheckShares(
        int trials, double faulty, double detected, Interval detectedCi95, double harmful, double falseAlarms) {

    /** Of those trials that say it; empty if none does: nothing checks the computation. */
    public static Optional<CheckShares> of(Collection<TrialOutcome> outcomes) {
        List<TrialOutcome> known = outcomes.stream()
                .filter(outcome -> outcome.checks().isPresent())
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        double[] detected = known.stream()
                .map(outcome -> outcome.checks().get())
                .filter(counts -> faulty(counts) > 0)
                .mapToDouble(counts -> (double) counts.detected() / faulty(counts))
                .toArray();
        return Optional.of(new CheckShares(
                known.size(),
                mean(known, CheckShares::faulty),
                DoubleStream.of(detected).average().orElse(Double.NaN),
                detected.length < 2 ? Interval.UNKNOWN : Range.ACCURACY.ofMean(detected),
                mean(known, CheckCounts::harmful),
                mean(known, CheckCounts::falseAlarms)));
    }

    private static int faulty(CheckCounts counts) {
        return counts.detected() + counts.missed();
    }

    private static double mean(List<TrialOutcome> known, ToIntFunction<CheckCounts> images) {
        return known.stream()
                .mapToDouble(
                        outcome -> (double) images.applyAsInt(outcome.checks().get()) / outcome.images())
                .average()
                .orElseThrow();
    }
}
