package org.fitact.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.protect.Protections;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.SparseShuffle;
import org.fitact.text.Numbers;

/**
 * Trials under faults as they were recorded, whole or by their accuracy.
 *
 * @param rates of each trial of each scheme
 * @param recorded what is recorded of an outcome where that differs from what was found; empty where it does not
 */
record RecordedTrials(
        SortedMap<Trial, SortedSet<Double>> rates, BiFunction<TrialKey, TrialOutcome, Optional<String>> recorded) {

    /** Keeps this choice apart from all other draws. */
    private static final long REPLAY_STREAM = 0x7265706C6179L;

    /** A trial of a scheme, ordered by scheme and number. */
    record Trial(String scheme, int number) implements Comparable<Trial> {

        @Override
        public int compareTo(Trial other) {
            int byScheme = scheme.compareTo(other.scheme);
            return byScheme != 0 ? byScheme : Integer.compare(number, other.number);
        }
    }

    /** Whole outcomes: all that was counted is compared. */
    static RecordedTrials of(SortedMap<TrialKey, TrialOutcome> outcomes) {
        return new RecordedTrials(rates(outcomes), (key, found) -> {
            TrialOutcome stored = outcomes.get(key);
            return stored.sameFinding(found) ? Optional.empty() : Optional.of(words(stored));
        });
    }

    /** Accuracies: they are compared to the digit. */
    static RecordedTrials ofAccuracies(SortedMap<TrialKey, Double> accuracies) {
        return new RecordedTrials(rates(accuracies), (key, found) -> {
            double stored = accuracies.get(key);
            return stored == found.accuracy() ? Optional.empty() : Optional.of(Numbers.percent(stored, 2) + " %");
        });
    }

    private static SortedMap<Trial, SortedSet<Double>> rates(SortedMap<TrialKey, ?> trials) {
        SortedMap<Trial, SortedSet<Double>> rates = new TreeMap<>();
        for (TrialKey key : trials.keySet()) {
            if (key.rate() > 0) {
                rates.computeIfAbsent(new Trial(key.scheme(), key.trial()), _ -> new TreeSet<>())
                        .add(key.rate());
            }
        }
        return rates;
    }

    /** An outcome for people; where only what stands beside the counts differs, both read alike. */
    static String words(TrialOutcome outcome) {
        return outcome.correct() + " of " + outcome.images() + " right (" + Numbers.percent(outcome.accuracy(), 2)
                + " %) under " + Numbers.counted(outcome.flips(), "flip");
    }

    /** So many trials, each set of them as likely as any other, by the seed; all if there are not more. In order. */
    List<Trial> choose(int count, long seed) {
        List<Trial> all = List.copyOf(rates.keySet());
        SparseShuffle order = new SparseShuffle(all.size(), new PhiloxRandom(seed, REPLAY_STREAM));
        List<Trial> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(count, all.size()); i++) {
            chosen.add(all.get((int) order.next()));
        }
        chosen.sort(null);
        return chosen;
    }

    /** Outcomes of some trials: one at each of their rates. */
    int outcomes(Collection<Trial> some) {
        return some.stream().mapToInt(trial -> rates.get(trial).size()).sum();
    }

    /** The schemes that have trials, by name. */
    List<String> schemes() {
        return rates.keySet().stream().map(Trial::scheme).distinct().toList();
    }

    /** The networks that the trials are of, by the names under which they were hardened. */
    List<String> networks() {
        return schemes().stream()
                .map(scheme -> Protections.deployed(scheme).hardenedAs())
                .distinct()
                .toList();
    }

    /** Those of them that a folder lacks, by their files. */
    List<Path> lacking(StudyFolder hardened) {
        return networks().stream()
                .map(hardened::hardened)
                .filter(file -> !Files.exists(file))
                .toList();
    }
}
