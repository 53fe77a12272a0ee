package org.fitact.nn.image.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;

/** Finds the files of a data set below the folder that the user names. */
public final class DataFolder {

    private DataFolder() {}

    static Optional<Path> find(Path dataDir, DataSource source) {
        return candidates(dataDir, source).stream()
                .filter(folder -> missingIn(folder, source).isEmpty())
                .findFirst();
    }

    /** The file, or the same file already unpacked where a {@code .gz} is asked for. */
    static Optional<Path> file(Path folder, String name) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
            return Optional.of(file);
        }
        if (name.endsWith(".gz")) {
            Path unpacked = folder.resolve(name.substring(0, name.length() - ".gz".length()));
            return Files.isRegularFile(unpacked) ? Optional.of(unpacked) : Optional.empty();
        }
        return Optional.empty();
    }

    static InvalidFileException missing(Path dataDir, DataSource source) {
        if (!Files.isDirectory(dataDir)) {
            return new InvalidFileException(dataDir, "the data folder", "not there", "a folder" + advice(source));
        }
        Path nearest = candidates(dataDir, source).stream()
                .min(Comparator.comparingInt(folder -> missingIn(folder, source).size()))
                .orElseThrow();
        String first = missingIn(nearest, source).getFirst();
        return new InvalidFileException(
                nearest, "file " + first, "missing", "a file of " + source.name() + advice(source));
    }

    private static String advice(DataSource source) {
        return " (get it with: fitact data get " + source.name() + ")";
    }

    private static List<String> missingIn(Path folder, DataSource source) {
        return source.files().stream()
                .filter(name -> file(folder, name).isEmpty())
                .toList();
    }

    private static List<Path> candidates(Path dataDir, DataSource source) {
        List<Path> folders = new ArrayList<>();
        for (Path parent : List.of(dataDir, dataDir.resolve(source.name()))) {
            folders.add(parent);
            source.folders().forEach(sub -> folders.add(parent.resolve(sub)));
        }
        return folders;
    }
}
