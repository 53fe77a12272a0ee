package org.fitact.results;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.stats.Range;

/** The finished trials by scheme and rate, each in the order of the trials' numbers. */
public final class TrialTable {

    private final Map<String, NavigableMap<Double, NavigableMap<Integer, TrialOutcome>>> schemes = new TreeMap<>();

    private TrialTable() {}

    /** Arranges trials, in whatever order they come. */
    public static TrialTable of(Map<TrialKey, TrialOutcome> trials) {
        TrialTable table = new TrialTable();
        trials.forEach((key, outcome) -> table.schemes
                .computeIfAbsent(key.scheme(), scheme -> new TreeMap<>())
                .computeIfAbsent(key.rate(), rate -> new TreeMap<>())
                .put(key.trial(), outcome));
        return table;
    }

    /** The fault rates of a scheme, ascending, without the run without faults. */
    public double[] rates(String scheme) {
        return schemes.getOrDefault(scheme, Collections.emptyNavigableMap()).tailMap(0.0, false).keySet().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** The outcomes at a rate by the number of the trial; empty if there are none. */
    public NavigableMap<Integer, TrialOutcome> outcomes(String scheme, double rate) {
        var outcomes =
                schemes.getOrDefault(scheme, Collections.emptyNavigableMap()).get(rate);
        return outcomes == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(outcomes);
    }

    /** The accuracies at a rate, in the order of the trials' numbers. */
    public double[] accuracies(String scheme, double rate) {
        return outcomes(scheme, rate).values().stream()
                .mapToDouble(TrialOutcome::accuracy)
                .toArray();
    }

    /** What the accuracy of a trial of a scheme can be, as far as it is known without its trials. */
    public Range range(String scheme) {
        return range(scheme, 1);
    }

    /** The same where a trial is known to cost so much at most. */
    public Range range(String scheme, double worst) {
        return Range.ofTrials(faultFreeAccuracy(scheme).orElse(Double.NaN), worst);
    }

    /** The run without faults, empty if it was not made. */
    public Optional<TrialOutcome> faultFree(String scheme) {
        return Optional.ofNullable(outcomes(scheme, 0).get(0));
    }

    /** The accuracy of the run without faults, empty if it was not made. */
    public Optional<Double> faultFreeAccuracy(String scheme) {
        return faultFree(scheme).map(TrialOutcome::accuracy);
    }
}
