package org.fitact.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTelemetryTest {

    @TempDir
    private Path folder;

    /** In a process of its own, since the first use decides, and a failure takes the process with it. */
    @Test
    void longCommandLineIsNotRead() throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlong=" + "/a-folder/an-archive.jar:".repeat(400),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Once.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // Each of them turns it off as well.
        child.environment().keySet().removeAll(List.of("ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "CI"));
        child.environment().put("HOME", folder.toString());
        assertEquals(0, child.start().waitFor(), () -> read(output));
        assertEquals(List.of(output.toFile()), List.of(folder.toFile().listFiles()), "files in the home folder");
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a network once. */
    static final class Once {

        private Once() {}

        public static void main(String[] arguments) throws Exception {
            try (Backend backend = Backends.cpu(BackendOptions.defaults());
                    Network network = PeerNetworks.network(backend, "lenet5", "relu");
                    EvaluationSet set = PeerNetworks.images(backend, 1, 5);
                    Engine engine = new OnnxRuntimeEngine(network, set.first(), 1)) {
                engine.run();
            }
        }
    }
}
