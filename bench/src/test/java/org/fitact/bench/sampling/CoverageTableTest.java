package org.fitact.bench.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.stats.Range;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTableTest {

    private static final Path RESULTS = Path.of("../docs/results");

    private static CoverageTable table;

    @BeforeAll
    static void simulate() throws IOException {
        List<RecordedTrials> recorded = RecordedTrials.read(RESULTS.resolve("h100/cifar10/reproduction.json"));
        assertEquals(72, recorded.size());
        assertEquals(
                9,
                recorded.stream()
                        .filter(cell ->
                                Arrays.stream(cell.accuracies()).distinct().count() == 1)
                        .count(),
                "cells of equal trials, of which the page speaks");
        table = CoverageTable.of(recorded, 0.02, 2000, 1);
    }

    @Test
    void theCommittedTableIsTheProgrammes() throws IOException {
        String page = Files.readString(RESULTS.resolve("coverage/coverage.md"));

        assertTrue(page.endsWith(table.text()), "bench coverage prints another table");
    }

    /** What the page says of how seldom an interval can hold, and of how often ours does more. */
    @Test
    void whatThePageSaysOfTheLeastIsSo() {
        List<CoverageTable.Row> rows = table.rows();
        List<CoverageTable.Row> open =
                rows.stream().filter(row -> row.least() <= 0.97).toList();
        assertEquals(17, open.size());
        assertEquals(
                10,
                open.stream().filter(row -> row.usual().ours().share() <= 0.97).count());
        for (CoverageTable.Row row : rows) {
            double ours = row.usual().ours().share();
            assertTrue(ours >= row.least() - 0.005, row::toString);
            assertTrue(row.least() <= 0.97 || ours <= row.least() + 0.025, row::toString);
        }
        assertEquals(
                0.990,
                open.stream()
                        .mapToDouble(row -> row.usual().ours().share())
                        .max()
                        .orElseThrow(),
                0.0005);
    }

    /** Nothing is asked of a range that ends where the observations do; all of one that is far wider. */
    @Test
    void theLeastGrowsWithWhatMayBeThere() {
        double[] calm = {0.1, 0.11, 0.09, 0.1, 0.12, 0.08};
        assertEquals(0.95, LeastCoverage.of(calm, new Range(0.08, 0.12), 50), 1e-9);
        assertEquals(0.975, LeastCoverage.of(calm, new Range(0.08, 0.9), 50), 1e-9);
        assertEquals(1, LeastCoverage.of(calm, new Range(-0.9, 0.9), 50), 1e-9);
        assertEquals(1, LeastCoverage.of(new double[] {0.1, 0.1}, new Range(0, 0.9), 50));
    }

    @Test
    void refusesWhatNoReproductionWrote(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.json");
        Files.writeString(
                file,
                "{\"networks\": [{\"name\": \"a\", \"trials\": {\"none\": {\"1e-6\": [0.5, 7]}},"
                        + "\"results\": {\"schemes\": [{\"scheme\": \"none\", \"faultFreeAccuracy\": 0.9}]}}]}");
        var thrown = assertThrows(InvalidFileException.class, () -> RecordedTrials.read(file));
        assertEquals("networks[0].trials.none.1.0E-6", thrown.field());
        Files.writeString(file, "{}");
        assertThrows(InvalidFileException.class, () -> RecordedTrials.read(file));
    }
}
