package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as {@code fitact} finds them. */
class BenchCommandsTest {

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private Path results(String name, double score) throws IOException {
        return Files.writeString(folder.resolve(name), """
                [{"benchmark": "a.B.c", "mode": "avgt",
                  "primaryMetric": {"score": %s, "scoreError": 0.01, "scoreUnit": "ms/op"}}]""".formatted(score));
    }

    @Test
    void fitactListsBench() {
        assertEquals(0, program.fitact("--help"));
        assertTrue(program.out().contains("bench"), program.out());
        assertEquals(0, program.fitact("bench", "--help"));
        assertTrue(program.out().contains("table1"), program.out());
    }

    @Test
    void benchAloneIsMisuse() {
        assertEquals(2, program.fitact("bench"));
        assertTrue(program.err().startsWith("fitact: no benchmark was named, expected one of table1"), program.err());
    }

    @Test
    void compareFailsOnlyBeyondTheThreshold() throws IOException {
        Path before = results("before.json", 1.0);
        Path after = results("after.json", 1.2);
        assertEquals(CompareCommand.SLOWER, program.fitact("bench", "compare", before.toString(), after.toString()));
        assertTrue(program.out().startsWith("slower"), program.out());
        assertEquals("fitact: 1 of 1 benchmarks slower by more than 5.0 %\n", program.err());
        assertEquals(0, program.fitact("bench", "compare", before.toString(), after.toString(), "--threshold", "0.3"));
        assertEquals(0, program.fitact("bench", "compare", after.toString(), before.toString()));
    }

    /** A first run is often of more than the second, and its names are not to hide what was compared. */
    @Test
    void whatWasMeasuredOnceOnlyIsNamedByItsFirst() throws IOException {
        String one = """
                {"benchmark": "a.B.%s", "mode": "avgt",
                 "primaryMetric": {"score": 1, "scoreError": 0.01, "scoreUnit": "ms/op"}}""";
        Path before = Files.writeString(
                folder.resolve("before.json"),
                "["
                        + Stream.of("c", "d", "e", "f", "g", "h")
                                .map(one::formatted)
                                .collect(Collectors.joining(",")) + "]");
        Path after = results("after.json", 1);
        assertEquals(0, program.fitact("bench", "compare", before, after));
        List<String> lines =
                program.out().lines().filter(line -> line.startsWith("only in")).toList();
        String only = "only in " + before + ": ";
        assertEquals(
                List.of(
                        only + "B.d (avgt)",
                        only + "B.e (avgt)",
                        only + "B.f (avgt)",
                        only + "2 more, which --json and --markdown name"),
                lines);
        assertEquals(0, program.fitact("bench", "compare", before, after, "--json"));
        assertTrue(program.out().contains("B.h"), program.out());
    }

    @Test
    void aComparisonFitsIntoAPullRequest() throws IOException {
        String before = results("before.json", 1.0).toString();
        String after = results("after.json", 1.2).toString();
        assertEquals(CompareCommand.SLOWER, program.fitact("bench", "compare", before, after, "--markdown"));
        List<String> lines = program.out().lines().toList();
        assertTrue(lines.get(2).startsWith("Of 1 benchmark 1 slower and 0 faster by more than 5.0 %"), program.out());
        assertEquals("| benchmark |  | before | after | unit | more time, % | interval of |", lines.get(4));
        assertEquals("|---|---|---:|---:|---:|---:|---:|", lines.get(5));
        assertTrue(
                lines.get(6)
                        .matches(
                                "\\| `.+` \\| slower \\| 1\\S* \\| 1\\.2\\S* \\| .+ \\| \\+20\\.0 \\(.+ to .+\\) \\| iterations \\|"),
                lines.get(6));
        assertEquals(2, program.fitact("bench", "compare", before, after, "--markdown", "--json"));
        assertTrue(program.err().contains("--markdown and --json are two forms"), program.err());
    }

    @Test
    void aBadFileIsOneLine() throws IOException {
        Path good = results("good.json", 1);
        assertEquals(
                CompareCommand.NO_RESULTS,
                program.fitact(
                        "bench",
                        "compare",
                        good.toString(),
                        folder.resolve("none.json").toString()));
        assertEquals("fitact: " + folder.resolve("none.json") + ": no such file\n", program.err());
        Path bad = Files.writeString(folder.resolve("bad.json"), "{");
        assertEquals(
                CompareCommand.NO_RESULTS,
                program.fitact("bench", "compare", good.toString(), bad.toString(), "--json"));
        assertEquals(1, program.err().lines().count(), program.err());
        assertTrue(program.err().contains("bad.json"), program.err());
    }

    @Test
    void anUnknownDeviceIsSaidBeforeAnythingIsForked() {
        assertEquals(2, program.fitact("bench", "table1", "--quick", "--device", "cpuu", "--out", folder.toString()));
        assertTrue(program.err().contains("did you mean"), program.err());
        assertEquals(2, program.fitact("bench", "table1", "--bach", "1"));
    }

    /** What only checks, or only trains, has no inference of its own to be timed beside others. */
    @Test
    void aSchemeThatTableOneCannotTimeIsRefusedByItsName() {
        assertEquals(2, program.fitact("bench", "table1", "--schemes", "fitact,dmr", "--out", folder.toString()));
        assertTrue(
                program.err().contains("--schemes 'dmr' (known: none, fitact, fitact-hard, clip-act, ranger, proact"),
                program.err());
    }

    @Test
    void boundsAreCountedWithoutTraining() {
        assertEquals(0, program.fitact("bench", "plan", "--models", "lenet5", "--bounds"), program::err);
        assertTrue(program.out().contains("| lenet5 | 62,006 | 6,508 (10.5) | 87 (0.140) | 74.8 | 4 |"), program.out());
        assertEquals(0, program.fitact("bench", "plan", "--models", "lenet5", "--bounds", "--json"));
        assertTrue(program.out().contains("\"proAct\""), program.out());
    }
}
