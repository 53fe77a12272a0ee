package org.fitact.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.RefusedValueException;
import org.fitact.nn.json.JsonReader;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ThresholdSearch;

/**
 * The presets, which are JSON files among the resources. A file says what holds for all networks in the objects
 * {@code recipe}, {@code postTraining}, {@code search} and {@code campaign}; a network's objects of these names
 * override single fields. What neither says is the default of the program.
 */
public final class Presets {

    private static final List<String> NAMES = List.of("quick", "cpu-short", "cpu", "gpu", "paper");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double HELD_OUT = 0.1;

    private Presets() {}

    public static List<String> names() {
        return NAMES;
    }

    /**
     * A preset by its name, or from a file of the user, whose name ends in {@code .json}.
     *
     * @throws RefusedValueException for an unknown name
     * @throws InvalidFileException if the file is not a preset, naming the field
     */
    public static Preset of(String nameOrFile) throws IOException {
        if (nameOrFile.endsWith(".json")) {
            return parse(nameOrFile, JsonReader.object(Path.of(nameOrFile)));
        }
        if (!NAMES.contains(nameOrFile)) {
            throw new RefusedValueException(
                    "preset is",
                    "'" + nameOrFile + "'",
                    String.join(", ", NAMES) + ", or a file whose name ends in .json");
        }
        String source = "preset " + nameOrFile;
        return parse(source, new JsonReader(source, "").object(Resource.bytes("presets/" + nameOrFile + ".json")));
    }

    private static Preset parse(String source, ObjectNode preset) throws InvalidFileException {
        JsonReader reader = new JsonReader(source, "");
        Map<String, ObjectNode> common = Map.of(
                "recipe",
                        JSON.createObjectNode()
                                .put("momentum", 0.9)
                                .put("cutOut", 0)
                                .put("mixUp", 0)
                                .put("ema", 0)
                                .putNull("decayed")
                                .setAll(take(reader, "", preset, "recipe")),
                "postTraining",
                        JSON.<ObjectNode>valueToTree(PostTraining.DEFAULT)
                                .setAll(take(reader, "", preset, "postTraining")),
                "search",
                        JSON.<ObjectNode>valueToTree(ThresholdSearch.DEFAULT)
                                .setAll(take(reader, "", preset, "search")),
                "campaign", JSON.createObjectNode().putNull("sampling").setAll(take(reader, "", preset, "campaign")));
        JsonNode networks = preset.path("networks");
        for (int i = 0; networks.isArray() && i < networks.size(); i++) {
            String path = "networks[" + i + "]";
            complete(reader, path + ".", reader.object(path, networks.get(i)), common);
        }
        return reader.read(preset, Preset.class);
    }

    private static void complete(JsonReader reader, String path, ObjectNode network, Map<String, ObjectNode> common)
            throws InvalidFileException {
        for (Map.Entry<String, ObjectNode> defaults : common.entrySet()) {
            ObjectNode both = defaults.getValue().deepCopy();
            network.set(defaults.getKey(), both.setAll(take(reader, path, network, defaults.getKey())));
        }
        if (!network.has("standsFor")) {
            network.putNull("standsFor");
        }
        if (!network.has("heldOut")) {
            network.put("heldOut", HELD_OUT);
        }
    }

    private static ObjectNode take(JsonReader reader, String path, ObjectNode object, String name)
            throws InvalidFileException {
        JsonNode taken = object.remove(name);
        return taken == null ? JSON.createObjectNode() : reader.object(path + name, taken);
    }
}
