package org.fitact.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The finished trials of one campaign, and the documents a report is made from, in one SQLite file. Safe for use by
 * several threads.
 *
 * <p><b>Durability.</b> Every trial is one transaction. While the store is open the journal is a write-ahead log with
 * {@code synchronous=NORMAL}: a process killed at any moment loses no committed trial (the log is in the page cache and
 * is replayed on the next opening); a power failure may lose the last ones, which are then simply run again, and never
 * damages the file. {@link #close} folds the log back and leaves the {@code .db} alone, complete. The file is locked
 * exclusively while open, so that two campaigns cannot mix their trials.
 *
 * <p><b>Documents</b> are JSON by name: {@value #STUDY} (the definition, fixed at creation), {@value #NEURONS},
 * {@value #EXAMPLES}, {@value #LOSSES}, {@value #PROVENANCE}.
 */
public final class TrialStore implements AutoCloseable {

    /** The document that defines the study: everything that its numbers depend on, and nothing else. */
    public static final String STUDY = "study";

    /** The document with the profiled maxima and the bounds of every layer. */
    public static final String NEURONS = "neurons";

    /** The document with the images of the report. */
    public static final String EXAMPLES = "examples";

    /** The document with what each scheme costs without faults on the images that hardening chose by. */
    public static final String LOSSES = "losses";

    /** The document that says where, when and how the study ran; not compared on resumption. */
    public static final String PROVENANCE = "provenance";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoreFile file;

    private TrialStore(StoreFile file) {
        this.file = file;
    }

    /**
     * Opens the store of a study, or creates it.
     *
     * @param definition the study's definition as a JSON object; no seconds, dates or paths
     * @throws TrialStoreException if the file holds a study with another definition (the message names the first field
     *     that differs), is not a trial store, is damaged, was written by a newer version, or is in use
     */
    public static TrialStore openOrCreate(Path path, JsonNode definition) {
        TrialStore store = new TrialStore(StoreFile.open(path, true));
        try {
            Optional<JsonNode> stored = store.document(STUDY);
            if (stored.isEmpty()) {
                store.putDocument(STUDY, definition);
            } else {
                store.requireSame(stored.get(), definition);
            }
            return store;
        } catch (RuntimeException e) {
            store.closeAfter(e);
            throw e;
        }
    }

    /**
     * Opens an existing store, for a report.
     *
     * @throws TrialStoreException if there is none, or as in {@link #openOrCreate}
     */
    public static TrialStore open(Path path) {
        TrialStore store = new TrialStore(StoreFile.open(path, false));
        try {
            store.study();
            return store;
        } catch (RuntimeException e) {
            store.closeAfter(e);
            throw e;
        }
    }

    /** The study's definition. */
    public JsonNode study() {
        return document(STUDY)
                .orElseThrow(() -> new TrialStoreException(
                        file.path() + ": holds no study, its creation was cut short; " + "start the campaign again"));
    }

    /**
     * Records a finished trial, durably when this returns. Recording the same finding again changes nothing.
     *
     * @throws TrialStoreException if another finding is recorded for this trial (trials are deterministic, so one of
     *     the two is wrong), or the file cannot be written
     */
    public synchronized void put(TrialKey key, TrialOutcome outcome) {
        Optional<TrialOutcome> earlier = find(key);
        if (earlier.isPresent()) {
            if (!earlier.get().sameFinding(outcome)) {
                throw new TrialStoreException(file.path() + ": " + key + " is recorded as " + earlier.get()
                        + " and was now found to be " + outcome + "; a trial must give the same on every run");
            }
            return;
        }
        file.run(
                "INSERT INTO trials (scheme, rate, trial, flips, correct, images, seconds) VALUES (?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    bind(statement, key);
                    statement.setLong(4, outcome.flips());
                    statement.setInt(5, outcome.correct());
                    statement.setInt(6, outcome.images());
                    statement.setDouble(7, outcome.seconds());
                    return statement.executeUpdate();
                });
    }

    /** The outcome of a trial, empty if it is not finished. */
    public synchronized Optional<TrialOutcome> find(TrialKey key) {
        return file.run(
                "SELECT flips, correct, images, seconds FROM trials WHERE scheme = ? AND rate = ? AND trial = ?",
                statement -> {
                    bind(statement, key);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? Optional.of(outcome(row, 1)) : Optional.empty();
                    }
                });
    }

    /** All finished trials, ordered by scheme, rate and number, whatever the order in which they finished. */
    public synchronized SortedMap<TrialKey, TrialOutcome> trials() {
        return file.run("SELECT scheme, rate, trial, flips, correct, images, seconds FROM trials", statement -> {
            SortedMap<TrialKey, TrialOutcome> trials = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    trials.put(new TrialKey(row.getString(1), row.getDouble(2), row.getInt(3)), outcome(row, 4));
                }
            }
            return Collections.unmodifiableSortedMap(trials);
        });
    }

    /** Stores a document, in place of an earlier one of that name. */
    public synchronized void putDocument(String name, JsonNode json) {
        file.run(
                "INSERT INTO documents (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json",
                statement -> {
                    statement.setString(1, name);
                    statement.setString(2, json.toString());
                    return statement.executeUpdate();
                });
    }

    /** A document by name, empty if there is none. */
    public synchronized Optional<JsonNode> document(String name) {
        Optional<String> text = file.run("SELECT json FROM documents WHERE name = ?", statement -> {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
        return text.map(json -> parse(name, json));
    }

    /** Folds the journal back into the file and releases it. */
    @Override
    public synchronized void close() {
        file.close();
    }

    private void closeAfter(RuntimeException failure) {
        try {
            file.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void requireSame(JsonNode stored, JsonNode definition) {
        JsonDifference.first(stored, definition).ifPresent(difference -> {
            throw new TrialStoreException(file.path() + ": holds another study: \"" + difference.path() + "\" is "
                    + difference.stored() + " there and " + difference.given()
                    + " here; resume with the same settings or choose another folder");
        });
    }

    private JsonNode parse(String name, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new TrialStoreException(
                    file.path() + ": document \"" + name + "\" is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void bind(PreparedStatement statement, TrialKey key) throws SQLException {
        statement.setString(1, key.scheme());
        statement.setDouble(2, key.rate());
        statement.setInt(3, key.trial());
    }

    private static TrialOutcome outcome(ResultSet row, int column) throws SQLException {
        return new TrialOutcome(
                row.getLong(column), row.getInt(column + 1), row.getInt(column + 2), row.getDouble(column + 3));
    }
}
