package org.fitact.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.nn.graph.op.Fields;

/**
 * The canonical form of JSON, and of what is written as such. A record becomes an object of all its components, so that
 * one that is added is part of the identity from then on, or of the {@link Fields} that it says it has; where it is one of
 * several forms of a sealed interface, the field {@code type} says which.
 */
final class Canonical {

    private static final int LONGEST_INTEGER = 19;
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .nodeFactory(NODES)
            .build();

    private Canonical() {}

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * A value as JSON; empty for an empty optional.
     *
     * @param place of the value, for messages
     */
    static Optional<JsonNode> tree(String place, Object value) {
        return switch (value) {
            case null -> Optional.of(NODES.nullNode());
            case Optional<?> optional -> optional.flatMap(present -> tree(place, present));
            case Identity identity -> Optional.of(identity.tree());
            case JsonNode node -> Optional.of(node.deepCopy());
            case String text -> Optional.of(NODES.textNode(text));
            case Boolean truth -> Optional.of(NODES.booleanNode(truth));
            case Enum<?> constant -> Optional.of(NODES.textNode(constant.name().toLowerCase(Locale.ROOT)));
            case Number number -> Optional.of(NODES.numberNode(decimal(place, number)));
            case Set<?> set -> Optional.of(sorted(array(place, set)));
            case Collection<?> list -> Optional.of(array(place, list));
            case Map<?, ?> map -> Optional.of(object(place, map));
            case Record record -> Optional.of(object(place, record));
            default -> Optional.of(array(place, elements(place, value)));
        };
    }

    private static BigDecimal decimal(String place, Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(place + " is " + number + ", expected a finite number", e);
        }
    }

    private static List<Object> elements(String place, Object array) {
        if (!array.getClass().isArray()) {
            throw new IllegalArgumentException(
                    place + " is a " + array.getClass().getName()
                            + ", whose parts cannot be told; expected a record, a list or a plain value");
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static ArrayNode array(String place, Collection<?> values) {
        ArrayNode array = NODES.arrayNode();
        for (Object value : values) {
            tree(place + "[" + array.size() + "]", value).ifPresent(array::add);
        }
        return array;
    }

    private static ArrayNode sorted(ArrayNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        elements.sort(Comparator.comparing(Canonical::text));
        return NODES.arrayNode().addAll(elements);
    }

    private static ObjectNode object(String place, Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, value) ->
                tree(place + "." + key, value).ifPresent(node -> object.set(String.valueOf(key), node)));
        return object;
    }

    private static ObjectNode object(String place, Record value) {
        ObjectNode object = NODES.objectNode();
        if (Arrays.stream(value.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
            object.put("type", value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        fields(value).forEach((name, part) -> {
            String inside = place + "." + name;
            if (object.has(name)) {
                throw new IllegalArgumentException(inside + " would stand in the place of the record's type");
            }
            tree(inside, part).ifPresent(node -> object.set(name, node));
        });
        return object;
    }

    private static Map<String, Object> fields(Record value) {
        if (value instanceof Fields written) {
            return written.fields();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            fields.put(component.getName(), read(component, value));
        }
        return fields;
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "component " + component.getName() + " of " + value.getClass() + " cannot be read", e);
        }
    }

    /** Fields sorted by their names, no white space, every number in one way. */
    static String text(JsonNode node) {
        StringBuilder text = new StringBuilder();
        write(node, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, text);
            case ARRAY -> writeArray(node, text);
            case NUMBER -> text.append(number(node));
            case STRING -> writeText(node.textValue(), text);
            case BOOLEAN, NULL -> text.append(node.asText());
            default -> throw new IllegalArgumentException("JSON has no " + node.getNodeType());
        }
    }

    private static void writeObject(JsonNode node, StringBuilder text) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        text.append('{');
        String separator = "";
        for (String name : names) {
            text.append(separator);
            writeText(name, text);
            text.append(':');
            write(node.get(name), text);
            separator = ",";
        }
        text.append('}');
    }

    private static void writeArray(JsonNode node, StringBuilder text) {
        text.append('[');
        for (int i = 0; i < node.size(); i++) {
            text.append(i == 0 ? "" : ",");
            write(node.get(i), text);
        }
        text.append(']');
    }

    /** 1, 1.0 and 1e0 are one number; a float is the shortest decimal that reads as that float. */
    private static String number(JsonNode node) {
        BigDecimal value = switch (node.numberType()) {
            case FLOAT -> decimal("a number", node.floatValue());
            case DOUBLE -> decimal("a number", node.doubleValue());
            default -> node.decimalValue();
        };
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        boolean integer = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= LONGEST_INTEGER;
        return integer ? stripped.toPlainString() : stripped.toString();
    }

    private static void writeText(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
