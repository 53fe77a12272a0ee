package org.fitact.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fitact.campaign.TrialOutcome;
import org.fitact.protect.Protections;
import org.fitact.results.computation.FalseFindings;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Summary;

/**
 * Computes the results of a study from its trials. The same trials give the same results to the last digit, whatever
 * the order in which they ran.
 *
 * @param study what was studied
 * @param bootstrap how the bootstrap intervals are drawn
 */
public record ResultsBuilder(StudyDescription study, Bootstrap bootstrap) {

    /**
     * The results of all schemes of the study that have trials; the run at rate 0 gives the accuracy without faults.
     *
     * @param provenance a JSON object, passed on as it is
     */
    public StudyResults build(TrialTable trials, JsonNode provenance) {
        return build(trials, List.of(), provenance);
    }

    /**
     * The same, knowing what hardening measured.
     *
     * @param heldOut what schemes cost on the held-out images
     */
    public StudyResults build(TrialTable trials, List<FaultFreeLoss> heldOut, JsonNode provenance) {
        List<SchemeResult> schemes =
                study.schemes().stream().map(name -> scheme(name, trials)).toList();
        Map<String, FaultFreeLoss> seen =
                heldOut.stream().collect(Collectors.toMap(FaultFreeLoss::scheme, Function.identity(), (a, _) -> a));
        return new StudyResults(
                study.model(),
                study.dataset(),
                study.parameters(),
                study.bounds(),
                schemes,
                pairs(trials),
                FaultFreeLoss.of(schemes, Protections.baseline().name(), seen),
                study.integers(),
                study.sampling().orElse(null),
                provenance);
    }

    private SchemeResult scheme(String name, TrialTable trials) {
        List<PointResult> points = new ArrayList<>();
        for (double rate : trials.rates(name)) {
            Collection<TrialOutcome> outcomes = trials.outcomes(name, rate).values();
            double flips =
                    outcomes.stream().mapToLong(TrialOutcome::flips).average().orElseThrow();
            Summary summary = Summary.of(trials.accuracies(name, rate), trials.range(name, study.worst()), bootstrap);
            points.add(PointResult.of(rate, images(name, rate, outcomes), flips, summary, outcomes));
        }
        return new SchemeResult(
                name,
                trials.faultFreeAccuracy(name).orElse(Double.NaN),
                points,
                ConsequenceShares.of(oneFlip(name, trials)).orElse(null),
                trials.faultFree(name).flatMap(FalseAlarms::of).orElse(null),
                trials.faultFree(name).flatMap(FalseFindings::of).orElse(null));
    }

    /** Of the trials that have exactly one flip, at the lowest rate: at higher ones it may be the same. */
    private static Collection<TrialOutcome> oneFlip(String name, TrialTable trials) {
        Map<Integer, TrialOutcome> found = new TreeMap<>();
        for (double rate : trials.rates(name)) {
            trials.outcomes(name, rate).forEach((trial, outcome) -> {
                if (outcome.flips() == 1) {
                    found.putIfAbsent(trial, outcome);
                }
            });
        }
        return found.values();
    }

    private static int images(String scheme, double rate, Collection<TrialOutcome> outcomes) {
        int[] distinct =
                outcomes.stream().mapToInt(TrialOutcome::images).distinct().toArray();
        if (distinct.length != 1) {
            throw new IllegalArgumentException("the trials of " + scheme + " at rate " + rate + " used " + distinct[0]
                    + " and " + distinct[1] + " images, expected one number");
        }
        return distinct[0];
    }

    private List<PairResult> pairs(TrialTable trials) {
        List<String> names = study.schemes();
        List<PairResult> pairs = new ArrayList<>();
        for (int later = 1; later < names.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                for (double rate : trials.rates(names.get(later))) {
                    addPair(pairs, trials, names.get(later), names.get(earlier), rate);
                }
            }
        }
        return pairs;
    }

    /** Only trials that both schemes ran are pairs; with none there is nothing to compare. */
    private void addPair(List<PairResult> pairs, TrialTable trials, String a, String b, double rate) {
        NavigableMap<Integer, TrialOutcome> ofA = trials.outcomes(a, rate);
        NavigableMap<Integer, TrialOutcome> ofB = trials.outcomes(b, rate);
        int[] common = ofA.keySet().stream()
                .filter(ofB::containsKey)
                .mapToInt(Integer::intValue)
                .toArray();
        if (common.length == 0) {
            return;
        }
        double[] accuraciesA = new double[common.length];
        double[] accuraciesB = new double[common.length];
        for (int i = 0; i < common.length; i++) {
            accuraciesA[i] = ofA.get(common[i]).accuracy();
            accuraciesB[i] = ofB.get(common[i]).accuracy();
        }
        PairedComparison comparison = PairedComparison.of(
                accuraciesA,
                accuraciesB,
                trials.range(a, study.worst()).minus(trials.range(b, study.worst())),
                bootstrap);
        pairs.add(new PairResult(
                a,
                b,
                rate,
                comparison.meanDifference(),
                comparison.ci95(),
                comparison.wilcoxonP(),
                comparison.n(),
                comparison.bootstrap95()));
    }
}
