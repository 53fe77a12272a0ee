package org.fitact.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library. The driver unpacks it, 1 MB, into the temporary folder for every process, and removes it when
 * the JVM ends: every process that is killed leaves one. Here it is unpacked into a folder of its own, which goes away as
 * soon as the library is loaded.
 */
final class SqliteLibrary {

    private static final String FOLDER = "org.sqlite.tmpdir";
    private static final String OWN_LIBRARY = "org.sqlite.lib.path";
    private static final String PREFIX = "fitact-sqlite-";

    /** Loading takes less than a second: a folder of this age is of a process that was killed at just that moment. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static boolean loaded;

    private SqliteLibrary() {}

    /**
     * Loads the library, once. Where a user says by the driver's own properties which library to use, or where to unpack
     * it, the driver does as it always does.
     *
     * @throws TrialStoreException if it cannot be unpacked or loaded
     */
    static synchronized void load() {
        if (loaded || System.getProperty(FOLDER) != null || System.getProperty(OWN_LIBRARY) != null) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory(PREFIX);
            removeAbandoned(folder.getParent());
            System.setProperty(FOLDER, folder.toString());
            // For systems where a library in use cannot be removed: this is done last to first, after the driver's
            // files.
            folder.toFile().deleteOnExit();
            SQLiteJDBCLoader.initialize();
            loaded = true;
            remove(folder);
        } catch (Exception e) { // which the driver declares
            throw new TrialStoreException("SQLite's library cannot be unpacked or loaded: " + e.getMessage(), e);
        } finally {
            System.clearProperty(FOLDER);
        }
    }

    private static void removeAbandoned(Path temporary) {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.isWritable(folder)
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
                    remove(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Tidying is a courtesy.
            return;
        }
    }

    private static void remove(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException inUse) {
            // Here: the JVM removes it at its end. Another's: it is no longer there, or not ours to remove.
            return;
        }
    }
}
