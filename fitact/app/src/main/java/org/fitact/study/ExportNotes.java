package org.fitact.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.json.JsonReader;

/**
 * What an exported file says of its network in its metadata: the data set ({@code data.name}), the classes by label ({@code
 * data.classes}, a JSON array), the normalisation of the images ({@code normalisation.mean} and {@code .sd}), the protection
 * ({@code protection.scheme}, where there is one), and the program ({@code fitact.version}).
 */
public final class ExportNotes {

    static final String DATASET = "data.name";
    private static final String CLASSES = "data.classes";
    private static final String SCHEME = "protection.scheme";
    private static final String VERSION = "fitact.version";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ExportNotes() {}

    /**
     * The notes for the network of a checkpoint.
     *
     * @param version of the program
     */
    public static Map<String, String> of(CheckpointInfo info, String version) {
        Map<String, String> notes = new HashMap<>(info.normalisation().toMetadata());
        notes.put(DATASET, info.dataset());
        notes.put(VERSION, version);
        String scheme = info.notes().get(Hardening.SCHEME);
        if (scheme != null) {
            notes.put(SCHEME, scheme);
        }
        try {
            notes.put(CLASSES, JSON.writeValueAsString(info.classNames()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names of classes are no JSON", e);
        }
        return notes;
    }

    /** The data set that a file names. */
    public static Optional<String> dataset(Map<String, String> notes) {
        return Optional.ofNullable(notes.get(DATASET));
    }

    /**
     * Holds the classes of a data set against those that a file names, if it names any: a network trained with other labels
     * would be wrong about every image, and nothing else would tell.
     *
     * @throws InvalidFileException if they differ; names the first that does
     */
    static void requireClasses(Path file, Map<String, String> notes, List<String> classes) throws InvalidFileException {
        String text = notes.get(CLASSES);
        if (text == null) {
            return;
        }
        List<String> named = new JsonReader(file.toString(), CLASSES).read(text, new TypeReference<List<String>>() {});
        for (int i = 0; i < Math.max(named.size(), classes.size()); i++) {
            String found = i < named.size() ? "'" + named.get(i) + "'" : "missing";
            String expected = i < classes.size() ? "'" + classes.get(i) + "'" : "none";
            if (!found.equals(expected)) {
                throw new InvalidFileException(file, CLASSES + " " + i, found, expected + " as the data set has");
            }
        }
    }
}
