package org.fitact.results.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fitact.Finished;
import org.fitact.PythonWith;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.memory.code.ReadCounts;
import org.fitact.results.TrialTable;
import org.fitact.results.TrialsCsv;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that documents give for pandas and DuckDB, as they stand there, on trials whose means are known. */
class LinesOfDocumentsTest {

    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final int TRIALS = 10;

    @TempDir
    private Path folder;

    /** Of 100 images, {@code right[rate] + step · trial}: means are {@code right + 4.5 · step} %. */
    private record Known(String scheme, int[] right, int step) {}

    private static final double[] RATES = {1e-6, 1e-5};
    private static final List<Known> ALL = List.of(
            new Known("none", new int[] {50, 30}, 1),
            new Known("fitact", new int[] {60, 50}, 2),
            new Known("fitact+secded72", new int[] {70, 60}, 3));

    @BeforeEach
    void writeTrials() throws IOException {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        for (Known known : ALL) {
            for (int rate = 0; rate < RATES.length; rate++) {
                for (int trial = 0; trial < TRIALS; trial++) {
                    trials.put(
                            new TrialKey(known.scheme(), RATES[rate], trial),
                            outcome(known.right()[rate] + known.step() * trial, known.scheme(), trial));
                }
            }
        }
        Path csv = Files.createDirectories(folder.resolve("runs/demo")).resolve("trials.csv");
        Files.writeString(csv, TrialsCsv.of(ALL.stream().map(Known::scheme).toList(), TrialTable.of(trials)));
    }

    private static TrialOutcome outcome(int right, String scheme, int corrected) {
        Optional<ReadCounts> reading =
                scheme.contains("+") ? Optional.of(new ReadCounts(1000, corrected, 0, 0, 0)) : Optional.empty();
        return new TrialOutcome(
                3, right, 100, 0.5, OptionalDouble.empty(), Optional.empty(), reading, Optional.empty());
    }

    /** The only block of a language. */
    private static String block(String document, String language) throws IOException {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```")
                .matcher(Files.readString(DOCS.resolve(document)));
        assertTrue(block.find(), document + " has no lines of " + language);
        String lines = block.group(1);
        assertTrue(!block.find(), document + " has several blocks of " + language);
        return lines;
    }

    @Test
    @Tag("documents")
    void pandasFindsTheMeansAndTheirDifferences() throws IOException, InterruptedException {
        Finished finished = Finished.run(
                new ProcessBuilder(withPandas(), "-c", block("report.md", "python")).directory(folder.toFile()),
                folder);
        assertEquals(0, finished.exitCode(), finished.err());
        List<double[]> found = finished.out()
                .lines()
                .map(LinesOfDocumentsTest::numbers)
                .filter(numbers -> numbers.length > 1)
                .toList();
        // Of deviations 0, 1, … 9 steps: the root of 82.5 / 9.
        double deviation = Math.sqrt(82.5 / 9) / 100;
        double[][] expected = {
            {1e-6, 0.69, 2 * deviation, TRIALS},
            {1e-5, 0.59, 2 * deviation, TRIALS},
            {1e-6, 0.835, 3 * deviation, TRIALS},
            {1e-5, 0.735, 3 * deviation, TRIALS},
            {1e-6, 0.545, deviation, TRIALS},
            {1e-5, 0.345, deviation, TRIALS},
            {1e-6, 0.69 - 0.545},
            {1e-5, 0.59 - 0.345}
        };
        assertEquals(expected.length, found.size(), finished.out());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found.get(i), 1e-6, finished.out());
        }
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.strip().split("\\s+"))
                .filter(word -> word.matches("[0-9.]+(e-?[0-9]+)?"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private String withPandas() throws InterruptedException {
        PythonWith pandas = PythonWith.module("pandas", folder);
        return pandas.command()
                .orElseGet(() -> fail("no python3 with pandas, which Debian has as python3-pandas: " + pandas.tried()));
    }

    @Test
    @Tag("parquet")
    void duckDbFindsTheSameInTextAndInParquet() throws IOException, SQLException {
        TrialsParquet.write(folder.resolve("runs/demo/trials.csv"), folder.resolve("runs/rows"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET file_search_path = '" + folder + "'"); // the folder of a reader
            assertRows(
                    List.of(
                            "rate 1e-06 fitact 0.69 none 0.545 difference 0.145",
                            "rate 1e-05 fitact 0.59 none 0.345 difference 0.245"),
                    statement,
                    block("report.md", "sql"));
            List<String> ofParquet = Stream.of(block("spark.md", "sql").split(";"))
                    .filter(query -> !query.isBlank())
                    .toList();
            assertEquals(2, ofParquet.size());
            assertRows(
                    List.of(
                            "scheme fitact rate 1e-06 trials 10 accuracy 0.69 corrected null",
                            "scheme fitact rate 1e-05 trials 10 accuracy 0.59 corrected null",
                            "scheme fitact+secded72 rate 1e-06 trials 10 accuracy 0.835 corrected 45",
                            "scheme fitact+secded72 rate 1e-05 trials 10 accuracy 0.735 corrected 45",
                            "scheme none rate 1e-06 trials 10 accuracy 0.545 corrected null",
                            "scheme none rate 1e-05 trials 10 accuracy 0.345 corrected null"),
                    statement,
                    ofParquet.getFirst());
            assertRows(
                    List.of("rate 1e-06 gained 0.29 worst 0.2", "rate 1e-05 gained 0.39 worst 0.3"),
                    statement,
                    ofParquet.getLast());
        }
    }

    private static void assertRows(List<String> expected, Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int c = 1; c <= found.getMetaData().getColumnCount(); c++) {
                    cells.add(found.getMetaData().getColumnLabel(c));
                    cells.add(cell(found.getObject(c)));
                }
                rows.add(String.join(" ", cells));
            }
        }
        assertEquals(expected, rows, query);
    }

    /** To six digits. */
    private static String cell(Object value) {
        return value instanceof Double number
                ? number < 1e-3
                        ? String.format(Locale.ROOT, "%.0e", number)
                        : Double.toString(Math.round(1e6 * number) / 1e6)
                : String.valueOf(value);
    }
}
