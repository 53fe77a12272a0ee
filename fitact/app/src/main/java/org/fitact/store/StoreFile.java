package org.fitact.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The SQLite file of a {@link TrialStore}: opening, schema, statements. */
final class StoreFile {

    /** "FitA", so that another program's database is not taken for a campaign. */
    static final int APPLICATION_ID = 0x46697441;

    /** 1 had neither identities nor checksums, 2 not what a trial says beside its accuracy, 3 not what reading the memory
     * came to, 4 not what bounds cut, 5 not what struck and checked the computation. */
    static final int SCHEMA_VERSION = 6;

    private static final int WITH_IDENTITIES = 2;

    private final Path path;
    private final Connection connection;
    /** Of a file that is only read and was not closed by its writer: what its journal says, folded into a copy. */
    private final Snapshot snapshot;

    private int version;

    /** Work on a prepared statement. */
    interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private StoreFile(Path path, Connection connection, Snapshot snapshot) {
        this.path = path;
        this.connection = connection;
        this.snapshot = snapshot;
    }

    /** Opens a file for a campaign, or creates it. */
    static StoreFile forWriting(Path path) {
        StoreFile file = new StoreFile(path, connect(path, path, writing(), ""), Snapshot.NONE);
        return file.opened(file::prepareWriting);
    }

    /** Opens a file of which nothing but its content is wanted: nothing is written, nothing created beside it. */
    static StoreFile forReading(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new TrialStoreException(path + ": no such file, expected the trials of a campaign");
        }
        Snapshot snapshot = Snapshot.of(path);
        StoreFile file;
        try {
            file = snapshot.isCopy()
                    ? new StoreFile(path, connect(path, snapshot.file(path), writing(), ""), snapshot)
                    : new StoreFile(path, connect(path, path, reading(), "?immutable=1"), snapshot);
        } catch (TrialStoreException e) {
            snapshot.close();
            throw e;
        }
        return file.opened(file::prepareReading);
    }

    Path path() {
        return path;
    }

    /** The schema that the file has. */
    int version() {
        return version;
    }

    <T> T run(String sql, Work<T> work) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw StoreErrors.translated(path, e);
        }
    }

    void close() {
        try (snapshot;
                connection;
                Statement statement = connection.createStatement()) {
            if (!connection.isReadOnly()) {
                // Leaving write-ahead mode checkpoints and deletes the log, so that the file can be copied or read
                // alone.
                statement.execute("PRAGMA journal_mode = DELETE");
            }
        } catch (SQLException e) {
            throw StoreErrors.translated(path, e);
        }
    }

    private static SQLiteConfig writing() {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(0);
        return config;
    }

    private static SQLiteConfig reading() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return config;
    }

    /** By URI, in which no character of a path means anything but itself. */
    private static Connection connect(Path path, Path file, SQLiteConfig config, String query) {
        SqliteLibrary.load();
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        try {
            return config.createConnection(
                    "jdbc:sqlite:file://" + file.toAbsolutePath().toUri().getRawPath() + query);
        } catch (SQLException e) {
            throw StoreErrors.translated(path, e);
        }
    }

    private interface Preparation {
        void run() throws SQLException;
    }

    private StoreFile opened(Preparation preparation) {
        try {
            preparation.run();
            return this;
        } catch (SQLException e) {
            throw closedAfter(StoreErrors.translated(path, e));
        } catch (TrialStoreException e) {
            throw closedAfter(e);
        }
    }

    private void prepareReading() throws SQLException {
        if (isEmpty()) {
            throw new TrialStoreException(
                    path + ": holds no study, its creation was cut short; start the campaign again");
        }
        checkVersion();
        checkIntegrity();
    }

    private void prepareWriting() throws SQLException {
        boolean empty = isEmpty();
        if (!empty) {
            checkVersion();
            if (version < WITH_IDENTITIES) {
                throw new TrialStoreException(
                        path + ": was written by an earlier version, which did not record what its"
                                + " trials depend on; fitact report reads it, but a campaign must begin again in another folder");
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            if (empty) {
                createSchema(statement);
            } else if (version < SCHEMA_VERSION) {
                addColumns(statement);
            }
        }
        checkIntegrity();
    }

    private boolean isEmpty() throws SQLException {
        return count("SELECT count(*) FROM sqlite_schema") == 0;
    }

    private void checkVersion() throws SQLException {
        version = count("PRAGMA user_version");
        if (count("PRAGMA application_id") != APPLICATION_ID) {
            throw new TrialStoreException(
                    path + ": is a database of another program, expected the trials of a campaign");
        }
        // Only tables: a view or a trigger would be a program that runs when the file is read.
        if (count("SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE '%VIRTUAL%'")
                > 0) {
            throw new TrialStoreException(
                    path + ": holds views, triggers or virtual tables, expected only what a campaign"
                            + " writes; remove it and run the campaign again");
        }
        if (version < 1 || version > SCHEMA_VERSION) {
            throw new TrialStoreException(path + ": has schema version " + version + ", this program reads 1 to "
                    + SCHEMA_VERSION + "; use a newer release");
        }
    }

    private void createSchema(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
        statement.execute("CREATE TABLE identities (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, "
                + "json TEXT NOT NULL) STRICT");
        statement.execute("CREATE TABLE trials (scheme TEXT NOT NULL, rate REAL NOT NULL, trial INTEGER NOT NULL, "
                + "flips INTEGER NOT NULL, correct INTEGER NOT NULL, images INTEGER NOT NULL, seconds REAL NOT NULL, "
                + "identity INTEGER NOT NULL REFERENCES identities (number), checksum INTEGER NOT NULL, "
                + String.join(", ", TrialRows.lackedBy(0))
                + ", PRIMARY KEY (scheme, rate, trial)) STRICT, WITHOUT ROWID");
        statement.execute("CREATE TABLE documents (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID");
        statement.execute("COMMIT");
        version = SCHEMA_VERSION;
    }

    /** Rows that are there stay as they are: nothing is known of them beyond what they say. */
    private void addColumns(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        for (String column : TrialRows.lackedBy(version)) {
            statement.execute("ALTER TABLE trials ADD COLUMN " + column);
        }
        statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
        statement.execute("COMMIT");
        version = SCHEMA_VERSION;
    }

    private void checkIntegrity() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!row.next() || !"ok".equals(row.getString(1))) {
                throw StoreErrors.damaged(path, null);
            }
        }
    }

    private int count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getInt(1);
        }
    }

    private TrialStoreException closedAfter(TrialStoreException failure) {
        try (snapshot) {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
