package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.bench.run.JmhFile;
import org.fitact.cli.Main;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhCommandTest {

    /** One iteration of a millisecond in this JVM. */
    private static final String SHORTEST = "-f 0 -wi 0 -i 1 -r 1ms";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    private int jmh(String arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), ("bench jmh " + arguments).split(" "));
    }

    @Test
    void runsByTheOptionsOfJmh() throws Exception {
        Path results = folder.resolve("results.json");
        assertEquals(
                0, jmh("CopyBenchmark.copy -p kibibytes=16 " + SHORTEST + " -rf json -rff " + results), err.toString());
        assertEquals(1, JmhFile.read(results).entries().size());
    }

    @Test
    void aBenchmarkThatFailsIsAFailure() {
        assertEquals(1, jmh("CopyBenchmark -p kibibytes=none " + SHORTEST));
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void whatMatchesNothingAndWhatJmhDoesNotKnowIsOneLine() {
        assertEquals(2, jmh("NoSuchBenchmark"));
        assertEquals(
                "fitact: no benchmark matches [NoSuchBenchmark]; -l lists them; see fitact bench jmh --help\n",
                err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, jmh("CopyBenchmark -p kibibyte=16 " + SHORTEST));
        assertTrue(
                err.toString().startsWith("fitact: unknown parameter of -p 'kibibyte': did you mean 'kibibytes'?"),
                err.toString());
        assertEquals(2, jmh("--no-such"));
        assertTrue(
                err.toString().endsWith("\nfitact: no-such is not a recognized option; see fitact bench jmh --help\n"),
                err.toString());
    }

    @Test
    void helpIsOurs() throws Exception {
        assertEquals(0, jmh("--help"));
        assertTrue(out.toString().startsWith("Usage: fitact bench jmh"), out.toString());
        assertTrue(Files.list(folder).findAny().isEmpty());
    }
}
