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
        List<ReplayFindings> findings = new ArrayList<>();
        List<StudyFolder> studies = studies();
        for (StudyFolder study : studies) {
            StudyFolder hardened = hardened(study);
            StoredStudy stored = StoredStudy.read(study);
            requireTrials(stored);
            requireNetworks(stored, hardened);
            findings.add(replay(backend, data, threads, hardened, stored.trials(), listener)
                    .of(stored, hardened));
        }
        for (CommittedTrials committed : studies.isEmpty() ? committed() : List.<CommittedTrials>of()) {
            StudyFolder hardened = hardened(committed);
            findings.add(replay(backend, data, threads, hardened, committed.trials(), listener)
                    .of(
                            reproduction() + ", " + committed.network(),
                            committed.trials(),
                            hardened,
                            committed.settings(),
                            committed.images()));
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
        Path all = new ReproductionFolder(folder).networks();
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

    private StudyFolder hardened(StudyFolder study) {
        if (networks.isEmpty()) {
            return study;
        }
        return study.path().equals(folder)
                ? new StudyFolder(networks.get())
                : new ReproductionFolder(networks.get())
                        .network(study.path().getFileName().toString());
    }

    private StudyFolder hardened(CommittedTrials committed) {
        return new ReproductionFolder(networks.orElse(folder)).network(committed.network());
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
        int outcomes = 0;
        for (CommittedTrials some : committed) {
            lacking.addAll(some.trials().lacking(hardened(some)));
            outcomes += some.trials().outcomes(some.trials().rates().keySet());
        }
        if (!lacking.isEmpty()) {
            throw new InvalidFileException(
                    reproduction(),
                    "what its " + Numbers.grouped(outcomes) + " outcomes were found on",
                    "not there: " + missing(lacking),
                    "the folder that \"" + committed.getFirst().madeBy() + "\" left, by --networks");
        }
        return committed;
    }

    private static void requireNetworks(StoredStudy study, StudyFolder hardened) throws IOException {
        List<Path> lacking = study.trials().lacking(hardened);
        if (!lacking.isEmpty()) {
            throw new InvalidFileException(
                    study.file(),
                    "what its trials were found on",
                    "not there: " + missing(lacking),
                    "the folder of the hardened networks, by --networks"
                            + study.command()
                                    .map(command -> "; the trials came from \"" + command + "\"")
                                    .orElse(""));
        }
    }

    private static void requireTrials(StoredStudy study) throws InvalidFileException {
        if (study.trials().rates().isEmpty()) {
            throw new InvalidFileException(study.file(), "the study", "without trials under faults", "some to replay");
        }
    }

    private static String missing(List<Path> lacking) {
        return lacking.getFirst() + (lacking.size() == 1 ? "" : " and " + (lacking.size() - 1) + " more");
    }
}
