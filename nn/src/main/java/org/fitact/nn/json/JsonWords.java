package org.fitact.nn.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The words in which {@link JsonReader} complains. */
final class JsonWords {

    private static final int LONGEST = 80;

    private JsonWords() {}

    /** What is complained of: a place in the file and a path below it; either may be empty. */
    static String field(String place, String path) {
        if (place.isEmpty()) {
            return path.isEmpty() ? "content" : path;
        }
        return path.isEmpty() || path.startsWith("[") ? place + path : place + "." + path;
    }

    static String brief(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        if (node.isContainerNode() && node.size() > LONGEST) {
            return node.isArray() ? "a list of " + node.size() : "an object of " + node.size() + " fields";
        }
        return brief(node.toString());
    }

    static String brief(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    /** Text that is not JSON: where it stops to be so. */
    static String broken(JacksonException e) {
        return e.getLocation() == null
                ? "broken"
                : "broken at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** What a value of this type looks like. */
    static String expected(Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number below 2^31";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == float.class || type == double.class || Number.class.isAssignableFrom(type)) {
            return "a finite number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return structure(type);
    }

    private static String structure(Class<?> type) {
        if (type == byte[].class) {
            return "bytes in Base64";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.isRecord()) {
            return "an object with "
                    + Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", "));
        }
        return Map.class.isAssignableFrom(type) || type.isInterface() ? "an object" : "another value";
    }
}
