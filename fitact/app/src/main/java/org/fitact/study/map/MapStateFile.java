package org.fitact.study.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.Strata;

/** How far a map is, in a file: with the identity of what its numbers depend on. It is written beside its place and moved. */
public final class MapStateFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IDENTITY = "identity";
    private static final String STATE = "state";

    private final Path file;
    private final Identity identity;

    public MapStateFile(Path file, Identity identity) {
        this.file = file;
        this.identity = identity;
    }

    public void write(MapState state) throws IOException {
        ObjectNode tree = JSON.createObjectNode();
        tree.set(IDENTITY, identity.tree());
        tree.set(STATE, JSON.valueToTree(state));
        AtomicFile.write(file, JSON.writeValueAsBytes(tree));
    }

    /**
     * Reads it.
     *
     * @param strata of the map
     * @param images with which a fault may be met
     * @throws InvalidFileException if it is none, or of another map; it names the first field that differs
     */
    public MapState read(Strata strata, int images) throws IOException {
        ObjectNode tree = JsonReader.object(file);
        JsonReader reader = new JsonReader(file.toString(), "");
        JsonNode stored = reader.object(IDENTITY, tree.path(IDENTITY));
        Optional<JsonDifference> difference = JsonDifference.first(stored, identity.tree());
        if (difference.isPresent()) {
            throw new InvalidFileException(
                    file,
                    "the map's " + difference.get().path(),
                    difference.get().stored(),
                    difference.get().given() + " as is asked for now; choose another folder for another map");
        }
        MapState state =
                new JsonReader(file.toString(), STATE).read(reader.object(STATE, tree.path(STATE)), MapState.class);
        try {
            state.requireOf(strata, images);
        } catch (IllegalArgumentException e) {
            throw InvalidFileException.refused(file.toString(), STATE, e);
        }
        return state;
    }
}
