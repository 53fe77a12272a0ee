package org.fitact.nn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.fitact.nn.model.LayerSpec;

/** The layers of a network that is not in the zoo, in a checkpoint's metadata. */
final class LayersJson {

    /** Only the records of {@link LayerSpec} can come out, and only whole. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final TypeReference<List<LayerSpec>> LAYERS = new TypeReference<>() {};

    private LayersJson() {}

    static String write(List<LayerSpec> layers) {
        try {
            return JSON.writerFor(LAYERS).writeValueAsString(layers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("layers that cannot be written: " + layers, e);
        }
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} makes */
    static List<LayerSpec> read(String text) {
        try {
            List<LayerSpec> layers = JSON.readValue(text, LAYERS);
            if (layers == null || layers.isEmpty() || layers.contains(null)) {
                throw new IllegalArgumentException("empty");
            }
            return layers;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
