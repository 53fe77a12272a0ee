package org.fitact.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.StudySettings;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialRunner;
import org.fitact.campaign.TrialTask;
import org.fitact.identity.JsonDifference;
import org.fitact.measure.RangeAlarm;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.study.ArithmeticSource;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.verify.RecordedTrials.Trial;
import org.fitact.verify.ReplayFindings.Difference;

/**
 * Computes some trials again that were recorded, and compares. Nothing is written. The settings are those of the study itself; where it
 * says all that its trials depend on, and anything of that is another here, it is refused instead, since then nothing would follow.
 *
 * @param backend what computes
 * @param images that the networks were trained and are measured on
 * @param count trials of each study that are replayed, at all of their rates
 * @param seed that chooses them
 * @param threads that compute in integers, where networks do
 * @param listener is told of progress
 */
record TrialReplay(Backend backend, DataSet images, int count, long seed, int threads, CampaignListener listener) {

    /**
     * Replays trials of a stored campaign.
     *
     * @param hardened where its networks lie
     * @throws InvalidFileException if the study does not say what it takes, or something on which its trials depend is not the same here;
     *     names that
     */
    ReplayFindings of(StoredStudy study, StudyFolder hardened) throws IOException {
        CampaignSettings settings = settings(study);
        JsonNode definition = study.definition();
        JsonNode conditions = definition.path(StudyDefinition.CONDITIONS);
        try (CampaignRun run = new CampaignRun(
                hardened,
                backend,
                study.trials().schemes(),
                settings,
                images.test(),
                definition.path("images").asInt())) {
            if (conditions.has("inference")) {
                run.inIntegers(new ArithmeticSource(hardened.path()), threads);
            }
            if (conditions.has("alarm")) {
                run.withAlarm(
                        images.train(),
                        conditions.path("alarm").path("falseAlarms").asDouble());
            }
            requireSame(study, run.definition());
            return replay(run, study.file().toString(), study.trials(), study::alarm);
        }
    }

    private static CampaignSettings settings(StoredStudy study) throws InvalidFileException {
        if (!study.definition().path(StudyDefinition.CONDITIONS).isObject()) {
            throw new InvalidFileException(
                    study.file(),
                    "the study",
                    "one of an earlier version, which did not record all that its trials depend on",
                    "one with its conditions");
        }
        try {
            return StudySettings.of(study.definition(), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(study.file().toString(), "the study's conditions", e);
        }
    }

    /**
     * Replays trials of which only the accuracies are told.
     *
     * @param source that tells of them
     * @param recorded their accuracies
     * @param trialImages test images of a trial
     */
    ReplayFindings of(
            String source, RecordedTrials recorded, StudyFolder hardened, CampaignSettings settings, int trialImages)
            throws IOException {
        try (CampaignRun run =
                new CampaignRun(hardened, backend, recorded.schemes(), settings, images.test(), trialImages)) {
            run.definition();
            return replay(run, source, recorded, _ -> Optional.empty());
        }
    }

    /** What trials depend on must be the same here, or nothing would follow from what they come to. */
    private static void requireSame(StoredStudy study, JsonNode here) throws InvalidFileException {
        JsonNode stored = study.definition();
        requireSame(study.file(), StudyDefinition.CONDITIONS, stored, here);
        for (String scheme : study.trials().schemes()) {
            requireSame(
                    study.file(), scheme, stored.path(StudyDefinition.NETWORKS), here.path(StudyDefinition.NETWORKS));
        }
    }

    private static void requireSame(Path file, String part, JsonNode stored, JsonNode here)
            throws InvalidFileException {
        Optional<JsonDifference> difference = JsonDifference.first(stored.path(part), here.path(part));
        if (difference.isPresent()) {
            throw new InvalidFileException(
                    file,
                    "the study's " + part + "." + difference.get().path(),
                    difference.get().stored(),
                    difference.get().given() + " as here: trials can be replayed only where all is the same");
        }
    }

    /** The alarm of a scheme, as its campaign chose it. */
    private interface Alarms {
        Optional<RangeAlarm> of(String scheme);
    }

    private ReplayFindings replay(CampaignRun run, String source, RecordedTrials recorded, Alarms alarms) {
        List<Trial> chosen = recorded.choose(count, seed);
        List<Difference> differences = new ArrayList<>();
        Map<String, List<Trial>> byScheme = chosen.stream().collect(Collectors.groupingBy(Trial::scheme));
        int done = 0;
        try (EvaluationSet trialImages = run.evaluation(run.trialImages())) {
            for (CampaignScheme scheme : run.inMemory()) {
                List<Trial> ofScheme = byScheme.getOrDefault(scheme.name(), List.of());
                if (ofScheme.isEmpty()) {
                    continue;
                }
                try (StoredNetwork memory =
                        scheme.hardened().deploy(run.settings().deployment())) {
                    TrialRunner runner =
                            new TrialRunner(scheme, run.settings(), memory, trialImages, alarms.of(scheme.name()));
                    for (Trial trial : ofScheme) {
                        listener.progress(scheme.name(), done++, chosen.size());
                        differences.addAll(compare(runner, trial, recorded));
                    }
                }
            }
        }
        int outcomes = recorded.outcomes(chosen);
        return new ReplayFindings(source, recorded.rates().size(), chosen.size(), outcomes, differences);
    }

    private static List<Difference> compare(TrialRunner runner, Trial trial, RecordedTrials recorded) {
        List<Double> rates = List.copyOf(recorded.rates().get(trial));
        List<TrialOutcome> found = runner.run(new TrialTask(trial.number(), rates));
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            TrialOutcome outcome = found.get(i);
            double rate = rates.get(i);
            recorded.recorded()
                    .apply(new TrialKey(trial.scheme(), rate, trial.number()), outcome)
                    .ifPresent(stored -> differences.add(new Difference(
                            trial.scheme(), rate, trial.number(), stored, RecordedTrials.words(outcome))));
        }
        return differences;
    }
}
