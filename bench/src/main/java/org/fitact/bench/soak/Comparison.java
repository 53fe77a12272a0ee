package org.fitact.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;

/**
 * What an interrupted run came to beside what an uninterrupted one came to. Everything must be the same but how long it
 * took: of checkpoints every byte of every tensor, of trials every finding, of results every number, of figures and data
 * every byte. Pages for readers, which name times in their text, and the figure of overheads are only compared by their
 * presence.
 *
 * @param differences one line each
 * @param strays files that the uninterrupted run did not leave
 */
record Comparison(List<String> differences, List<Path> strays) {

    /** Fields that tell how long, when and where, and not what came out. */
    private static final Set<String> CIRCUMSTANCES = Set.of("seconds", "note.seconds", "provenance", "overhead");

    private static final Set<String> PAGES = Set.of("html", "md");

    /** The figure that shows how long each step took. */
    private static final String TIMES = "overhead.";

    private static final ObjectMapper JSON = new ObjectMapper();

    static Comparison of(Path reference, Path found) throws IOException {
        SortedSet<Path> expected = Folders.files(reference);
        SortedSet<Path> there = Folders.files(found);
        SortedSet<Path> strays = new TreeSet<>(there);
        strays.removeIf(file -> expected.contains(file) && !isLeftover(file));
        List<String> differences = new ArrayList<>();
        for (Path file : expected) {
            if (!there.contains(file)) {
                differences.add(file + " is missing");
            } else if (!isLeftover(file) && !same(reference.resolve(file.toString()), found.resolve(file.toString()))) {
                differences.add(file + " differs");
            }
        }
        return new Comparison(List.copyOf(differences), List.copyOf(strays));
    }

    private static boolean isLeftover(Path file) {
        return Leftovers.isOne(file.getFileName().toString());
    }

    private static boolean same(Path a, Path b) throws IOException {
        String name = a.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (PAGES.contains(ending) || name.startsWith(TIMES)) {
            return true;
        }
        return switch (ending) {
            case "safetensors" -> checkpoint(a).equals(checkpoint(b));
            case "json" -> essence(JSON.readTree(a.toFile())).equals(essence(JSON.readTree(b.toFile())));
            case "db" -> StoredTrials.findings(a).equals(StoredTrials.findings(b));
            default -> Files.mismatch(a, b) < 0;
        };
    }

    private static Map<String, Object> checkpoint(Path file) throws IOException {
        SafetensorsFile content = SafetensorsFile.read(file);
        Map<String, Object> parts = new TreeMap<>();
        for (Map.Entry<String, StoredTensor> tensor : content.tensors().entrySet()) {
            StoredTensor stored = tensor.getValue();
            parts.put(
                    "tensor " + tensor.getKey(),
                    List.of(stored.type(), Arrays.toString(stored.shape()), stored.data()));
        }
        for (Map.Entry<String, String> note : content.metadata().entrySet()) {
            if (!CIRCUMSTANCES.contains(note.getKey())) {
                parts.put("note " + note.getKey(), essence(note.getValue()));
            }
        }
        return parts;
    }

    private static Object essence(String note) throws IOException {
        boolean json = note.startsWith("{") || note.startsWith("[");
        return json ? essence(JSON.readTree(note)) : note;
    }

    /** Without what tells how long, when and where. */
    private static JsonNode essence(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(CIRCUMSTANCES);
        }
        node.forEach(Comparison::essence);
        return node;
    }
}
