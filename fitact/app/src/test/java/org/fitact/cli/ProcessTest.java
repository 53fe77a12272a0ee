package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fitact.Finished;
import org.fitact.report.serve.LiveStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: its streams, and the signals that end it. */
@EnabledOnOs(OS.LINUX)
class ProcessTest {

    @TempDir
    private Path folder;

    private static ProcessBuilder fitact(String... arguments) {
        return started(List.of("-XX:TieredStopAtLevel=1"), List.of(arguments));
    }

    /** As {@link #fitact}, as fast as the program is. */
    private static ProcessBuilder computing(String... arguments) {
        return started(List.of("--add-modules=jdk.incubator.vector"), List.of(arguments));
    }

    /**
     * What a script starts in the background ignores SIGINT, and so does all that it starts in turn, these tests among them;
     * {@code env} gives the signal its meaning back.
     */
    private static ProcessBuilder started(List<String> jvm, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvm);
        line.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailure() throws Exception {
        Path err = folder.resolve("err");
        int code = fitact("data", "list")
                .redirectOutput(Path.of("/dev/full").toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        assertEquals(Main.FAILED, code);
        assertEquals(
                "fitact: standard output cannot be written: No space left on device",
                Files.readString(err).strip());
    }

    @Test
    void whatWasTypedCannotColourTheTerminal() throws Exception {
        ProcessBuilder named = fitact("train", "--model", "vgg\u001b[31m16");
        named.environment().put("LC_ALL", "C");
        Finished coloured = Finished.run(named, folder);
        assertEquals(Main.MISUSED, coloured.exitCode());
        assertTrue(coloured.err().contains("vgg\\u001b[31m16"), coloured.err());
        assertTrue(coloured.err().chars().allMatch(unit -> unit == '\n' || unit >= ' ' && unit < 0x7f));
    }

    /** And nobody else writes to its folder meanwhile. */
    @Test
    void anInterruptedCommandNamesTheOneThatGoesOn() throws Exception {
        Path err = folder.resolve("err");
        Path out = folder.resolve("a study");
        Process training = computing("train", "--model", "lenet5", "--epochs", "900", "--out", out.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            waitFor(out.resolve("model.safetensors"), training);
            Finished second = Finished.run(
                    fitact("train", "--model", "lenet5", "--epochs", "900", "--resume", "--out", out.toString()),
                    folder);
            assertEquals(Main.FAILED, second.exitCode());
            assertTrue(
                    second.err().contains("another fitact (process " + training.pid() + ") is writing there"),
                    second.err());
            new ProcessBuilder("kill", "-INT", Long.toString(training.pid()))
                    .start()
                    .waitFor();
            assertTrue(training.waitFor(60, TimeUnit.SECONDS));
        } finally {
            training.destroyForcibly();
        }
        assertEquals(130, training.exitValue());
        List<String> lines = Files.readAllLines(err);
        assertEquals(
                "fitact: interrupted; to go on: fitact train --model lenet5 --epochs 900 --out '" + out + "' --resume",
                lines.getLast());
    }

    /** What ends by Ctrl-C alone has nothing left undone. */
    @Test
    void serveEndsByCtrlC() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        try (LiveStudy study = new LiveStudy(folder)) {
            Process serving = fitact("serve", folder.toString(), "--port", "0")
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
                while (!Files.readString(out).endsWith("(Ctrl-C ends)" + System.lineSeparator())) {
                    assertTrue(serving.isAlive() && System.nanoTime() < end, Files.readString(err));
                    Thread.sleep(50);
                }
                study.trial(0);
                new ProcessBuilder("kill", "-INT", Long.toString(serving.pid()))
                        .start()
                        .waitFor();
                assertTrue(serving.waitFor(60, TimeUnit.SECONDS));
            } finally {
                serving.destroyForcibly();
            }
            assertEquals(130, serving.exitValue());
            assertEquals("fitact: ended", Files.readAllLines(err).getLast());
        }
    }

    private static void waitFor(Path file, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!Files.exists(file)) {
            assertTrue(process.isAlive() && System.nanoTime() < end, "no first epoch");
            Thread.sleep(50);
        }
    }
}
