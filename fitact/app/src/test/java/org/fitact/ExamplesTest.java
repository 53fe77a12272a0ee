package org.fitact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.nn.checkpoint.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of {@code examples/}, as {@code bin/fitact java} runs them. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "..", "examples");

    private final InProcess program = new InProcess();

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";

    @TempDir
    private Path folder;

    private String run(String example, String... arguments) throws IOException, InterruptedException {
        Finished finished = start(example, arguments);
        assertEquals(0, finished.exitCode(), finished.err());
        return finished.out();
    }

    private Finished start(String example, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EXAMPLES.resolve(example + ".java").toString()));
        line.addAll(List.of(arguments));
        return Finished.run(new ProcessBuilder(line), folder);
    }

    @ParameterizedTest
    @CsvSource({
        "OneTrial,",
        "OneTrial, runs/demo",
        "OwnScheme,",
        "OwnScheme, runs/demo",
        "OwnFault, runs/demo",
        "OwnNetwork,",
        "BitFlip, x"
    })
    void withoutItsArgumentsAnExampleSaysHowItIsCalled(String example, String argument) throws Exception {
        Finished finished = argument == null ? start(example) : start(example, argument);
        assertEquals(2, finished.exitCode(), finished.err());
        assertEquals("", finished.out());
        String last = finished.err().strip().lines().toList().getLast();
        assertTrue(last.startsWith("usage: bin/fitact java examples/" + example + ".java "), finished.err());
        assertFalse(finished.err().contains("Exception"), finished.err());
    }

    @Test
    void aBitOfAWord() throws Exception {
        String out = run("BitFlip", "0.02");
        assertTrue(out.contains("bit 29 (INTEGER ) flipped: 2000051f = 8192.020004"), out);
    }

    @Test
    void aLineIsFitted() throws Exception {
        assertEquals("y = 3.000·x -0.500", run("Autograd").strip());
    }

    @Test
    void aStudyIsStruckByHand() throws Exception {
        String study = folder.resolve("study").toString();
        program.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", study);
        program.done("harden", study, "--schemes", "none,ranger");
        String trial = run("OneTrial", study, "none", "ranger");
        assertTrue(trial.startsWith("none: ") && trial.contains("ranger: "), trial);
        assertEquals(
                2, trial.lines().filter(line -> line.contains("without faults")).count(), trial);
        String own = run("OwnScheme", study, "ranger");
        assertTrue(own.contains("difference on the same faults: "), own);
        String rows = run("OwnFault", study, "none", "ranger");
        assertEquals(4, rows.lines().count(), rows);
        assertTrue(rows.contains("ranger: accuracy 0.") && rows.contains(" where 0.01 of all rows fail"), rows);
    }

    @Test
    void aNetworkOfItsOwnLearnsImagesOfItsOwn() throws Exception {
        Path file = folder.resolve("shapes.safetensors");
        String out = run("OwnNetwork", file.toString()).strip();
        assertTrue(out.matches("\\d+ parameters, (9\\d|100)\\.\\d % of the held-out images"), out);
        assertEquals("shapes-net", Checkpoint.read(file).architecture().model());
    }

    @Test
    void linesAreReadOneByOne() throws Exception {
        Finished finished = Finished.run(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "-J-Djava.util.prefs.userRoot=" + folder, // where it keeps what was typed
                        "--class-path",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "--add-modules=jdk.incubator.vector",
                        "-R--add-modules=jdk.incubator.vector",
                        EXAMPLES.resolve("bits.jsh").toString()),
                folder);
        assertEquals(0, finished.exitCode(), finished.err());
        List<String> lines = finished.out().lines().toList();
        assertEquals("0.02 is stored as 0000051f", lines.get(0));
        assertEquals("with bit 29 flipped: 8192.020004272461", lines.get(1));
        assertTrue(lines.get(2).startsWith("trial 7 hits bit "), finished.out());
    }

    /**
     * Each of them is run above, embed by {@code EmbedTest} of the library, and the one in Python by {@code PyTorchTest}; the preset is read by
     * {@code PresetsTest}.
     */
    @Test
    void noExampleIsForgotten() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertEquals(
                    List.of(
                            "Autograd.java",
                            "BitFlip.java",
                            "OneTrial.java",
                            "OwnFault.java",
                            "OwnNetwork.java",
                            "OwnScheme.java",
                            "bits.jsh",
                            "bottleneck.json",
                            "embed",
                            "pytorch.py"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
