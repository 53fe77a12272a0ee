package org.fitact.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.StudyUnion;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;

/**
 * The finished trials of one campaign, and the documents a report is made from, in one SQLite file. Safe for use by
 * several threads.
 *
 * <p><b>Durability.</b> Every trial is one transaction. While the store is open the journal is a write-ahead log with
 * {@code synchronous=NORMAL}: a process killed at any moment loses no committed trial (the log is in the page cache and
 * is replayed on the next opening); a power failure may lose the last ones, which are then simply run again, and never
 * damages the file. {@link #close} folds the log back and leaves the {@code .db} alone, complete. The file is locked
 * exclusively while open, so that two campaigns cannot mix their trials. {@link #open} only reads: it writes nothing and
 * creates nothing beside the file, so it reads from folders that cannot be written, and also while a campaign runs.
 *
 * <p><b>Identity.</b> Every row refers to everything that its outcome depends on, an {@link Identity} of kind {@code
 * outcome}: the study's conditions and the network of its scheme, but neither the rates (but for the largest, to which the
 * others are coupled), nor the number of trials, nor the other schemes. A row also has a checksum. A row of another identity, or
 * one that was changed, is refused.
 *
 * <p><b>Documents</b> are JSON by name: {@value #STUDY} (the definition, fixed at creation), {@value #NEURONS},
 * {@value #EXAMPLES}, {@value #LOSSES}, {@value #TRAINING}, {@value #PROVENANCE}.
 */
public final class TrialStore implements TrialLog, AutoCloseable {

    /** The document that defines the study: everything that its numbers depend on, and nothing else. */
    public static final String STUDY = "study";

    /** The document with the profiled maxima and the bounds of every layer. */
    public static final String NEURONS = "neurons";

    /** The document with the images of the report. */
    public static final String EXAMPLES = "examples";

    /** The document with what each scheme costs without faults on the images that hardening chose by. */
    public static final String LOSSES = "losses";

    /** How the network was trained, epoch by epoch. */
    public static final String TRAINING = "training";

    /** The document that says where, when and how the study ran; not compared on resumption. */
    public static final String PROVENANCE = "provenance";

    private final StoreFile file;
    private final TrialRows rows;
    private final StoredDocuments documents;
    private final Map<String, Identity> identities = new HashMap<>();
    private final Set<Identity> recorded = new HashSet<>();
    private JsonNode study;

    private TrialStore(StoreFile file) {
        this.file = file;
        this.rows = new TrialRows(file.path(), file.version());
        this.documents = new StoredDocuments(file);
    }

    /**
     * Opens the store of a study, or creates it.
     *
     * @param definition the study's definition as a JSON object; no seconds, dates or paths
     * @throws TrialStoreException if the file holds a study with another definition (the message names the first field
     *     that differs), is not a trial store, is damaged, was written by another version, or is in use
     */
    public static TrialStore openOrCreate(Path path, JsonNode definition) {
        TrialStore store = new TrialStore(StoreFile.forWriting(path));
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
     * Opens the store of a study that is asked for more: schemes, rates or trials may be added to those it has.
     *
     * @throws TrialStoreException as {@link #openOrCreate}, where outcomes depend on what differs
     */
    public static TrialStore openToGrow(Path path, JsonNode definition) {
        TrialStore store = new TrialStore(StoreFile.forWriting(path));
        try {
            JsonNode stored = store.study();
            StudyUnion.difference(stored, definition).ifPresent(store::refuse);
            store.putDocument(STUDY, StudyUnion.of(stored, definition));
            store.study = null;
            return store;
        } catch (RuntimeException e) {
            store.closeAfter(e);
            throw e;
        }
    }

    /**
     * Opens an existing store for reading only, for a report; also one that an earlier version wrote.
     *
     * @throws TrialStoreException if there is none, or as in {@link #openOrCreate}
     */
    public static TrialStore open(Path path) {
        TrialStore store = new TrialStore(StoreFile.forReading(path));
        try {
            store.study();
            return store;
        } catch (RuntimeException e) {
            store.closeAfter(e);
            throw e;
        }
    }

    /** The study's definition. */
    public synchronized JsonNode study() {
        if (study == null) {
            study = document(STUDY)
                    .orElseThrow(() -> new TrialStoreException(
                            file.path() + ": holds no study, its creation was cut short; start the campaign again"));
        }
        return study;
    }

    /** What the outcomes of a scheme depend on: {@link StudyDefinition} has it in these parts, another study as a whole. */
    private Identity identity(String scheme) {
        return identities.computeIfAbsent(scheme, name -> {
            JsonNode network = study().path(StudyDefinition.NETWORKS).path(name);
            Identity.Builder outcome = Identity.of("outcome");
            return network.isMissingNode()
                    ? outcome.with("study", study()).with("scheme", name).build()
                    : outcome.with("conditions", study().path(StudyDefinition.CONDITIONS))
                            .with("network", network)
                            .build();
        });
    }

    /**
     * Records a finished trial, durably when this returns. Recording the same finding again changes nothing.
     *
     * @throws TrialStoreException if another finding is recorded for this trial (trials are deterministic, so one of
     *     the two is wrong), or the file cannot be written
     */
    @Override
    public synchronized void put(TrialKey key, TrialOutcome outcome) {
        Optional<TrialOutcome> earlier = find(key);
        if (earlier.isPresent()) {
            if (!earlier.get().sameFinding(outcome)) {
                throw new TrialStoreException(file.path() + ": " + key + " is recorded as " + earlier.get()
                        + " and was now found to be " + outcome + "; a trial must give the same on every run");
            }
            return;
        }
        Identity identity = recorded(identity(key.scheme()));
        file.run(TrialRows.insert(), statement -> {
            TrialRows.bind(statement, key, outcome, identity.sha256());
            return statement.executeUpdate();
        });
    }

    /** An identity, once it stands in its table. */
    private Identity recorded(Identity identity) {
        if (recorded.add(identity)) {
            file.run("INSERT OR IGNORE INTO identities (sha256, json) VALUES (?, ?)", statement -> {
                statement.setString(1, identity.sha256());
                statement.setString(2, identity.json());
                return statement.executeUpdate();
            });
        }
        return identity;
    }

    /**
     * The outcome of a trial, empty if it is not finished.
     *
     * @throws TrialStoreException if its row was changed, or depends on something else than this study
     */
    @Override
    public synchronized Optional<TrialOutcome> find(TrialKey key) {
        return file.run(rows.select() + " WHERE scheme = ? AND rate = ? AND trial = ?", statement -> {
            bind(statement, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(own(rows.read(row)).outcome()) : Optional.empty();
            }
        });
    }

    /**
     * All finished trials, ordered by scheme, rate and number, whatever the order in which they finished.
     *
     * @throws TrialStoreException as in {@link #find}
     */
    public synchronized SortedMap<TrialKey, TrialOutcome> trials() {
        return file.run(rows.select(), statement -> {
            SortedMap<TrialKey, TrialOutcome> trials = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TrialRows.Row read = own(rows.read(row));
                    trials.put(read.key(), read.outcome());
                }
            }
            return Collections.unmodifiableSortedMap(trials);
        });
    }

    /** A row of this study; of files that do not say, every row is taken for one. */
    private TrialRows.Row own(TrialRows.Row row) {
        if (!row.identity().isEmpty()
                && !row.identity().equals(identity(row.key().scheme()).sha256())) {
            throw new TrialStoreException(file.path() + ": trial " + row.key().trial() + " of "
                    + row.key().scheme() + " at rate " + row.key().rate()
                    + " is of another study; the file was changed: remove it and run the campaign again");
        }
        return row;
    }

    /** Stores a document, in place of an earlier one of that name. */
    public synchronized void putDocument(String name, JsonNode json) {
        documents.put(name, json);
    }

    /** A document by name, empty if there is none. */
    public synchronized Optional<JsonNode> document(String name) {
        return documents.find(name);
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
        JsonDifference.first(stored, definition).ifPresent(this::refuse);
    }

    private void refuse(JsonDifference difference) {
        throw new TrialStoreException(file.path() + ": holds another study: \"" + difference.path() + "\" is "
                + difference.stored() + " there and " + difference.given()
                + " here; resume with the same settings or choose another folder");
    }

    private static void bind(PreparedStatement statement, TrialKey key) throws SQLException {
        statement.setString(1, key.scheme());
        statement.setDouble(2, key.rate());
        statement.setInt(3, key.trial());
    }
}
