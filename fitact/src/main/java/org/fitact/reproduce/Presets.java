package org.fitact.reproduce;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.NearestName;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ThresholdSearch;

/**
 * The presets, which are JSON files among the resources. A file says what holds for all networks in the objects
 * {@code recipe}, {@code postTraining}, {@code search} and {@code campaign}; a network's objects of these names
 * override single fields. What neither says is the default of the program.
 */
public final class Presets {

    private static final List<String> NAMES = List.of("quick", "cpu", "gpu", "paper");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    private static final double HELD_OUT = 0.1;

    private Presets() {}

    public static List<String> names() {
        return NAMES;
    }

    /**
     * A preset by its name, or from a file of the user, whose name ends in {@code .json}.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     * @throws InvalidFileException if the file is not a preset, naming the field
     */
    public static Preset of(String nameOrFile) throws IOException {
        if (nameOrFile.endsWith(".json")) {
            return parse(nameOrFile, Files.readAllBytes(Path.of(nameOrFile)));
        }
        if (!NAMES.contains(nameOrFile)) {
            throw NearestName.unknown("preset", nameOrFile, NAMES);
        }
        try (InputStream in = Presets.class.getResourceAsStream("presets/" + nameOrFile + ".json")) {
            return parse("preset " + nameOrFile, in.readAllBytes());
        }
    }

    private static Preset parse(String source, byte[] text) throws IOException {
        try {
            ObjectNode preset = JSON.readValue(text, ObjectNode.class);
            Map<String, JsonNode> common = Map.of(
                    "recipe", merged(JSON.createObjectNode().put("momentum", 0.9), take(preset, "recipe")),
                    "postTraining", merged(JSON.valueToTree(PostTraining.DEFAULT), take(preset, "postTraining")),
                    "search", merged(JSON.valueToTree(ThresholdSearch.DEFAULT), take(preset, "search")),
                    "campaign", take(preset, "campaign"));
            for (JsonNode network : preset.path("networks")) {
                complete((ObjectNode) network, common);
            }
            return JSON.treeToValue(preset, Preset.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String found = cause instanceof JacksonException json ? json.getOriginalMessage() : cause.getMessage();
            throw new InvalidFileException(source, "a field", found, "a preset (see --describe)", e);
        } catch (ClassCastException e) {
            throw new InvalidFileException(source, "networks", "something else", "a list of objects", e);
        }
    }

    private static void complete(ObjectNode network, Map<String, JsonNode> common) {
        common.forEach((name, defaults) -> network.set(name, merged(defaults, take(network, name))));
        if (!network.has("standsFor")) {
            network.putNull("standsFor");
        }
        if (!network.has("heldOut")) {
            network.put("heldOut", HELD_OUT);
        }
    }

    private static JsonNode merged(JsonNode defaults, JsonNode overrides) {
        ObjectNode both = defaults.deepCopy();
        both.setAll((ObjectNode) overrides);
        return both;
    }

    private static JsonNode take(ObjectNode object, String name) {
        JsonNode taken = object.remove(name);
        return taken == null ? JSON.createObjectNode() : taken;
    }
}
