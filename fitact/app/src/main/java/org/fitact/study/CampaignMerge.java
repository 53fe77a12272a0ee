package org.fitact.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.campaign.StudyUnion;
import org.fitact.identity.JsonDifference;
import org.fitact.nn.InvalidFileException;
import org.fitact.store.TrialStore;

/**
 * Puts the trials of several campaigns of equal identity together: parts of one, or campaigns with other trials, rates or schemes. The
 * same trial found by several must be the same finding.
 */
public final class CampaignMerge {

    private CampaignMerge() {}

    /**
     * Merges.
     *
     * @param parts folders with the trials of campaigns, at least one; only read
     * @param out without trials yet
     * @throws InvalidFileException if outcomes depend on something in which two differ; it names both files and the first field
     */
    public static StudyRecord merge(List<StudyFolder> parts, StudyFolder out) throws IOException {
        List<TrialStore> stores = new ArrayList<>();
        try {
            parts.forEach(part -> stores.add(TrialStore.open(part.trials())));
            JsonNode study = stores.getFirst().study();
            for (int i = 1; i < stores.size(); i++) {
                study = union(parts, study, stores.get(i).study(), i);
            }
            return merge(stores, study, out);
        } finally {
            stores.forEach(TrialStore::close);
        }
    }

    private static JsonNode union(List<StudyFolder> parts, JsonNode study, JsonNode next, int i)
            throws InvalidFileException {
        Optional<JsonDifference> difference = StudyUnion.difference(study, next);
        if (difference.isPresent()) {
            throw new InvalidFileException(
                    parts.get(i).trials(),
                    "the study's " + difference.get().path(),
                    difference.get().given(),
                    difference.get().stored() + " as in " + parts.getFirst().trials() + ", to be merged with it");
        }
        return StudyUnion.of(study, next);
    }

    private static StudyRecord merge(List<TrialStore> stores, JsonNode study, StudyFolder out) throws IOException {
        Path file = out.trials();
        try (TrialStore merged = TrialStore.openOrCreate(file, study)) {
            for (TrialStore store : stores) {
                store.trials().forEach(merged::put);
            }
            TrialStore first = stores.getFirst();
            for (String name :
                    List.of(TrialStore.NEURONS, TrialStore.EXAMPLES, TrialStore.LOSSES, TrialStore.TRAINING)) {
                first.document(name).ifPresent(document -> merged.putDocument(name, document));
            }
            merged.putDocument(TrialStore.PROVENANCE, provenance(stores));
            return StudyRecord.read(file, merged);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** That of the first, and of all the commands. */
    private static JsonNode provenance(List<TrialStore> stores) {
        ObjectNode first = stores.getFirst()
                .document(TrialStore.PROVENANCE)
                .map(document -> (ObjectNode) document.deepCopy())
                .orElseGet(JsonNodeFactory.instance::objectNode);
        ArrayNode merged = first.putArray("merged");
        for (TrialStore store : stores) {
            merged.add(store.document(TrialStore.PROVENANCE)
                    .map(document -> document.path("command").asText())
                    .orElse(""));
        }
        return first;
    }
}
