package org.fitact.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.RangeAlarm;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyFolder;

/**
 * A campaign as it is stored.
 *
 * @param file that stores it
 * @param definition what its trials depend on
 * @param outcomes of all trials
 * @param trials those under faults
 * @param command that they came from; empty where it does not say
 */
record StoredStudy(
        Path file,
        JsonNode definition,
        SortedMap<TrialKey, TrialOutcome> outcomes,
        RecordedTrials trials,
        Optional<String> command) {

    static StoredStudy read(StudyFolder study) {
        try (TrialStore store = TrialStore.open(study.trials())) {
            SortedMap<TrialKey, TrialOutcome> outcomes = store.trials();
            return new StoredStudy(
                    study.trials(),
                    store.study(),
                    outcomes,
                    RecordedTrials.of(outcomes),
                    store.document(TrialStore.PROVENANCE)
                            .map(document -> document.path("command").asText())
                            .filter(command -> !command.isEmpty()));
        }
    }

    /** The alarm of a scheme, as its campaign chose it. */
    Optional<RangeAlarm> alarm(String scheme) {
        return Optional.ofNullable(outcomes.get(TrialKey.faultFree(scheme)))
                .flatMap(TrialOutcome::alarm)
                .map(counts -> new RangeAlarm(counts.threshold()));
    }
}
