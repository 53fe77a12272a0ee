package org.fitact.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's errors in the user's words. */
final class StoreErrors {

    /** What a transaction of one trial needs, and some. */
    private static final long LEAST_SPACE = 1 << 16;

    private static final String CODE = "^\\[SQLITE_\\w+]\\s*";

    private StoreErrors() {}

    static TrialStoreException translated(Path path, SQLException e) {
        SQLiteErrorCode code = code(e);
        return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
            case SQLITE_NOTADB -> new TrialStoreException(path + ": is not an SQLite file", e);
            case SQLITE_CORRUPT -> damaged(path, e);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new TrialStoreException(path + ": is in use by another campaign or report", e);
            case SQLITE_FULL -> new TrialStoreException(path + ": no space left on the disk", e);
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM ->
                new TrialStoreException(path + ": cannot be opened for writing" + becauseFull(path), e);
            case SQLITE_IOERR ->
                new TrialStoreException(
                        path
                                + (isReading(code)
                                        ? ": cannot be read, the disk reports an error"
                                        : ": cannot be written, "
                                                + (isFull(path)
                                                        ? "no space left on the disk"
                                                        : "the disk reports an error")),
                        e);
            case SQLITE_NOMEM -> new TrialStoreException(path + ": not enough memory to use it", e);
            default ->
                new TrialStoreException(
                        path + ": cannot be used: "
                                + String.valueOf(e.getMessage()).replaceFirst(CODE, ""),
                        e);
        };
    }

    static TrialStoreException damaged(Path path, SQLException cause) {
        return new TrialStoreException(path + ": is damaged; remove it and run the campaign again", cause);
    }

    /** With the extension that says at what an operation failed, where the driver tells. */
    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException ofSqlite
                ? ofSqlite.getResultCode()
                : SQLiteErrorCode.getErrorCode(e.getErrorCode());
    }

    private static boolean isReading(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_FSTAT, SQLITE_IOERR_ACCESS -> true;
            default -> false;
        };
    }

    private static String becauseFull(Path path) {
        return isFull(path) ? ", no space left on the disk" : "";
    }

    private static boolean isFull(Path path) {
        try {
            Path folder = path.toAbsolutePath().getParent();
            return Files.isDirectory(folder) && Files.getFileStore(folder).getUsableSpace() < LEAST_SPACE;
        } catch (IOException unknown) {
            // A disk that cannot even say how much it holds is not called full.
            return false;
        }
    }
}
