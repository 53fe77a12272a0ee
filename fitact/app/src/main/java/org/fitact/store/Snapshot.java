package org.fitact.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a database and its journal in a temporary folder, for a file that its writer has not closed: because it was
 * killed, or because it is still at work. SQLite folds a journal in by writing, and what is only read must not be written.
 */
final class Snapshot implements AutoCloseable {

    /** No copy: the file is complete by itself. */
    static final Snapshot NONE = new Snapshot(null);

    private static final String LOG = "-wal";
    private static final List<String> JOURNALS = List.of(LOG, "-journal");
    private static final int ATTEMPTS = 5;

    private final Path folder;

    private Snapshot(Path folder) {
        this.folder = folder;
    }

    /** A copy if a journal with something in it lies beside the file, {@link #NONE} otherwise. */
    static Snapshot of(Path database) {
        try {
            return journals(database).isEmpty() ? NONE : copy(database);
        } catch (IOException e) {
            throw new TrialStoreException(database + ": cannot be copied for reading: " + e.getMessage(), e);
        }
    }

    boolean isCopy() {
        return folder != null;
    }

    Path file(Path database) {
        return folder.resolve(database.getFileName());
    }

    private static List<Path> journals(Path database) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String ending : JOURNALS) {
            Path journal = database.resolveSibling(database.getFileName() + ending);
            if (Files.exists(journal) && Files.size(journal) > 0) {
                found.add(journal);
            }
        }
        return found;
    }

    /**
     * Of one moment: if the file was written while it was copied, it is copied again. A write-ahead log may grow meanwhile: what is
     * not whole at its end is known by its checksum and left out, and what was folded into the file is in its copy.
     */
    private static Snapshot copy(Path database) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Snapshot copy = new Snapshot(Files.createTempDirectory("fitact-trials"));
            try {
                List<FileTime> before = times(database);
                Files.copy(database, copy.file(database), StandardCopyOption.REPLACE_EXISTING);
                for (Path journal : journals(database)) {
                    Files.copy(journal, copy.file(journal), StandardCopyOption.REPLACE_EXISTING);
                }
                if (before.equals(times(database))) {
                    return copy;
                }
            } catch (IOException e) {
                copy.close();
                throw e;
            }
            copy.close();
        }
        throw new TrialStoreException(
                database + ": is in use by a campaign that writes too often to be read beside it");
    }

    private static List<FileTime> times(Path database) throws IOException {
        List<FileTime> times = new ArrayList<>(List.of(Files.getLastModifiedTime(database)));
        for (Path journal : journals(database)) {
            if (!journal.toString().endsWith(LOG)) {
                times.add(Files.getLastModifiedTime(journal));
            }
        }
        return times;
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
