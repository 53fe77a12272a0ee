package org.fitact.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.study.StudyFolder;

/** The files of a reproduction in its folder. */
public record ReproductionFolder(Path path) {

    /** By itself it is a reproduction that has not begun. */
    public static final String PRESET = "preset.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The folder of the studies of all networks. */
    public Path networks() {
        return path.resolve("networks");
    }

    /** The study of a network: checkpoints, profile, trials. */
    public StudyFolder network(String name) {
        return new StudyFolder(networks().resolve(name));
    }

    /** The trials of figure 1. */
    public Path sweep(String network) {
        return network(network).path().resolve("fig1.db");
    }

    /** A variant of FitAct: its checkpoint and its trials. */
    public StudyFolder ablation(String network, String variant) {
        return new StudyFolder(network(network).path().resolve("ablations").resolve(variant));
    }

    /** A network in one format under all codes: its trials. */
    public StudyFolder memory(String network, MemoryPreset.Case format) {
        return new StudyFolder(network(network).path().resolve("memory").resolve(format.folder()));
    }

    /** A network under all protections of the field: their trials, and what they cost. */
    public StudyFolder field(String network) {
        return new StudyFolder(network(network).path().resolve("field"));
    }

    /** A network under those protections of the field that look at the computation, which is struck: their trials. */
    public StudyFolder upsets(String network) {
        return new StudyFolder(network(network).path().resolve("upsets"));
    }

    /** A network under a scheme in integers of all widths. */
    public Path widths(String network, String scheme) {
        return network(network).path().resolve("widths-" + scheme + ".json");
    }

    public Path page() {
        return path.resolve("reproduction.html");
    }

    /** The page's tables and figures as Markdown. */
    public Path document() {
        return path.resolve("reproduction.md");
    }

    public Path results() {
        return path.resolve("reproduction.json");
    }

    public Path figures() {
        return path.resolve("figures");
    }

    /**
     * Makes the folder one of a preset.
     *
     * @throws InvalidFileException if it is one of another preset already
     */
    void claim(Preset preset) throws IOException {
        Path file = path.resolve(PRESET);
        JsonNode wanted = JSON.readTree(JSON.writeValueAsBytes(preset));
        if (!Files.exists(file)) {
            StudyFolder.writable(path);
            AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(preset));
            return;
        }
        JsonNode found = JsonReader.object(file);
        if (!found.equals(wanted)) {
            throw new InvalidFileException(
                    file,
                    "preset",
                    found.path("name").asText("something") + " of another definition or seed",
                    "the preset " + preset.name() + " as it is now; choose another --out");
        }
    }
}
