package org.fitact.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** The SQLite file of a {@link TrialStore}: opening, schema, statements, and errors in the user's words. */
final class StoreFile {

    /** "FitA", so that another program's database is not taken for a campaign. */
    static final int APPLICATION_ID = 0x46697441;

    static final int SCHEMA_VERSION = 1;

    private final Path path;
    private final Connection connection;

    /** Work on a prepared statement. */
    interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private StoreFile(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    static StoreFile open(Path path, boolean create) {
        if (!create && !Files.isRegularFile(path)) {
            throw new TrialStoreException(path + ": no such file, expected the trials of a campaign");
        }
        StoreFile file = new StoreFile(path, connect(path));
        try {
            file.prepare();
            return file;
        } catch (SQLException e) {
            throw file.closedAfter(file.translated(e));
        } catch (TrialStoreException e) {
            throw file.closedAfter(e);
        }
    }

    Path path() {
        return path;
    }

    <T> T run(String sql, Work<T> work) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    void close() {
        try (connection;
                Statement statement = connection.createStatement()) {
            // Leaving write-ahead mode checkpoints and deletes the log, so that the file can be copied or read alone.
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private static Connection connect(Path path) {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(0);
        try {
            return config.createConnection("jdbc:sqlite:" + path);
        } catch (SQLException e) {
            throw translated(path, e);
        }
    }

    private void prepare() throws SQLException {
        int version = pragma("user_version");
        int application = pragma("application_id");
        boolean empty = count("SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty && application != APPLICATION_ID) {
            throw new TrialStoreException(
                    path + ": is a database of another program, expected the trials of a campaign");
        }
        if (version > SCHEMA_VERSION) {
            throw new TrialStoreException(path + ": has schema version " + version + ", this program reads up to "
                    + SCHEMA_VERSION + "; use a newer release");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            if (empty) {
                createSchema(statement);
            }
        }
        checkIntegrity();
    }

    private static void createSchema(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
        statement.execute("CREATE TABLE trials (scheme TEXT NOT NULL, rate REAL NOT NULL, trial INTEGER NOT NULL, "
                + "flips INTEGER NOT NULL, correct INTEGER NOT NULL, images INTEGER NOT NULL, seconds REAL NOT NULL, "
                + "PRIMARY KEY (scheme, rate, trial)) WITHOUT ROWID");
        statement.execute("CREATE TABLE documents (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID");
        statement.execute("COMMIT");
    }

    private void checkIntegrity() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!row.next() || !"ok".equals(row.getString(1))) {
                throw damaged(path, null);
            }
        }
    }

    private int pragma(String name) throws SQLException {
        return count("PRAGMA " + name);
    }

    private int count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getInt(1);
        }
    }

    private TrialStoreException closedAfter(TrialStoreException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private TrialStoreException translated(SQLException e) {
        return translated(path, e);
    }

    private static TrialStoreException translated(Path path, SQLException e) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode());
        return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
            case SQLITE_NOTADB -> new TrialStoreException(path + ": is not an SQLite file", e);
            case SQLITE_CORRUPT -> damaged(path, e);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new TrialStoreException(path + ": is in use by another campaign or report", e);
            case SQLITE_FULL -> new TrialStoreException(path + ": no space left on the disk", e);
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM ->
                new TrialStoreException(path + ": cannot be opened for writing", e);
            default -> new TrialStoreException(path + ": " + e.getMessage(), e);
        };
    }

    private static TrialStoreException damaged(Path path, SQLException cause) {
        return new TrialStoreException(path + ": is damaged; remove it and run the campaign again", cause);
    }
}
