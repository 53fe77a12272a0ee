package org.fitact.report.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON object as names and values, nested fields with dots. */
public final class RecordFields {

    private RecordFields() {}

    /** All fields in their order; of an array of objects that have names, those of each; all other arrays in a row. */
    public static List<List<String>> of(JsonNode object) {
        List<List<String>> rows = new ArrayList<>();
        add(rows, "", object);
        return rows;
    }

    private static void add(List<List<String>> rows, String name, JsonNode node) {
        if (node.isObject()) {
            String prefix = name.isEmpty() ? "" : name + ".";
            node.properties().forEach(field -> add(rows, prefix + field.getKey(), field.getValue()));
        } else if (node.isArray() && node.path(0).has("name")) {
            node.forEach(element -> add(rows, name + "." + element.path("name").asText(), element));
        } else if (node.isArray()) {
            rows.add(List.of(name, node.valueStream().map(RecordFields::text).collect(Collectors.joining(", "))));
        } else {
            rows.add(List.of(name, text(node)));
        }
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : node.toString();
    }
}
