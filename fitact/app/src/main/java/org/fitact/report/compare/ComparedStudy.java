package org.fitact.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.campaign.StudyDefinition;
import org.fitact.identity.JsonDifference;
import org.fitact.memory.format.NumberFormats;
import org.fitact.store.TrialStore;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.text.Numbers;

/**
 * One of the studies that are compared.
 *
 * @param name by which all tables and figures call it, unlike that of any other
 * @param record what it found
 * @param definition all that its numbers depend on, as its store has it
 */
public record ComparedStudy(String name, StudyRecord record, JsonNode definition) {

    /** Of conditions, those that do not decide which bits of which word flip in a trial, nor on which images it is measured. */
    private static final List<String> OF_NO_FAULT = List.of("alarm", "backend");

    /**
     * Reads studies, each named by its folder: by its last name, or by all of its path where others have that name too.
     *
     * @throws org.fitact.nn.InvalidFileException if a study is not what it should be, naming its file
     */
    public static List<ComparedStudy> read(List<Path> folders) throws IOException {
        List<String> names = new ArrayList<>();
        folders.forEach(folder ->
                names.add(folder.toAbsolutePath().normalize().getFileName().toString()));
        List<ComparedStudy> studies = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            StudyFolder folder = new StudyFolder(folders.get(i));
            StudyRecord record = StudyRecord.read(folder);
            try (TrialStore store = TrialStore.open(folder.trials())) {
                boolean alone = Collections.frequency(names, names.get(i)) == 1;
                studies.add(
                        new ComparedStudy(alone ? names.get(i) : folders.get(i).toString(), record, store.study()));
            }
        }
        return studies;
    }

    /**
     * Why trials of equal numbers did not meet the same faults in another study; empty where they did, so that they are pairs. An
     * address means the same word only in networks of one kind that are stored in one format.
     */
    Optional<JsonDifference> apart(ComparedStudy other) {
        return JsonDifference.first(faults(), other.faults());
    }

    private JsonNode faults() {
        ObjectNode faults = definition.deepCopy();
        faults.retain("model", "dataset", "parameters", StudyDefinition.CONDITIONS);
        if (faults.path(StudyDefinition.CONDITIONS) instanceof ObjectNode conditions) {
            conditions.remove(OF_NO_FAULT);
            if (conditions.path("images") instanceof ObjectNode images) {
                images.retain("trial");
            }
        } else {
            // An earlier version did not say what the faults depend on: they are like those of no other study.
            faults.put(StudyDefinition.CONDITIONS, "not known of " + name);
        }
        return faults;
    }

    /** The number format of its memory, by name; unknown for what does not say it. */
    String format() {
        if (!record.results().integers().isEmpty()) {
            return "integers";
        }
        JsonNode format =
                definition.path(StudyDefinition.CONDITIONS).path("deployment").path("arithmetic");
        return format.isObject() || format.isTextual()
                ? NumberFormats.ofIdentity(format).name()
                : Numbers.UNKNOWN;
    }

    /** A fact of its provenance as text; unknown where there is none. */
    String fact(String field) {
        return record.results().provenance().path(field).asText(Numbers.UNKNOWN);
    }

    /** What is known of it, by column. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("study", name);
        facts.put("network", record.results().model());
        facts.put("data set", record.results().dataset());
        facts.put("format", format());
        facts.put("version", fact("version") + " " + fact("commit"));
        facts.put("parameters", Numbers.grouped(record.results().parameters()));
        facts.put("images of a trial", fact("imagesOfATrial"));
        facts.put("seed", fact("seed"));
        return facts;
    }
}
