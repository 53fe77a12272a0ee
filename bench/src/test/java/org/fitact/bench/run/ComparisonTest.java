package org.fitact.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.stats.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

    @TempDir
    private Path folder;

    private static String result(String name, String mode, String batch, double score, String error) {
        String text = """
                {"benchmark": "org.x.%s", "mode": "%s", "params": {"batch": "%s", "a": "b"},
                 "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "ms/op", "rawData": [[1.0]]}}""";
        return text.formatted(name, mode, batch, score, error);
    }

    /** Of a scheme, with the iterations of each fork. */
    private static String forks(String scheme, String raw) {
        return """
                {"benchmark": "org.x.Net.infer", "mode": "avgt", "params": {"scheme": "%s", "threads": "2"}, "jdkVersion": "25",
                 "primaryMetric": {"score": 1, "scoreError": 9, "scoreUnit": "ms/op", "rawData": %s}}""".formatted(scheme, raw);
    }

    private JmhFile file(String name, String... results) throws IOException {
        return JmhFile.read(Files.writeString(folder.resolve(name), "[" + String.join(",", results) + "]"));
    }

    @Test
    void timesThatGrowAndRatesThatFallAreSlower() throws IOException {
        JmhFile before = file(
                "a.json",
                result("Net.infer", "avgt", "1", 10, "0.1"),
                result("Net.infer", "avgt", "16", 100, "1"),
                result("Mul.gemm", "thrpt", "1", 50, "0.5"),
                result("Old.gone", "avgt", "1", 1, "0.1"));
        JmhFile after = file(
                "b.json",
                result("Net.infer", "avgt", "1", 11, "0.11"),
                result("Net.infer", "avgt", "16", 90, "0.9"),
                result("Mul.gemm", "thrpt", "1", 40, "0.4"),
                result("New.come", "avgt", "1", 1, "0.1"));
        Comparison comparison = Comparison.of(before, after);
        assertEquals(
                List.of(
                        "Mul.gemm a=b batch=1 (thrpt)",
                        "Net.infer a=b batch=1 (avgt)",
                        "Net.infer a=b batch=16 (avgt)"),
                comparison.changes().stream().map(Comparison.Change::name).toList());
        assertEquals(0.25, comparison.changes().get(0).slowdown(), 1e-12);
        assertEquals(0.1, comparison.changes().get(1).slowdown(), 1e-12);
        assertEquals(-0.1, comparison.changes().get(2).slowdown(), 1e-12);
        assertEquals(Math.sqrt(2e-4), comparison.changes().get(1).interval().halfWidth(), 1e-12);
        assertEquals(Comparison.Basis.ITERATIONS, comparison.changes().get(1).basis());
        assertEquals(List.of("Old.gone a=b batch=1 (avgt)"), comparison.onlyBefore());
        assertEquals(List.of("New.come a=b batch=1 (avgt)"), comparison.onlyAfter());
        assertTrue(comparison.changes().get(1).isWorse(0.05));
        assertFalse(comparison.changes().get(1).isWorse(0.15));
        assertTrue(comparison.changes().get(2).isBetter(0.05));
    }

    private static Comparison.Change tenthMore(Interval interval) {
        return new Comparison.Change("x", 1, 1.1, "ms/op", 0.1, interval, Comparison.Basis.FORKS);
    }

    @Test
    void aSlowdownWhoseIntervalHolds0IsNoneUnlessItIsUnknown() {
        assertFalse(tenthMore(new Interval(-0.1, 0.3)).isWorse(0.05));
        assertTrue(tenthMore(new Interval(0.01, 0.19)).isWorse(0.05));
        assertTrue(tenthMore(Interval.UNKNOWN).isWorse(0.05));
    }

    /**
     * Medians of forks 1, 2, 4 and 2, 4, 8: twice as long; ln has the means ln 2 and ln 4 and the deviation ln 2 twice, so 4 degrees of
     * freedom, t = 2.776: {@code >>> from scipy.stats import t; t.ppf(.975, 4)} gives 2.7764451.
     */
    @Test
    void whereThereAreForksTheyAreTheUnit() throws IOException {
        Comparison comparison = Comparison.of(
                file("a.json", forks("ReLU", "[[1, 1, 9], [2], [4]]")),
                file("b.json", forks("ReLU", "[[2], [4, 4, 4], [8]]")));
        Comparison.Change change = comparison.changes().getFirst();
        assertEquals(Comparison.Basis.FORKS, change.basis());
        assertEquals(1, change.slowdown(), 1e-12);
        double half = 2.7764451 * Math.log(2) * Math.sqrt(2 / 3.0);
        assertEquals(2 * Math.exp(-half) - 1, change.interval().low(), 1e-6);
        assertEquals(2 * Math.exp(half) - 1, change.interval().high(), 1e-6);
        assertFalse(change.isWorse(0.05), "three forks each do not tell it");
        assertEquals(List.of(), comparison.overheads());
    }

    /** A machine that takes twice as long does so with either; what is left is the overhead, 10 % and 21 %. */
    @Test
    void overheadsOverReluHaveNothingOfTheMachine() throws IOException {
        Comparison comparison = Comparison.of(
                file("a.json", forks("ReLU", "[[10, 30], [20, 10]]"), forks("FitReLU smooth", "[[11, 33], [22, 11]]")),
                file(
                        "b.json",
                        forks("ReLU", "[[20, 60], [40, 20]]"),
                        forks("FitReLU smooth", "[[24.2, 72.6], [48.4, 24.2]]")));
        Comparison.Change change = comparison.overheads().getFirst();
        assertEquals(1, comparison.overheads().size());
        assertEquals("Net.infer scheme=FitReLU smooth threads=2 (avgt)", change.name());
        assertEquals(10, change.before(), 1e-9);
        assertEquals(21, change.after(), 1e-9);
        assertEquals(0.1, change.slowdown(), 1e-9);
        assertTrue(change.isWorse(0.05));
    }

    @Test
    void iterationsThatCannotBeAreRefused() throws IOException {
        for (String raw : List.of("[[]]", "[[0]]", "[[-1]]", "[[\"x\"]]")) {
            assertThrows(InvalidFileException.class, () -> file("bad.json", forks("ReLU", raw)), raw);
        }
    }

    @Test
    void singleIterationsHaveNoError() throws IOException {
        JmhFile file = file("nan.json", result("Net.infer", "ss", "1", 10, "\"NaN\""));
        assertTrue(Double.isNaN(file.entries().values().iterator().next().error()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{}",
                "[]",
                "[{}]",
                "[{\"benchmark\": \"x.y\", \"mode\": \"avgt\"}]",
                "[{\"benchmark\": \"x.y\", \"mode\": 3, \"primaryMetric\": {}}]",
                "[{\"benchmark\": \"x.y\", \"mode\": \"avgt\", \"primaryMetric\": "
                        + "{\"score\": -1, \"scoreError\": 0, \"scoreUnit\": \"s\"}}]",
                "[{\"benchmark\": \"x.y\", \"mode\": \"avgt\", \"primaryMetric\": "
                        + "{\"score\": \"many\", \"scoreError\": 0, \"scoreUnit\": \"s\"}}]"
            })
    void aBadFileIsNamedInOneLine(String content) throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.json"), content);
        String message = assertThrows(InvalidFileException.class, () -> JmhFile.read(bad))
                .getMessage();
        assertTrue(message.contains("bad.json") && !message.contains("\n"), message);
    }

    /** As its commands leave it: the page in two forms, the results, and a table of its own beside them. */
    @Test
    void aFolderOfBenchStandsForItsResults() throws IOException {
        assertTrue(refusal(folder).contains("no NAME.json beside a NAME.md"), refusal(folder));
        file("fitrelu.json", result("Net.infer", "avgt", "1", 10, "0.1"));
        Files.writeString(folder.resolve("fitrelu.md"), "");
        Files.writeString(folder.resolve("rows.json"), "{}");
        Files.writeString(folder.resolve("README.md"), "");
        assertEquals(folder.resolve("fitrelu.json"), JmhFile.read(folder).path());
        file("table1.json", result("Net.infer", "avgt", "1", 10, "0.1"));
        Files.writeString(folder.resolve("table1.md"), "");
        assertTrue(refusal(folder).contains("results of several commands"), refusal(folder));
        Path rows = folder.resolve("rows.json");
        assertTrue(refusal(rows).contains("content is an object, expected a list of results"), refusal(rows));
    }

    private static String refusal(Path path) {
        return assertThrows(InvalidFileException.class, () -> JmhFile.read(path))
                .getMessage();
    }

    @Test
    void refusesTheSameResultTwiceNothingInCommonAndOtherUnits() throws IOException {
        String one = result("Net.infer", "avgt", "1", 10, "0.1");
        assertThrows(InvalidFileException.class, () -> file("twice.json", one, one));
        JmhFile before = file("one.json", one);
        JmhFile other = file("other.json", result("Net.infer", "avgt", "2", 10, "0.1"));
        assertThrows(InvalidFileException.class, () -> Comparison.of(before, other));
        JmhFile seconds = file("seconds.json", one.replace("ms/op", "s/op"));
        assertThrows(InvalidFileException.class, () -> Comparison.of(before, seconds));
    }
}
