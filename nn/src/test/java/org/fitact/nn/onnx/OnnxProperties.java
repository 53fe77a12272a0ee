package org.fitact.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;

/** Whatever a file holds, it is a network or refused in one line, and soon. */
class OnnxProperties {

    private static Backend backend;
    private static Path file;

    @BeforeContainer
    static void open() throws IOException {
        backend = Backends.open("reference", new BackendOptions(1));
        file = Files.createTempFile("fuzz", ".onnx");
    }

    @AfterContainer
    static void close() throws IOException {
        backend.close();
        Files.delete(file);
    }

    @Property(tries = 3000, seed = "17", shrinking = ShrinkingMode.OFF)
    void isANetworkOrRefused(@ForAll long seed) throws IOException {
        byte[] input = OnnxFuzz.input(seed);
        OnnxFiles.inTime(() -> new OnnxFuzz(file, backend).accepts(input));
    }

    /** The inputs above are worth something: many are networks, many are not. */
    @Example
    void someAreNetworksAndSomeAreNot() throws IOException {
        OnnxFuzz fuzz = new OnnxFuzz(file, backend);
        int networks = 0;
        for (long seed = 0; seed < 1000; seed++) {
            networks += fuzz.accepts(OnnxFuzz.input(seed)) ? 1 : 0;
        }
        assertTrue(networks > 100 && networks < 900, networks + " of 1000");
    }
}
