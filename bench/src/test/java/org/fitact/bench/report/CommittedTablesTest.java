package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.PictureFiles;
import org.fitact.bench.Scheme;
import org.fitact.text.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents in {@code docs/results} say what the raw results beside them say. */
class CommittedTablesTest {

    private static final Path RESULTS = Path.of("..", "docs", "results");

    @ParameterizedTest
    @ValueSource(strings = {"table1", "table1-quick", "h100/table1"})
    void tableOneIsThatOfItsRawResults(String folder) throws IOException {
        List<String> lines = Files.readAllLines(RESULTS.resolve(folder).resolve("table1.md"));
        List<RuntimeRow> rows = rows(RESULTS.resolve(folder).resolve("table1.json"));
        for (RuntimeRow row : rows) {
            int from = lines.indexOf("## Table I at batch " + row.batch());
            String start = "| " + Table1.NAMES.get(row.model()) + " | CIFAR-" + row.classes() + " | ";
            String line = lines.subList(from, lines.size()).stream()
                    .filter(candidate -> candidate.startsWith(start))
                    .findFirst()
                    .orElseThrow();
            String expected = start
                    + Numbers.significant(row.millis().get(Scheme.RELU)) + " | "
                    + Numbers.significant(row.millis().get(Scheme.FITRELU_SMOOTH)) + " | "
                    + Table1.overhead(row.overheads().get(Scheme.FITRELU_SMOOTH)) + " | ";
            assertTrue(line.startsWith(expected), line + " should begin with " + expected);
            PaperTable1.Row paper = PaperTable1.find(row.model(), row.classes()).orElseThrow();
            String besides = paper.runtimeText() + " | "
                    + paper.below(row.overheads().get(Scheme.FITRELU_SMOOTH).percent()) + " | ";
            assertTrue(line.startsWith(expected + besides), line + " should go on with " + besides);
            assertTrue(
                    line.endsWith(" | " + paper.memoryText() + " |"), line + " should end with " + paper.memoryText());
        }
        assertTrue(rows.size() >= 12, rows.size() + " rows");
    }

    /** With {@code -Dfitact.docs=write} they are drawn anew. */
    @ParameterizedTest
    @ValueSource(strings = {"table1", "table1-quick", "h100/table1"})
    void picturesAreWhatIsDrawnNow(String folder) throws IOException {
        Map<Cell, RuntimeRow> rows = new LinkedHashMap<>();
        for (RuntimeRow row : rows(RESULTS.resolve(folder).resolve("table1.json"))) {
            rows.put(new Cell(TableNetwork.random(row.model(), row.classes(), Scheme.USUAL), row.batch()), row);
        }
        PictureFiles.holds(
                RESULTS.resolve(folder).resolve("figures/overhead.png"),
                Table1.figure(rows).png());
    }

    /** Of 15.4 ms with 7.33 % more a reader makes 16.5 ms, whatever the median of the slower network's own forks. */
    @Test
    void timesOfARowAgreeWithItsOverhead() {
        Map<Scheme, double[][]> times = new EnumMap<>(Scheme.class);
        double[][] base = {{10, 10, 10}, {20, 20, 20}, {21, 21, 21}};
        for (Scheme scheme : Scheme.USUAL) {
            times.put(scheme, base);
        }
        times.put(Scheme.FITRELU_SMOOTH, new double[][] {{12, 12, 12}, {20, 20, 20}, {24, 24, 24}});
        RuntimeRow row = RuntimeRow.of("vgg16", 10, 1, times);
        assertEquals(20, row.millis().get(Scheme.RELU));
        double overhead = row.overheads().get(Scheme.FITRELU_SMOOTH).relative();
        assertEquals(20 * (1 + overhead), row.millis().get(Scheme.FITRELU_SMOOTH), 1e-12);
        assertTrue(overhead > 0.1, "the median of 12, 20 and 24 says that there is none");
    }

    /** The overheads of the paper are those of its times and of its memory, as far as it has digits. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "vgg16", "alexnet"})
    void thePapersRowsAgreeWithThemselves(String model) {
        for (int classes : new int[] {10, 100}) {
            PaperTable1.Row row = PaperTable1.find(model, classes).orElseThrow();
            assertEquals(100 * (row.fitAct() / row.relu() - 1), row.runtime(), 0.02);
            assertEquals(100 * (row.fitActMemory() / row.reluMemory() - 1), row.memory(), 0.05);
        }
    }

    private static List<RuntimeRow> rows(Path file) throws IOException {
        Map<List<String>, Map<Scheme, double[][]>> cells = new LinkedHashMap<>();
        for (JsonNode result : new ObjectMapper().readTree(file.toFile())) {
            JsonNode params = result.path("params");
            List<String> cell = List.of(
                    params.path("model").textValue(),
                    params.path("classes").textValue(),
                    params.path("batch").textValue());
            cells.computeIfAbsent(cell, _ -> new EnumMap<>(Scheme.class))
                    .put(scheme(params.path("scheme").textValue()), rawData(result));
        }
        return cells.entrySet().stream()
                .map(cell -> RuntimeRow.of(
                        cell.getKey().get(0),
                        Integer.parseInt(cell.getKey().get(1)),
                        Integer.parseInt(cell.getKey().get(2)),
                        cell.getValue()))
                .toList();
    }

    private static double[][] rawData(JsonNode result) {
        return new ObjectMapper().convertValue(result.path("primaryMetric").path("rawData"), double[][].class);
    }

    private static Scheme scheme(String label) {
        for (Scheme scheme : Scheme.values()) {
            if (scheme.label().equals(label)) {
                return scheme;
            }
        }
        throw new IllegalArgumentException(label);
    }
}
