package org.fitact.report.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.identity.JsonDifference;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.ResultsBuilder;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyDescription;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;

/**
 * What several studies found.
 *
 * @param studies at least two, in the order in which they were given
 * @param pairs the same scheme in a later study against that in an earlier one, at each rate, where both met the same faults; a
 *     scheme is called as {@link #label} does
 */
public record StudyComparison(List<ComparedStudy> studies, List<Pairs> pairs) {

    private static final int RESAMPLES = 2000;

    public StudyComparison {
        studies = List.copyOf(studies);
        pairs = List.copyOf(pairs);
    }

    /** The differences of one scheme between two studies. */
    public record Pairs(String scheme, String later, String earlier, List<PairResult> differences) {}

    /** A scheme in a study that did best at a rate. */
    record Best(ComparedStudy study, String scheme, PointResult point) {}

    private record Two(ComparedStudy later, ComparedStudy earlier) {}

    /** Compares studies. */
    public static StudyComparison of(List<ComparedStudy> studies) {
        List<Pairs> pairs = new ArrayList<>();
        for (Two two : twos(studies)) {
            if (two.later.apart(two.earlier).isEmpty()) {
                common(two.later, two.earlier).forEach(scheme -> pairs.add(pairs(scheme, two.later, two.earlier)));
            }
        }
        return new StudyComparison(studies, pairs);
    }

    /** Each study with each before it. */
    private static List<Two> twos(List<ComparedStudy> studies) {
        List<Two> twos = new ArrayList<>();
        for (int later = 1; later < studies.size(); later++) {
            for (ComparedStudy earlier : studies.subList(0, later)) {
                twos.add(new Two(studies.get(later), earlier));
            }
        }
        return twos;
    }

    /** How a scheme of a study is called where it stands beside that of another. */
    static String label(ComparedStudy study, String scheme) {
        return scheme + " in " + study.name();
    }

    private static List<String> common(ComparedStudy a, ComparedStudy b) {
        return a.record().results().schemes().stream()
                .map(SchemeResult::scheme)
                .filter(scheme -> b.record().results().scheme(scheme).isPresent())
                .toList();
    }

    /** As {@link ResultsBuilder} compares two schemes of one study. */
    private static Pairs pairs(String scheme, ComparedStudy a, ComparedStudy b) {
        Map<TrialKey, TrialOutcome> trials = new HashMap<>();
        copy(b, scheme, trials);
        copy(a, scheme, trials);
        StudyResults of = a.record().results();
        StudyDescription both = new StudyDescription(
                of.model(), of.dataset(), of.parameters(), of.bounds(), List.of(label(b, scheme), label(a, scheme)));
        List<PairResult> differences = new ResultsBuilder(both, new Bootstrap(RESAMPLES, 1))
                .build(TrialTable.of(trials), JsonNodeFactory.instance.objectNode())
                .pairs();
        return new Pairs(scheme, a.name(), b.name(), differences);
    }

    private static void copy(ComparedStudy study, String scheme, Map<TrialKey, TrialOutcome> to) {
        TrialTable trials = study.record().trials();
        String label = label(study, scheme);
        trials.faultFree(scheme).ifPresent(outcome -> to.put(TrialKey.faultFree(label), outcome));
        for (double rate : trials.rates(scheme)) {
            trials.outcomes(scheme, rate)
                    .forEach((trial, outcome) -> to.put(new TrialKey(label, rate, trial), outcome));
        }
    }

    /** All schemes, as they first appear. */
    List<String> schemes() {
        Set<String> schemes = new LinkedHashSet<>();
        studies.forEach(study -> study.record().results().schemes().forEach(scheme -> schemes.add(scheme.scheme())));
        return List.copyOf(schemes);
    }

    /** All rates, ascending. */
    double[] rates() {
        return studies.stream()
                .flatMapToDouble(study -> Arrays.stream(study.record().results().rates()))
                .distinct()
                .sorted()
                .toArray();
    }

    /** The highest mean at the highest rate that all studies have; empty where they have none in common. */
    Optional<Best> best() {
        double[] rates = rates();
        for (int i = rates.length - 1; i >= 0; i--) {
            double rate = rates[i];
            if (studies.stream()
                    .allMatch(study -> study.record().results().best(rate).isPresent())) {
                return studies.stream()
                        .flatMap(study -> study.record().results().schemes().stream()
                                .flatMap(scheme ->
                                        scheme.at(rate).stream().map(point -> new Best(study, scheme.scheme(), point))))
                        .max(Comparator.comparingDouble(best -> best.point().mean()));
            }
        }
        return Optional.empty();
    }

    /** Why two studies are no pairs, for each two that are not. */
    List<String> apart() {
        return twos(studies).stream()
                .flatMap(two -> two.later.apart(two.earlier).stream()
                        .map(difference -> reason(two.later, two.earlier, difference)))
                .toList();
    }

    private static String reason(ComparedStudy a, ComparedStudy b, JsonDifference difference) {
        return a.name() + " and " + b.name() + " did not meet the same faults, so their trials are not paired: "
                + difference.path() + " is " + difference.stored() + " and " + difference.given() + ".";
    }
}
