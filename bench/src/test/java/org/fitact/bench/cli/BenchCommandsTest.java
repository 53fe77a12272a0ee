package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as {@code fitact} finds them. */
class BenchCommandsTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int fitact(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private Path results(String name, double score) throws IOException {
        return Files.writeString(folder.resolve(name), """
                [{"benchmark": "a.B.c", "mode": "avgt",
                  "primaryMetric": {"score": %s, "scoreError": 0.01, "scoreUnit": "ms/op"}}]""".formatted(score));
    }

    @Test
    void fitactListsBench() {
        assertEquals(0, fitact("--help"));
        assertTrue(out.toString().contains("bench"), out.toString());
        assertEquals(0, fitact("bench", "--help"));
        assertTrue(out.toString().contains("table1"), out.toString());
    }

    @Test
    void benchAloneIsMisuse() {
        assertEquals(2, fitact("bench"));
        assertTrue(err.toString().startsWith("fitact: no benchmark was named, expected one of table1"), err.toString());
    }

    @Test
    void compareFailsOnlyBeyondTheThreshold() throws IOException {
        Path before = results("before.json", 1.0);
        Path after = results("after.json", 1.2);
        assertEquals(CompareCommand.SLOWER, fitact("bench", "compare", before.toString(), after.toString()));
        assertTrue(out.toString().startsWith("slower"), out.toString());
        assertEquals("fitact: 1 of 1 benchmarks slower by more than 5.0 %\n", err.toString());
        assertEquals(0, fitact("bench", "compare", before.toString(), after.toString(), "--threshold", "0.3"));
        assertEquals(0, fitact("bench", "compare", after.toString(), before.toString()));
    }

    @Test
    void aComparisonFitsIntoAPullRequest() throws IOException {
        String before = results("before.json", 1.0).toString();
        String after = results("after.json", 1.2).toString();
        assertEquals(CompareCommand.SLOWER, fitact("bench", "compare", before, after, "--markdown"));
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(2).startsWith("Of 1 benchmark 1 slower and 0 faster by more than 5.0 %"), out.toString());
        assertEquals("| benchmark |  | before | after | unit | more time, % |", lines.get(4));
        assertEquals("|---|---|---:|---:|---:|---:|", lines.get(5));
        assertTrue(
                lines.get(6).matches("\\| `.+` \\| slower \\| 1\\S* \\| 1\\.2\\S* \\| .+ \\| \\+20\\.0 ± .+ \\|"),
                lines.get(6));
        assertEquals(2, fitact("bench", "compare", before, after, "--markdown", "--json"));
        assertTrue(err.toString().contains("--markdown and --json are two forms"), err.toString());
    }

    @Test
    void aBadFileIsOneLine() throws IOException {
        Path good = results("good.json", 1);
        assertEquals(
                CompareCommand.NO_RESULTS,
                fitact(
                        "bench",
                        "compare",
                        good.toString(),
                        folder.resolve("none.json").toString()));
        Path bad = Files.writeString(folder.resolve("bad.json"), "{");
        assertEquals(CompareCommand.NO_RESULTS, fitact("bench", "compare", good.toString(), bad.toString(), "--json"));
        assertEquals(2, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("none.json: no such file")
                && err.toString().contains("bad.json"));
    }

    @Test
    void anUnknownDeviceIsSaidBeforeAnythingIsForked() {
        assertEquals(2, fitact("bench", "table1", "--quick", "--device", "cpuu", "--out", folder.toString()));
        assertTrue(err.toString().contains("did you mean"), err.toString());
        assertEquals(2, fitact("bench", "table1", "--bach", "1"));
    }

    /** What only checks, or only trains, has no inference of its own to be timed beside others. */
    @Test
    void aSchemeThatTableOneCannotTimeIsRefusedByItsName() {
        assertEquals(2, fitact("bench", "table1", "--schemes", "fitact,dmr", "--out", folder.toString()));
        assertTrue(
                err.toString().contains("--schemes 'dmr' (known: none, fitact, fitact-hard, clip-act, ranger, proact"),
                err.toString());
    }

    @Test
    void boundsAreCountedWithoutTraining() {
        assertEquals(0, fitact("bench", "plan", "--models", "lenet5", "--bounds"), err::toString);
        assertTrue(
                out.toString().contains("| lenet5 | 62,006 | 6,508 (10.5) | 87 (0.140) | 74.8 | 4 |"), out.toString());
        assertEquals(0, fitact("bench", "plan", "--models", "lenet5", "--bounds", "--json"));
        assertTrue(out.toString().contains("\"proAct\""), out.toString());
    }
}
