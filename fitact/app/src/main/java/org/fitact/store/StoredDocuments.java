package org.fitact.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.json.JsonReader;

/** The table of documents: JSON by name. */
record StoredDocuments(StoreFile file) {

    /** Stores one, in place of an earlier one of that name. */
    void put(String name, JsonNode json) {
        file.run(
                "INSERT INTO documents (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json",
                statement -> {
                    statement.setString(1, name);
                    statement.setString(2, json.toString());
                    return statement.executeUpdate();
                });
    }

    /** @throws TrialStoreException if it is not JSON */
    Optional<JsonNode> find(String name) {
        Optional<String> text = file.run("SELECT json FROM documents WHERE name = ?", statement -> {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
        return text.map(json -> parsed(name, json));
    }

    private JsonNode parsed(String name, String json) {
        try {
            return new JsonReader(file.path().toString(), "document \"" + name + "\"").tree(json);
        } catch (InvalidFileException e) {
            throw new TrialStoreException(e.getMessage(), e);
        }
    }
}
