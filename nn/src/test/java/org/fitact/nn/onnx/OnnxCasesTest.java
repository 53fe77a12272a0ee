package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxImportTest.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that once were read wrongly, crashed the reader or took all memory, and what must come of each. */
class OnnxCasesTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hand-bn-training-outputs-opset12 | BatchNormalization node 'n': form is that of training (5 outputs)
                    training-bn-opset12 | BatchNormalization nodes '/stem/stem.1/BatchNormalization', '/b1/BatchNormalization', '/b2/BatchNormalization': form is that of training (5 outputs)
                    hand-clip-0-nan | Clip node 'm': max is NaN, expected at least 0
                    hand-weights-nan | Conv node 'c': 'w' element [0, 0, 0, 0] is NaN, expected a finite number
                    hand2-bn-1ch-scalar | BatchNormalization node 'n': input 1 is the constant 's1' F32[]
                    add-three-inputs-stackoverflow | Add node 'o': number of inputs is 3, expected 2
                    conv-scalar-bias-aioobe | Conv node 'o': input 2 is the constant 'b' F32[], expected float32 [1]
                    concat-doubling | Concat node 's21': output is of 8388608 numbers, expected at most 8388608 from all nodes of constants
                    nan-weights | Gemm node 'o': 'fc.weight' element [0, 0] is NaN, expected a finite number
                    c1-escape | LSTM node '?2J?31mred?next?evil': operator is not known here
                    """)
    void isRefusedByItsNode(String file, String expected) {
        assertRefused(resource("cases/" + file + ".onnx"), expected);
    }

    /** x·sigmoid(x), as PyTorch writes its SiLU. */
    @Test
    void siluIsOneNode() throws IOException {
        Path file = resource("cases/act-silu.onnx");
        try (Network network = OnnxImport.read(file, "a").load(BACKEND)) {
            network.sites().forEach(site -> assertEquals(new Silu(), site.function()));
            assertFalse(network.sites().isEmpty());
        }
        assertRoundTrip(file, Patterns.pattern(1, 2 * 3 * 32 * 32));
    }

    /** One number for all classes is what ONNX allows as the constant of a Gemm. */
    @Test
    void aScalarBiasAndOneClass() throws IOException {
        Path file = resource("cases/hand-gemm-C-scalar-1class.onnx");
        OnnxImport imported = OnnxImport.read(file, "a");
        assertEquals(
                "a for 32x32x3 images and 1 classes", imported.architecture().toString());
        float[] images = Patterns.pattern(1, 2 * 3 * 32 * 32);
        float[] logits = OnnxFiles.logits(file, BACKEND, images);
        assertEquals(2, logits.length);
        assertRoundTrip(file, images);
    }

    /** Ten channels of one pixel are ten logits: there is nothing to compute. */
    @Test
    void aNetworkOfOneFlatten() throws IOException {
        Path file = resource("cases/hand-flatten-only.onnx");
        float[] images = Patterns.pattern(1, 3 * 10);
        assertArrayEquals(images, OnnxFiles.logits(file, BACKEND, images));
        assertRoundTrip(file, images);
    }

    /** A layer that is used twice: its words lie in memory once, in the plan as in the network. */
    @Test
    void aLayerThatIsUsedTwice() throws IOException {
        Path file = resource("cases/weight-sharing.onnx");
        try (Network network = OnnxImport.read(file, "a").load(BACKEND);
                Plan plan = Plan.of(network, 2, true)) {
            assertEquals(61_162, network.parameterCount());
            int words = plan.parameters().stream()
                    .mapToInt(parameter -> parameter.values().length)
                    .sum();
            assertTrue(words <= 61_162, words + " words");
        }
        assertRoundTrip(file, Patterns.pattern(1, 2 * 3 * 32 * 32));
    }

    /** Extents that are worked out in every way that exporters have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hand-shape-start-end",
                "hand2-transpose-default-perm",
                "view-sizeproduct",
                "hand-reducemean-opset18-constnode-dynamo"
            })
    void isReadAndWritten(String file) throws IOException {
        assertRoundTrip(resource("cases/" + file + ".onnx"), Patterns.pattern(1, 2 * 3 * 32 * 32));
    }

    private void assertRoundTrip(Path file, float[] images) throws IOException {
        Path again = folder.resolve("again.onnx");
        try (Network network = OnnxImport.read(file, "a").load(BACKEND)) {
            OnnxExport.write(again, network, ExportOptions.DEFAULT, Map.of());
        }
        Close.assertClose(
                OnnxFiles.logits(file, BACKEND, images), OnnxFiles.logits(again, BACKEND, images), 1e-6, "logits");
    }
}
