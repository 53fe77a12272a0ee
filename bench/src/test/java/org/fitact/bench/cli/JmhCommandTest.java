package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.InProcess;
import org.fitact.bench.run.JmhFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhCommandTest {

    /** One iteration of a millisecond in this JVM. */
    private static final String SHORTEST = "-f 0 -wi 0 -i 1 -r 1ms";

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    private int jmh(String arguments) {
        return program.fitact((Object[]) ("bench jmh " + arguments).split(" "));
    }

    @Test
    void runsByTheOptionsOfJmh() throws Exception {
        Path results = folder.resolve("results.json");
        assertEquals(
                0, jmh("CopyBenchmark.copy -p kibibytes=16 " + SHORTEST + " -rf json -rff " + results), program.err());
        assertEquals(1, JmhFile.read(results).entries().size());
    }

    @Test
    void aBenchmarkThatFailsIsAFailure() {
        assertEquals(1, jmh("CopyBenchmark -p kibibytes=none " + SHORTEST));
        assertEquals(1, program.err().lines().count(), program.err());
    }

    @Test
    void whatMatchesNothingAndWhatJmhDoesNotKnowIsOneLine() {
        assertEquals(2, jmh("NoSuchBenchmark"));
        assertEquals(
                "fitact: no benchmark matches [NoSuchBenchmark]; -l lists them; see fitact bench jmh --help\n",
                program.err());
        assertEquals(2, jmh("CopyBenchmark -p kibibyte=16 " + SHORTEST));
        assertTrue(
                program.err().startsWith("fitact: unknown parameter of -p 'kibibyte': did you mean 'kibibytes'?"),
                program.err());
        assertEquals(2, jmh("--no-such"));
        assertEquals("fitact: no-such is not a recognized option; see fitact bench jmh --help\n", program.err());
    }

    @Test
    void helpIsOurs() throws Exception {
        assertEquals(0, jmh("--help"));
        assertTrue(program.out().startsWith("Usage: fitact bench jmh"), program.out());
        assertTrue(Files.list(folder).findAny().isEmpty());
    }
}
