package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxImportTest.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** The first logits that ONNX Runtime 1.29 has for {@code Patterns.pattern(1, 2 · 3 · 32 · 32)}, before and after export. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    concat,                                   -0.764976,     -1.1071024,   -0.80923223
                    hand-min-relu-neg,                        -0.19944921,    0.7127497,    0.14414024
                    mean-sub-inside,                           0.88187426,    0.39939535,  -0.41526726
                    hand-shape-start-end,                     -0.2991769,     0.09063196,  -1.9682537
                    hand2-transpose-default-perm,             -0.007544462,  -0.21066022,  -0.7072935
                    view-sizeproduct,                          0.61268675,   -0.28731304,   0.49928647
                    hand-reducemean-opset18-constnode-dynamo, -0.6994078,    -0.18907954,   0.2190651
                    weight-sharing,                           -0.09852542,   -0.025396006, -0.076350585
                    """)
    void isWhatOnnxRuntimeComputes(String name, float first, float second, float third) throws IOException {
        Path file = resource("cases/" + name + ".onnx");
        float[] images = Patterns.pattern(1, 2 * 3 * 32 * 32);
        float[] logits = OnnxFiles.logits(file, BACKEND, images);
        assertEquals(20, logits.length);
        Close.assertClose(new float[] {first, second, third}, Arrays.copyOf(logits, 3), 1e-5, name);
        assertRoundTrip(file, images);
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
