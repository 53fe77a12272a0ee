package org.fitact.reproduce.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.fitact.report.document.Document;

/** A JSON object as a table of two columns, nested fields with dots. */
public final class RecordTables {

    private RecordTables() {}

    static Document.Table of(JsonNode object) {
        List<List<String>> rows = new ArrayList<>();
        fields(rows, "", object);
        return new Document.Table(List.of("field", "value"), 2, rows);
    }

    private static void fields(List<List<String>> rows, String name, JsonNode node) {
        boolean objects = node.isArray() && !node.isEmpty() && node.get(0).isObject();
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            fields(rows, (name.isEmpty() ? "" : name + ".") + field.getKey(), field.getValue()));
        } else if (objects) {
            for (JsonNode element : node) {
                fields(rows, name + "." + element.path("name").asText(), element);
            }
        } else {
            rows.add(List.of(name, node.isTextual() ? node.textValue() : node.toString()));
        }
    }
}
