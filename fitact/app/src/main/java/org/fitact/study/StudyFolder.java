package org.fitact.study;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.text.ShellWord;

/** The files of a study in its folder. */
public record StudyFolder(Path path) {

    /** Name of {@link #options}, of no use where nothing else was left. */
    public static final String OPTIONS = "options.json";

    private static final String MODEL = "model.safetensors";
    private static final String PROFILE = "profile.safetensors";
    private static final Pattern HARDENED = Pattern.compile("hardened-(.+)\\.safetensors");

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

    /**
     * The command that leaves a file of this name in the folder of a study, such as {@code fitact harden runs/small --schemes
     * fitact}; empty for any other name, and where there is no such folder.
     */
    public static Optional<String> madeBy(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName() == null || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        String shown = ShellWord.of(
                Objects.requireNonNullElse(file.getParent(), Path.of(".")).toString());
        Matcher hardened = HARDENED.matcher(file.getFileName().toString());
        if (hardened.matches()) {
            return Optional.of("fitact harden " + shown + " --schemes " + hardened.group(1));
        }
        return switch (file.getFileName().toString()) {
            case MODEL -> Optional.of("fitact train --out " + shown + " or fitact import");
            case PROFILE -> Optional.of("fitact harden " + shown);
            default -> Optional.empty();
        };
    }

    /** The trained network, with what is needed to go on training. */
    public Path model() {
        return path.resolve(MODEL);
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
        return path.resolve(PROFILE);
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
