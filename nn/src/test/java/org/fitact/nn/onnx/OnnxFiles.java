package org.fitact.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** What tests of the importer do with a file, through its public entry only. */
final class OnnxFiles {

    private static final long LIMIT_NANOSECONDS = 2_000_000_000;

    private OnnxFiles() {}

    static Path file(Path folder, byte[] content) throws IOException {
        return Files.write(folder.resolve("a.onnx"), content);
    }

    /** The one line that says why a file is refused, found within two seconds. */
    static String refusal(Path file) {
        String message = inTime(() -> assertThrows(InvalidFileException.class, () -> OnnxImport.read(file, "a")))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertFalse(message.codePoints().anyMatch(OnnxFiles::steersTerminal), message);
        return message;
    }

    /** What a supplier gives, for which this thread computes for two seconds at most, however busy the machine is. */
    static <T> T inTime(ThrowingSupplier<T> supplier) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        T result = assertDoesNotThrow(supplier);
        long time = threads.getCurrentThreadCpuTime() - start;
        assertTrue(time < LIMIT_NANOSECONDS, time / 1_000_000 + " ms");
        return result;
    }

    private static boolean steersTerminal(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    static void assertRefused(Path file, String... expected) {
        String message = refusal(file);
        for (String part : expected) {
            assertTrue(message.contains(part), message + "\n  does not say: " + part);
        }
    }

    /** Logits of images in the order {@code [batch, channels, height, width]}. */
    static float[] logits(Path file, Backend backend, float... images) throws IOException {
        try (Network network = OnnxImport.read(file, "a").load(backend)) {
            return logits(network, images);
        }
    }

    static float[] logits(Network network, float... images) {
        Shape image = network.architecture().input();
        int batch = images.length / image.elements();
        Shape shape = image.withBatch(batch);
        try (Plan plan = Plan.of(network, batch, true);
                Tensor tensor =
                        Tensor.of(network.backend(), shape, org.fitact.nn.Patterns.channelsLast(shape, images))) {
            return plan.logits(tensor);
        }
    }
}
