package org.fitact.nn.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.stream.DoubleStream;

/** Numbers with a fraction as JSON has them: no texts such as "NaN", and none that is too large for its type. */
final class StrictNumbers {

    /** For fields that are missing, too: those are null to Jackson when it makes a record. */
    static final JsonSetter.Value NO_NULLS = JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL);

    static final SimpleModule MODULE = new SimpleModule("strict numbers")
            .addDeserializer(double.class, by(double.class, StrictNumbers::toDouble))
            .addDeserializer(Double.class, by(Double.class, StrictNumbers::toDouble))
            .addDeserializer(float.class, by(float.class, StrictNumbers::toFloat))
            .addDeserializer(Float.class, by(Float.class, StrictNumbers::toFloat))
            .addDeserializer(double[].class, by(double[].class, StrictNumbers::toDoubles))
            .addDeserializer(float[].class, by(float[].class, StrictNumbers::toFloats));

    private interface Parser<T> {
        T parse(JsonParser json, DeserializationContext context) throws IOException;
    }

    private static <T> JsonDeserializer<T> by(Class<T> type, Parser<T> parser) {
        return new JsonDeserializer<>() {
            /** Asked for where such numbers are the values of a map. */
            @Override
            public Class<T> handledType() {
                return type;
            }

            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return parser.parse(json, context);
            }
        };
    }

    private StrictNumbers() {}

    /** @param largest of the type */
    private static double finite(JsonParser json, DeserializationContext context, Class<?> type, double largest)
            throws IOException {
        double value = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
        if (!(Math.abs(value) <= largest)) {
            context.reportInputMismatch(type, "not a number of the type");
        }
        return value;
    }

    private static double[] list(JsonParser json, DeserializationContext context, Class<?> type, double largest)
            throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            context.reportInputMismatch(type.arrayType(), "not a list");
        }
        DoubleStream.Builder values = DoubleStream.builder();
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            try {
                values.add(finite(json, context, type, largest));
            } catch (JsonMappingException e) {
                e.prependPath(type.arrayType(), i);
                throw e;
            }
        }
        return values.build().toArray();
    }

    private static double toDouble(JsonParser json, DeserializationContext context) throws IOException {
        return finite(json, context, double.class, Double.MAX_VALUE);
    }

    private static float toFloat(JsonParser json, DeserializationContext context) throws IOException {
        return (float) finite(json, context, float.class, Float.MAX_VALUE);
    }

    private static double[] toDoubles(JsonParser json, DeserializationContext context) throws IOException {
        return list(json, context, double.class, Double.MAX_VALUE);
    }

    private static float[] toFloats(JsonParser json, DeserializationContext context) throws IOException {
        double[] values = list(json, context, float.class, Float.MAX_VALUE);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
