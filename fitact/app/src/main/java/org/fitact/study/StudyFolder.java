package org.fitact.study;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a study in its folder. */
public record StudyFolder(Path path) {

    /** Name of {@link #options}, of no use where nothing else was left. */
    public static final String OPTIONS = "options.json";

    /**
     * A folder to write to, made if it is not there.
     *
     * @throws IOException if it cannot be made or written to
     */
    public static StudyFolder writable(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a file, expected a folder to write to");
        }
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw new FileSystemException(path.toString(), null, "cannot be written to");
        }
        return new StudyFolder(path);
    }

    /** The trained network, with what is needed to go on training. */
    public Path model() {
        return path.resolve("model.safetensors");
    }

    /** What came of the training. */
    public Path training() {
        return path.resolve("training.json");
    }

    /** The network under a scheme. */
    public Path hardened(String scheme) {
        return path.resolve("hardened-" + scheme + ".safetensors");
    }

    /** The work on a scheme that is not finished. */
    Path unfinished(String scheme) {
        return path.resolve("unfinished-" + scheme + ".safetensors");
    }

    /** How the network under a scheme computes in integers; {@code none} is the trained one. */
    public Path arithmetic(String scheme) {
        return path.resolve("arithmetic-" + scheme + ".json");
    }

    /** The maxima of all neurons. */
    public Path profile() {
        return path.resolve("profile.safetensors");
    }

    /** The options with which commands were begun. */
    public Path options() {
        return path.resolve(OPTIONS);
    }

    public Path trials() {
        return path.resolve("trials.db");
    }

    /** How far the map of a memory is. */
    public Path map() {
        return path.resolve("map-state.json");
    }

    /** How far an attack is. */
    public Path attackState() {
        return path.resolve("attack-state.json");
    }

    public Path results() {
        return path.resolve("results.json");
    }
}
