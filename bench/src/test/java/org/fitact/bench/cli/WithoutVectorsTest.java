package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fitact.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that was started without the module of the Vector API runs the program, slower, and says so in one line. */
class WithoutVectorsTest {

    @TempDir
    private Path folder;

    private int fitact(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    void oneLineWarnsAndTheCommandRuns() throws Exception {
        int code = fitact("bench", "plan", "--models", "lenet5", "--batch", "1,2");
        String out = Files.readString(folder.resolve("out"));
        assertEquals(0, code, Files.readString(folder.resolve("err")));
        assertTrue(out.contains("lenet5, batch 2, backend reference\n"), out);
        assertEquals(
                List.of("[WARN] Backends - no vectors, many times slower: the JVM was started without --add-modules "
                        + "jdk.incubator.vector"),
                Files.readAllLines(folder.resolve("err")));
    }

    @Test
    void theDoctorSaysWhatToAdd() throws Exception {
        int code = fitact("doctor");
        String out = Files.readString(folder.resolve("out"));
        assertEquals(0, code, Files.readString(folder.resolve("err")));
        String warning = "warning    cpu is reference, many times slower than simd: the JVM was started without "
                + "--add-modules jdk.incubator.vector";
        assertTrue(out.lines().anyMatch(warning::equals), out);
    }
}
