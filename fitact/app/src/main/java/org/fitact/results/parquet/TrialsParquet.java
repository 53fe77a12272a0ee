package org.fitact.results.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.nn.AtomicFile;
import org.fitact.results.TrialsCsv;

/**
 * The rows of {@code trials.csv} as a data set of Parquet: the same columns in the same order, each of its type, null where the text is
 * empty. DuckDB reads the one and writes the other; nothing here is compiled against it, and only who asks for it downloads it.
 */
public final class TrialsParquet {

    /** The one file of the data set. */
    public static final String FILE = "trials.parquet";

    private static final String IN_MEMORY = "jdbc:duckdb:";

    private TrialsParquet() {}

    /** Whether DuckDB is on the class path. */
    public static boolean isPossible() {
        return DriverManager.drivers().anyMatch(TrialsParquet::isDuckDb);
    }

    private static boolean isDuckDb(Driver driver) {
        try {
            return driver.acceptsURL(IN_MEMORY);
        } catch (SQLException noAnswer) {
            return false;
        }
    }

    /** Whether a data set can lie there: a folder that is empty, or a name that is free. */
    public static boolean isFree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Files.notExists(folder);
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    /**
     * Writes the data set; where that fails nothing is left.
     *
     * @param csv as {@link TrialsCsv} writes it
     * @param folder {@linkplain #isFree free}; created with those that it lies in, if missing
     * @return the file in it
     * @throws DirectoryNotEmptyException if something lies there
     * @throws IOException if a file cannot be read or written, naming it
     */
    public static Path write(Path csv, Path folder) throws IOException {
        if (!isFree(folder)) {
            throw new DirectoryNotEmptyException(folder.toString());
        }
        // A folder of the program's own: DuckDB takes *, ? and [ in names of files for patterns, and writes in several
        // steps.
        Path work = Files.createTempDirectory("fitact-parquet");
        try {
            Path from = Files.copy(csv, work.resolve("trials.csv"));
            Path made = work.resolve(FILE);
            convert(from, made);
            return moved(made, folder);
        } catch (SQLException e) {
            throw new IOException(
                    folder + ": cannot be written: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        } finally {
            remove(work);
        }
    }

    /** With what DuckDB may have left there where it failed. */
    private static void remove(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }

    private static Path moved(Path made, Path folder) throws IOException {
        boolean isNew = Files.notExists(folder);
        Path target = Files.createDirectories(folder).resolve(FILE);
        try (FileChannel in = FileChannel.open(made)) {
            AtomicFile.write(target, out -> {
                for (long at = 0; at < in.size(); ) {
                    at += in.transferTo(at, in.size() - at, out);
                }
            });
            return target;
        } catch (IOException | RuntimeException | Error e) {
            if (isNew) {
                Files.deleteIfExists(folder);
            }
            throw e;
        }
    }

    private static void convert(Path csv, Path parquet) throws SQLException {
        String columns = TrialsCsv.COLUMNS.stream()
                .map(column -> quoted(column.name()) + ": " + quoted(type(column.type())))
                .collect(Collectors.joining(", ", "{", "}"));
        try (Connection connection = DriverManager.getConnection(IN_MEMORY);
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM read_csv(" + quoted(csv.toString()) + ", columns = " + columns
                    + ", header = true, auto_detect = false, hive_partitioning = false)) TO "
                    + quoted(parquet.toString()) + " (FORMAT parquet)");
        }
    }

    /** As DuckDB calls it; in Parquet a STRING, INT32, INT64 and DOUBLE. */
    private static String type(TrialsCsv.Type type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case INTEGER -> "INTEGER";
            case LONG -> "BIGINT";
            case DOUBLE -> "DOUBLE";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
