package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxImportTest.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Stored;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Vision transformers as torchvision writes them: heads and windows beside the images on one axis, a class token for as many
 * images as there are, masks that the file works out ({@code transformers/make.py}).
 */
class OnnxTransformersTest {

    private static final int IMAGE = 3 * 16 * 16;

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static List<String> expected() throws IOException {
        return Files.readAllLines(resource("transformers/expected.tsv"));
    }

    private static Path file(String name) {
        return resource("transformers/" + name + ".onnx");
    }

    @ParameterizedTest
    @MethodSource("expected")
    void isWhatPyTorchComputes(String line) throws IOException {
        String[] fields = line.split("\t");
        String[] numbers = fields[1].split(" ");
        float[] expected = new float[numbers.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Float.parseFloat(numbers[i]);
        }
        float[] images = Patterns.pattern(1, 2 * IMAGE);
        try (Network network = OnnxImport.read(file(fields[0]), "a").load(BACKEND)) {
            float[] logits = OnnxFiles.logits(network, images);
            Close.assertClose(expected, logits, 1e-5, "plan");
            Close.assertClose(expected, eager(network, images), 1e-5, "tape");
            float[] second = Arrays.copyOfRange(images, IMAGE, 2 * IMAGE);
            float[] alone = OnnxFiles.logits(network, second);
            assertArrayEquals(Arrays.copyOfRange(logits, 5, 10), alone, 1e-5f, "an image does not see another");
        }
    }

    private static float[] eager(Network network, float... images) {
        Shape shape = network.architecture().input().withBatch(2);
        try (Tape tape = Tape.inference(BACKEND);
                Tensor tensor = Tensor.of(BACKEND, shape, Patterns.channelsLast(shape, images))) {
            return Forward.of(network, Pass.inference(tape), tensor).toArray();
        }
    }

    /** All of PyTorch's parameters are words: sum(p.numel() for p in net.parameters()). */
    @Test
    void theClassTokenAndThePositionsAreParameters() throws IOException {
        try (Network network = OnnxImport.read(file("vit"), "a").load(BACKEND)) {
            assertTrue(network.graph().nodes().stream()
                    .anyMatch(node -> node.op().equals(new Stored(List.of(1, 8)))
                            || node.op().equals(new Stored(List.of(8)))));
            assertEquals(2853, network.parameterCount());
        }
    }
}
