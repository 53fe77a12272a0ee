package org.fitact.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.campaign.CampaignListener;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.source.DataSet;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;

/**
 * Replays trials of all studies of a folder: of a campaign, of the networks of a reproduction, or of those of which a {@code
 * reproduction.json} tells.
 *
 * @param folder that holds trials
 * @param networks where the hardened networks lie, laid out as the folder is; empty for in it
 * @param count trials of each study that are replayed
 * @param seed that chooses them
 */
public record Verification(Path folder, Optional<Path> networks, int count, long seed) {

    /** Opens the data set that a network was trained on. */
    @FunctionalInterface
    public interface Data {
        DataSet of(Path checkpoint) throws IOException;
    }

    /**
     * Replays.
     *
     * @param threads that compute in integers, where networks do
     * @return what came of each study
     * @throws InvalidFileException if there is nothing to replay, or something that it takes is not there; says what
     */
    public List<ReplayFindings> run(Backend backend, Data data, int threads, CampaignListener listener)
            throws IOException {
        List<StudyFolder> studies = studies();
        List<ReplayFindings> findings = new ArrayList<>();
        if (studies.isEmpty()) {
            for (CommittedTrials trials : committed()) {
                StudyFolder hardened = new ReproductionFolder(networks.orElse(folder)).network(trials.network());
                findings.add(replay(
                                backend,
                                data,
                                threads,
                                hardened,
                                RecordedTrials.ofAccuracies(trials.accuracies()),
                                listener)
                        .of(
                                reproduction() + ", " + trials.network(),
                                trials.accuracies(),
                                hardened,
                                trials.settings(),
                                trials.images()));
            }
            return findings;
        }
        for (StudyFolder study : studies) {
            StudyFolder hardened = hardened(study);
            RecordedTrials trials = TrialReplay.trials(study);
            requireTrials(study.trials(), trials);
            requireNetworks(study, hardened, trials);
            findings.add(
                    replay(backend, data, threads, hardened, trials, listener).of(study, hardened));
        }
        return findings;
    }

    private TrialReplay replay(
            Backend backend,
            Data data,
            int threads,
            StudyFolder hardened,
            RecordedTrials trials,
            CampaignListener listener)
            throws IOException {
        DataSet images = data.of(hardened.hardened(trials.networks().getFirst()));
        return new TrialReplay(backend, images, count, seed, threads, listener);
    }

    /** The folder itself, or those of the networks of a reproduction. */
    private List<StudyFolder> studies() throws IOException {
        StudyFolder study = new StudyFolder(folder);
        if (Files.exists(study.trials())) {
            return List.of(study);
        }
        Path all = ofNetworks(folder);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(all)) {
            return each.sorted()
                    .map(StudyFolder::new)
                    .filter(some -> Files.exists(some.trials()))
                    .toList();
        }
    }

    private static Path ofNetworks(Path reproduction) {
        return new ReproductionFolder(reproduction).network("x").path().getParent();
    }

    private StudyFolder hardened(StudyFolder study) {
        if (networks.isEmpty()) {
            return study;
        }
        return study.path().equals(folder)
                ? new StudyFolder(networks.get())
                : new ReproductionFolder(networks.get())
                        .network(study.path().getFileName().toString());
    }

    private Path reproduction() {
        return new ReproductionFolder(folder).results();
    }

    /** @throws InvalidFileException if there are no trials, or not the networks that they are of */
    private List<CommittedTrials> committed() throws IOException {
        if (!Files.exists(reproduction())) {
            boolean means = Files.exists(new StudyFolder(folder).results());
            throw new InvalidFileException(
                    folder.toString(),
                    "what it holds",
                    means ? "results.json, the means over trials" : "nothing of trials",
                    "trials.db of a campaign, networks/*/trials.db or reproduction.json of a reproduction");
        }
        List<CommittedTrials> committed = CommittedTrials.read(reproduction());
        if (committed.isEmpty()) {
            throw new InvalidFileException(
                    reproduction(), "networks", "without trials", "the accuracies of every trial, by scheme and rate");
        }
        List<Path> lacking = new ArrayList<>();
        int trials = 0;
        for (CommittedTrials some : committed) {
            StudyFolder hardened = new ReproductionFolder(networks.orElse(folder)).network(some.network());
            lacking.addAll(RecordedTrials.ofAccuracies(some.accuracies()).lacking(hardened));
            trials += some.accuracies().size();
        }
        if (!lacking.isEmpty()) {
            throw new InvalidFileException(
                    reproduction(),
                    "what its " + Numbers.grouped(trials) + " outcomes were found on",
                    "not there: " + missing(lacking),
                    "the folder that \"" + committed.getFirst().madeBy() + "\" left, by --networks");
        }
        return committed;
    }

    private void requireNetworks(StudyFolder study, StudyFolder hardened, RecordedTrials trials) throws IOException {
        List<Path> lacking = trials.lacking(hardened);
        if (!lacking.isEmpty()) {
            throw new InvalidFileException(
                    study.trials(),
                    "what its trials were found on",
                    "not there: " + missing(lacking),
                    "the folder of the hardened networks, by --networks"
                            + TrialReplay.command(study)
                                    .map(command -> "; the trials came from \"" + command + "\"")
                                    .orElse(""));
        }
    }

    private static void requireTrials(Path file, RecordedTrials trials) throws InvalidFileException {
        if (trials.rates().isEmpty()) {
            throw new InvalidFileException(file, "the study", "without trials under faults", "some to replay");
        }
    }

    private static String missing(List<Path> lacking) {
        return lacking.getFirst() + (lacking.size() == 1 ? "" : " and " + (lacking.size() - 1) + " more");
    }
}
