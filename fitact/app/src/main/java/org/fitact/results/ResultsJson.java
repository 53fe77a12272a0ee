package org.fitact.results;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** The text of {@code results.json} and of other results. */
public final class ResultsJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new SimpleModule()
                    .addSerializer(double.class, new NullForNan())
                    .addSerializer(Double.class, new NullForNan()));

    private ResultsJson() {}

    /** Indented JSON with a final newline; what is not determined (NaN) is null, as JSON has no word for it. */
    public static String write(Object results) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The same as a tree. */
    public static JsonNode tree(Object results) {
        return MAPPER.valueToTree(results);
    }

    private static final class NullForNan extends StdSerializer<Double> {

        private static final long serialVersionUID = 1L;

        NullForNan() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isNaN()) {
                json.writeNull();
            } else {
                json.writeNumber(value);
            }
        }
    }
}
