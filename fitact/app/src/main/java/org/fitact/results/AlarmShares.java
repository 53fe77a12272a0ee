package org.fitact.results;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;

/**
 * What bounds cut under faults, and the alarms that it gave; shares in 0..1, as means over the trials. See {@link AlarmCounts}.
 *
 * @param trials of which it is known
 * @param cut values that were cut, among those behind which a bound stands
 * @param alarms images with an alarm, among all
 * @param harmful trials in which some image has another first class than without faults (SDC-1)
 * @param detected images with an alarm among those that a harmful trial corrupts so, as the mean over the harmful trials; null in
 *     JSON where there are none
 * @param detectedCi95 its 95 % interval over the harmful trials; [null, null] in JSON for fewer than two
 */
public record AlarmShares(int trials, double cut, double alarms, int harmful, double detected, Interval detectedCi95) {

    /** Of those trials that say it; empty if none does: it was not asked for, or there are no bounds. */
    static Optional<AlarmShares> of(Collection<TrialOutcome> outcomes) {
        List<TrialOutcome> known = outcomes.stream()
                .filter(outcome ->
                        outcome.alarm().isPresent() && outcome.consequences().isPresent())
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        double[] detected = known.stream()
                .filter(outcome -> corrupted(outcome) > 0)
                .mapToDouble(outcome -> (double) alarm(outcome).detected() / corrupted(outcome))
                .toArray();
        return Optional.of(new AlarmShares(
                known.size(),
                mean(known, outcome -> alarm(outcome).cutShare()),
                mean(known, outcome -> (double) alarm(outcome).alarms() / outcome.images()),
                detected.length,
                detected.length == 0
                        ? Double.NaN
                        : DoubleStream.of(detected).average().orElseThrow(),
                detected.length < 2 ? Interval.UNKNOWN : Range.ACCURACY.ofMean(detected)));
    }

    private static AlarmCounts alarm(TrialOutcome outcome) {
        return outcome.alarm().orElseThrow();
    }

    private static int corrupted(TrialOutcome outcome) {
        return outcome.consequences().orElseThrow().sdc1();
    }

    private static double mean(List<TrialOutcome> known, ToDoubleFunction<TrialOutcome> share) {
        return known.stream().mapToDouble(share).average().orElseThrow();
    }
}
