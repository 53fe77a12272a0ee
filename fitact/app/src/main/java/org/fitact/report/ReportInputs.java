package org.fitact.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.results.Examples;
import org.fitact.results.FaultFreeLoss;
import org.fitact.results.LayerNeurons;
import org.fitact.results.ResultsBuilder;
import org.fitact.results.StudyDescription;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.store.TrialStore;

/**
 * Everything a report shows.
 *
 * @param results the numbers
 * @param trials the trials behind them
 * @param layers neurons of each activation in forward order; empty leaves their figures out
 * @param examples images; {@link Examples#NONE} leaves them out
 */
public record ReportInputs(StudyResults results, TrialTable trials, List<LayerNeurons> layers, Examples examples) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ReportInputs {
        layers = List.copyOf(layers);
    }

    /**
     * Reads them from a trial store alone: the study, the trials, and the documents {@link TrialStore#NEURONS},
     * {@link TrialStore#EXAMPLES}, {@link TrialStore#LOSSES} and {@link TrialStore#PROVENANCE} where there are such.
     *
     * @param path the store's file, for messages
     * @throws InvalidFileException if a document is not what it should be, naming it
     */
    public static ReportInputs read(Path path, TrialStore store, Bootstrap bootstrap) throws IOException {
        StudyDescription study;
        try {
            study = StudyDescription.of(store.study());
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(path.toString(), "the study", e.getMessage(), "a complete one", e);
        }
        TrialTable trials = TrialTable.of(store.trials());
        JsonNode provenance = store.document(TrialStore.PROVENANCE).orElseGet(JsonNodeFactory.instance::objectNode);
        return new ReportInputs(
                new ResultsBuilder(study, bootstrap)
                        .build(
                                trials,
                                document(path, store, TrialStore.LOSSES, new TypeReference<List<FaultFreeLoss>>() {})
                                        .orElse(List.of()),
                                provenance),
                trials,
                document(path, store, TrialStore.NEURONS, new TypeReference<List<LayerNeurons>>() {})
                        .orElse(List.of()),
                document(path, store, TrialStore.EXAMPLES, new TypeReference<Examples>() {})
                        .orElse(Examples.NONE));
    }

    /** The document {@link TrialStore#NEURONS} that {@link #read} takes up. */
    public static JsonNode neuronsDocument(List<LayerNeurons> layers) {
        return JSON.valueToTree(layers);
    }

    /** The document {@link TrialStore#LOSSES} that {@link #read} takes up. */
    public static JsonNode lossesDocument(List<FaultFreeLoss> losses) {
        return JSON.valueToTree(losses);
    }

    /** The document {@link TrialStore#EXAMPLES} that {@link #read} takes up. */
    public static JsonNode examplesDocument(Examples examples) {
        return JSON.valueToTree(examples);
    }

    private static <T> Optional<T> document(Path path, TrialStore store, String name, TypeReference<T> type)
            throws IOException {
        Optional<JsonNode> json = store.document(name);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JsonReader(path.toString(), "document \"" + name + "\"").read(json.get(), type));
    }
}
