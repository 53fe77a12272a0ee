package org.fitact.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.train.EpochResult;
import org.fitact.results.Examples;
import org.fitact.results.FaultFreeLoss;
import org.fitact.results.LayerNeurons;
import org.fitact.store.TrialStore;

/**
 * A document of a trial store, and of what it is the JSON.
 *
 * @param name in the store
 * @param <T> what it holds
 */
public record StudyDocument<T>(String name, TypeReference<T> type) {

    /** Profiled maxima and bounds of the neurons, by layer in forward order. */
    public static final StudyDocument<List<LayerNeurons>> NEURONS =
            new StudyDocument<>(TrialStore.NEURONS, new TypeReference<>() {});

    /** Images that are right under one scheme only. */
    public static final StudyDocument<Examples> EXAMPLES =
            new StudyDocument<>(TrialStore.EXAMPLES, new TypeReference<>() {});

    /** What the schemes cost without faults, as far as hardening measured it. */
    public static final StudyDocument<List<FaultFreeLoss>> LOSSES =
            new StudyDocument<>(TrialStore.LOSSES, new TypeReference<>() {});

    /** What the epochs of the network's training came to. */
    public static final StudyDocument<List<EpochResult>> TRAINING =
            new StudyDocument<>(TrialStore.TRAINING, new TypeReference<>() {});

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Stores it, in place of an earlier one. */
    public void put(TrialStore store, T content) {
        store.putDocument(name, JSON.valueToTree(content));
    }

    /**
     * Reads it; empty if the store has none.
     *
     * @param path the store's file, for messages
     * @throws org.fitact.nn.InvalidFileException if it is not of this type, naming the field
     */
    public Optional<T> read(Path path, TrialStore store) throws IOException {
        Optional<JsonNode> json = store.document(name);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JsonReader(path.toString(), "document \"" + name + "\"").read(json.get(), type));
    }
}
