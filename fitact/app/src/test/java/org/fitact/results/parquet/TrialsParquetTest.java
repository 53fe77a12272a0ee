package org.fitact.results.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.code.ReadCounts;
import org.fitact.results.TrialTable;
import org.fitact.results.TrialsCsv;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in Parquet is what is in the text, to the bit of a double; the profile {@code parquet} runs it. */
@Tag("parquet")
class TrialsParquetTest {

    private static final int TRIALS = 3000;

    @TempDir
    private Path folder;

    private Path csv;
    private List<String> rows;

    @BeforeEach
    void writeText() throws IOException {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            trials.put(new TrialKey("none", 1e-6 / 3, trial), new TrialOutcome(1L << 40, 80, 100, trial / 7.0));
            trials.put(new TrialKey("fitact+secded72", 1e-6, trial), full(trial));
        }
        csv = folder.resolve("trials.csv");
        Files.writeString(csv, TrialsCsv.of(List.of("none", "fitact+secded72"), TrialTable.of(trials)));
        rows = Files.readAllLines(csv);
        assertEquals(1 + 2 * TRIALS, rows.size());
    }

    private static TrialOutcome full(int trial) {
        return new TrialOutcome(
                trial,
                60,
                100,
                0.5,
                OptionalDouble.of(Math.sqrt(0.5 / (1 + trial))),
                Optional.of(new Consequences(30, 15, 30, 0, 1, 50, -Math.cbrt(0.1 / (1 + trial)), -0.5)),
                Optional.of(new ReadCounts(1L << 33, 3, 1, 0, trial)),
                Optional.of(new AlarmCounts(4, 1L << 34, 50, 20, 15)),
                Optional.of(new TransientCounts(1L << 35, 12)),
                Optional.of(new CheckCounts(1, 3, 2, 4)));
    }

    @Test
    void sameRowsAndTypes() throws IOException, SQLException {
        Path data = folder.resolve("it's a=b [*]").resolve("rows");
        Path file = TrialsParquet.write(csv, data);
        assertEquals(data.resolve(TrialsParquet.FILE), file);
        assertEquals(List.of(file), inside(data));

        // A pattern would be taken for one where it is read, too.
        Path plain = Files.copy(file, folder.resolve("plain.parquet"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            assertEquals(types(), types(statement, plain));
            List<String> read = new ArrayList<>(List.of(rows.getFirst()));
            try (ResultSet found = statement.executeQuery("SELECT * FROM '" + plain + "'")) {
                while (found.next()) {
                    read.add(row(found));
                }
            }
            assertEquals(rows, read);
        }
    }

    private static List<String> types() {
        return TrialsCsv.COLUMNS.stream()
                .map(column -> column.name() + " "
                        + switch (column.type()) {
                            case TEXT -> "BYTE_ARRAY UTF8";
                            case INTEGER -> "INT32 INT_32";
                            case LONG -> "INT64 INT_64";
                            case DOUBLE -> "DOUBLE null";
                        })
                .toList();
    }

    private static List<String> types(Statement statement, Path file) throws SQLException {
        List<String> types = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(
                "SELECT name, type, converted_type FROM parquet_schema('" + file + "') WHERE type IS NOT NULL")) {
            while (found.next()) {
                types.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3));
            }
        }
        return types;
    }

    /** As the text has it. */
    private static String row(ResultSet found) throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int c = 1; c <= TrialsCsv.COLUMNS.size(); c++) {
            Object cell = found.getObject(c);
            boolean isSeconds = c == TrialsCsv.COLUMNS.size();
            cells.add(cell == null ? "" : isSeconds ? String.format("%.4f", (double) cell) : cell.toString());
        }
        return String.join(",", cells);
    }

    @Test
    void nothingIsWrittenOverAndNothingHalfWritten() throws IOException {
        Path data = Files.createDirectory(folder.resolve("rows"));
        TrialsParquet.write(csv, data);
        byte[] before = Files.readAllBytes(data.resolve(TrialsParquet.FILE));
        assertThrows(DirectoryNotEmptyException.class, () -> TrialsParquet.write(csv, data));
        assertEquals(List.of(data.resolve(TrialsParquet.FILE)), inside(data));
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(data.resolve(TrialsParquet.FILE))));

        Path other = folder.resolve("other");
        Path broken = Files.writeString(folder.resolve("broken.csv"), rows.getFirst() + "\nnone,much\n");
        IOException refused = assertThrows(IOException.class, () -> TrialsParquet.write(broken, other));
        assertTrue(refused.getMessage().startsWith(other + ": cannot be written: "), refused::getMessage);
        assertFalse(Files.exists(other));
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
