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
        assertEquals(Math.sqrt(2e-4), comparison.changes().get(1).error(), 1e-12);
        assertEquals(List.of("Old.gone a=b batch=1 (avgt)"), comparison.onlyBefore());
        assertEquals(List.of("New.come a=b batch=1 (avgt)"), comparison.onlyAfter());
        assertTrue(comparison.changes().get(1).isWorse(0.05));
        assertFalse(comparison.changes().get(1).isWorse(0.15));
        assertTrue(comparison.changes().get(2).isBetter(0.05));
    }

    @Test
    void aSlowdownWithinItsErrorIsNoneUnlessTheErrorIsUnknown() {
        assertFalse(new Comparison.Change("x", 1, 1.1, "ms/op", 0.1, 0.2).isWorse(0.05));
        assertTrue(new Comparison.Change("x", 1, 1.1, "ms/op", 0.1, 0.09).isWorse(0.05));
        assertTrue(new Comparison.Change("x", 1, 1.1, "ms/op", 0.1, Double.NaN).isWorse(0.05));
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
