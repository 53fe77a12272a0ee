package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.model.LayerSpec;

/** The layers of a network that is not in the zoo, in a checkpoint's metadata. */
final class LayersJson {

    private static final JsonMapper JSON = new JsonMapper();

    private static final TypeReference<List<LayerSpec>> LAYERS = new TypeReference<>() {};

    private LayersJson() {}

    static String write(List<LayerSpec> layers) {
        try {
            return JSON.writerFor(LAYERS).writeValueAsString(layers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("layers that cannot be written: " + layers, e);
        }
    }

    /** @throws InvalidFileException if the text is not what {@link #write} makes */
    static List<LayerSpec> read(JsonReader reader, String text) throws InvalidFileException {
        return reader.read(text, LAYERS);
    }
}
