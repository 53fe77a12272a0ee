package org.fitact.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.cli.value.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;

/** Real forks, with a small network. */
class JmhRunTest {

    private static final Map<String, List<String>> SMALL = Map.of(
            "model", List.of("lenet5"),
            "classes", List.of("10"),
            "batch", List.of("2"),
            "threads", List.of("1"));

    @TempDir
    private Path folder;

    @Test
    void twoForksOfRoundsBecomeOneResultForEachScheme() throws Exception {
        System.setProperty("jmh.ignoreLock", "true");
        List<RunResult> forks = new ArrayList<>();
        try (JmhRun jmh = new JmhRun(folder, warning -> {})) {
            JmhRun.Effort effort = new JmhRun.Effort(1, 1, 3, 50);
            forks.addAll(jmh.run(InferenceBenchmark.class, SMALL, effort));
            forks.addAll(jmh.run(InferenceBenchmark.class, SMALL, effort));
        }
        List<RunResult> split = SchemeTimes.split(forks);
        assertEquals(Scheme.USUAL.size(), split.size());
        double sum = 0;
        for (RunResult ofScheme : split) {
            double[][] millis = SchemeTimes.millis(ofScheme);
            assertEquals(2, millis.length);
            assertEquals(3, millis[0].length);
            sum += millis[0][0];
        }
        double round = forks.getFirst()
                .getBenchmarkResults()
                .iterator()
                .next()
                .getIterationResults()
                .iterator()
                .next()
                .getPrimaryResult()
                .getScore();
        // Medians of the plans against a mean of the rounds: beside other programs they are farther apart than alone.
        assertTrue(sum < 1.5 * round && sum > 0.4 * round, sum + " ms in plans of a round of " + round);
        Path json = folder.resolve("results.json");
        JmhJson.write(json, split);
        assertEquals(Scheme.USUAL.size(), JmhFile.read(json).entries().size());
        assertTrue(JmhFile.read(json)
                .entries()
                .containsKey("InferenceBenchmark.inference batch=2 classes=10 device=cpu model=lenet5 "
                        + "scheme=Clip-Act threads=1 (avgt)"));
    }

    @Test
    void aForkThatFailsSaysWhyInOneLine() throws Exception {
        System.setProperty("jmh.ignoreLock", "true");
        try (JmhRun jmh = new JmhRun(folder, warning -> {})) {
            Map<String, List<String>> unknown =
                    Map.of("model", List.of("lenet6"), "batch", List.of("1"), "classes", List.of("10"));
            String message = assertThrows(
                            UserError.class,
                            () -> jmh.run(InferenceBenchmark.class, unknown, new JmhRun.Effort(1, 0, 1, 10)))
                    .getMessage();
            assertTrue(message.contains("lenet6") && message.contains("jmh.log"), message);
        }
    }
}
