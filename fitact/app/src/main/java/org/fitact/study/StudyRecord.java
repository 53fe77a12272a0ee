package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.train.EpochResult;
import org.fitact.results.Examples;
import org.fitact.results.LayerNeurons;
import org.fitact.results.ResultsBuilder;
import org.fitact.results.StudyDescription;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.store.TrialStore;

/**
 * What a campaign found, finished or not: all that is reported of it. The trial store of its folder holds it completely.
 *
 * @param results the numbers
 * @param trials the trials behind them
 * @param layers neurons of each activation in forward order; may be empty
 * @param examples images; may be {@link Examples#NONE}
 * @param training what its epochs came to; empty where that is not known
 */
public record StudyRecord(
        StudyResults results,
        TrialTable trials,
        List<LayerNeurons> layers,
        Examples examples,
        List<EpochResult> training) {

    private static final int RESAMPLES = 2000;

    public StudyRecord {
        layers = List.copyOf(layers);
        training = List.copyOf(training);
    }

    /**
     * Reads the record from the store of a folder, and from nothing else.
     *
     * @throws InvalidFileException if the study or a document is not what it should be, naming it
     * @throws org.fitact.store.TrialStoreException if there is no sound store
     */
    public static StudyRecord read(StudyFolder study) throws IOException {
        try (TrialStore store = TrialStore.open(study.trials())) {
            return read(study.trials(), store);
        }
    }

    /**
     * The same from an open store. The bootstrap draws by the study's own seed, so that reading again changes no digit.
     *
     * @param path the store's file, for messages
     */
    public static StudyRecord read(Path path, TrialStore store) throws IOException {
        TrialTable trials = TrialTable.of(store.trials());
        JsonNode provenance = store.document(TrialStore.PROVENANCE).orElseGet(JsonNodeFactory.instance::objectNode);
        StudyResults results = new ResultsBuilder(
                        description(path, store), new Bootstrap(RESAMPLES, seed(store.study())))
                .build(trials, StudyDocument.LOSSES.read(path, store).orElse(List.of()), provenance);
        return new StudyRecord(
                results,
                trials,
                StudyDocument.NEURONS.read(path, store).orElse(List.of()),
                StudyDocument.EXAMPLES.read(path, store).orElse(Examples.NONE),
                StudyDocument.TRAINING.read(path, store).orElse(List.of()));
    }

    private static StudyDescription description(Path path, TrialStore store) throws InvalidFileException {
        try {
            return StudyDescription.of(store.study());
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(path.toString(), "the study", e.getMessage(), "a complete one", e);
        }
    }

    /** Among the conditions; at the top in what earlier versions wrote. */
    private static long seed(JsonNode study) {
        JsonNode seed = study.path("conditions").path("seed");
        return (seed.isMissingNode() ? study.path("seed") : seed).asLong();
    }
}
