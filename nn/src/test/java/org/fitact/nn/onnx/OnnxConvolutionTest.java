package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.fitact.nn.onnx.OnnxFiles.logits;
import static org.fitact.nn.onnx.OnnxImportTest.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.write.GraphWriter;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions with groups, dilations, and strides and paddings of their own for each side. */
class OnnxConvolutionTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    private static final float[] EXPECTED = {
        -0.627970f, 1.981048f, 3.103379f, 1.640172f, -0.852891f, 1.815365f, 3.057425f, 1.186093f
    };

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /*
     * torch.manual_seed(3)
     * a = nn.Conv2d(3, 8, (3, 2), stride=(2, 1), padding=(0, 1)); depthwise = nn.Conv2d(8, 8, 3, stride=2, padding=1, groups=8, bias=False)
     * grouped = nn.Conv2d(8, 12, 3, padding=2, dilation=2, groups=4); wide = nn.Conv2d(12, 24, 1, groups=12); fc = nn.Linear(24 * 21, 4)
     * all parameters times 3; fc(tanh(wide(tanh(grouped(tanh(depthwise(tanh(a(x)))))))).flatten(1)), opset 13
     * x = torch.tensor([((k * 53) % 97 - 48) / 64 for k in range(2 * 3 * 13 * 13)]).reshape(2, 3, 13, 13)
     */
    @Test
    void theLogitsAreTorchs() throws IOException {
        float[] images = new float[2 * 3 * 13 * 13];
        for (int k = 0; k < images.length; k++) {
            images[k] = (k * 53 % 97 - 48) / 64f;
        }
        float[] logits = logits(resource("convolutions.onnx"), BACKEND, images);
        Close.assertClose(EXPECTED, logits, 1e-5, "logits");
    }

    /** Weights go to a file in PyTorch's order and come back. */
    @Test
    void whatIsExportedIsImportedAndExportedAgain() throws IOException {
        float[] images = Patterns.pattern(1, 2 * 3 * 13 * 13);
        try (Network network =
                OnnxImport.read(resource("convolutions.onnx"), "a").load(BACKEND)) {
            Path once = folder.resolve("once.onnx");
            OnnxExport.write(once, network, ExportOptions.DEFAULT, Map.of());
            try (Network back = OnnxImport.read(once, "a").load(BACKEND)) {
                assertArrayEquals(logits(network, images), logits(back, images));
                Path twice = folder.resolve("twice.onnx");
                OnnxExport.write(twice, back, ExportOptions.DEFAULT, Map.of());
                assertEquals(-1, Files.mismatch(once, twice));
            }
        }
    }

    private static AttributeProto autoPad(String value) {
        return AttributeProto.newBuilder()
                .setName("auto_pad")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    private static Sketch convolution(int side, AttributeProto... attributes) {
        return Sketch.of(2, side)
                .weights("w", 4, 2, 4, 3)
                .node("Conv", "c", "x w", attributes)
                .node("Flatten", "o", "c")
                .output("o");
    }

    /** ⌈side/stride⌉ outputs; what is odd of the padding is at the end, or at the beginning. */
    @ParameterizedTest
    @CsvSource({
        "SAME_UPPER, 7, 1, 1, '1 1 2 1'",
        "SAME_LOWER, 7, 1, 1, '2 1 1 1'",
        "SAME_UPPER, 8, 2, 1, '1 0 1 1'",
        "SAME_LOWER, 8, 2, 1, '1 1 1 0'",
        "SAME_UPPER, 7, 2, 2, '3 2 3 2'",
        "SAME_UPPER, 7, 5, 1, '1 0 1 1'",
        "VALID, 7, 2, 1, '0 0 0 0'"
    })
    void automaticPaddingIsWhatItStandsFor(String way, int side, int stride, int dilation, String pads)
            throws IOException {
        AttributeProto strides = GraphWriter.ints("strides", stride, stride);
        AttributeProto dilations = GraphWriter.ints("dilations", dilation, dilation);
        long[] explicit =
                Arrays.stream(pads.split(" ")).mapToLong(Long::parseLong).toArray();
        float[] images = Patterns.pattern(1, 2 * 2 * side * side);
        byte[] automatic = convolution(side, autoPad(way), strides, dilations).bytes();
        byte[] stated = convolution(side, GraphWriter.ints("pads", explicit), strides, dilations)
                .bytes();
        float[] expected = logits(Files.write(folder.resolve("b.onnx"), stated), BACKEND, images);
        assertFalse(expected.length == 0);
        assertArrayEquals(expected, logits(file(folder, automatic), BACKEND, images));
    }

    /** Of 2×2 images of four channels, {@code [((k * 53) % 97 - 48) / 64 for k in range(16)]}. */
    private float[] transposed(int[] weight, AttributeProto... attributes) throws IOException {
        float[] image = new float[16];
        for (int k = 0; k < image.length; k++) {
            image[k] = (k * 53 % 97 - 48) / 64f;
        }
        Sketch sketch = Sketch.of(4, 2)
                .weights("w", weight)
                .node("ConvTranspose", "c", "x w", attributes)
                .node("Flatten", "o", "c")
                .output("o");
        Path again = folder.resolve("again.onnx");
        try (Network network =
                OnnxImport.read(file(folder, sketch.bytes()), "a").load(BACKEND)) {
            float[] logits = logits(network, image);
            OnnxExport.write(again, network, ExportOptions.DEFAULT, Map.of());
            assertArrayEquals(logits, logits(again, BACKEND, image), "exported and imported again");
            return logits;
        }
    }

    /*
     * F.conv_transpose2d(x, w(4, 2, 3, 2)), F.conv_transpose2d(x, w(4, 1, 3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), groups=2),
     * F.conv_transpose2d(x, w(4, 1, 3, 2), stride=(2, 1), padding=(3, 1), output_padding=(1, 0), dilation=(2, 3), groups=4), with
     * w(*s) = torch.tensor([(i * 37 % 101 - 50) / 64 for i in range(prod(s))]).reshape(s)
     */
    @Test
    void aTransposedConvolutionIsTorchs() throws IOException {
        float[] plain = {
            0.525879f,
            0.533691f,
            -0.260254f,
            0.435791f,
            -0.568115f,
            1.06055f,
            -0.0256348f,
            -0.764893f,
            0.0183105f,
            -0.0849609f,
            0.0703125f,
            0.0959473f,
            0.115723f,
            0.274902f,
            -0.108887f,
            -0.356689f,
            0.0251465f,
            0.0544434f,
            -0.300293f,
            0.000976562f,
            1.05884f,
            0.198486f,
            -0.137939f,
            -0.395752f
        };
        Close.assertClose(plain, transposed(new int[] {4, 2, 3, 2}), 1e-5, "plain");
        float[] strided = {
            -0.603516f,
            0.615234f,
            0,
            0.276367f,
            -0.161133f,
            0,
            0,
            0.540527f,
            0.0336914f,
            0,
            -0.313477f,
            -0.212158f,
            0,
            0,
            -0.454102f,
            0.483398f,
            0,
            0.425781f,
            -0.292969f,
            0,
            0,
            -0.0585938f,
            -0.0827637f,
            0,
            0.122559f,
            -0.250977f,
            0,
            0,
            0.0834961f,
            0.0292969f,
            0,
            -0.212646f,
            -0.185547f,
            0,
            0,
            -0.128906f,
            0.221191f,
            0,
            0.82251f,
            -0.8479f,
            0,
            0,
            -0.0351562f,
            0.0732422f,
            0,
            0.544922f,
            -0.141602f,
            0,
            0,
            -0.188232f,
            -0.00585938f,
            0,
            -0.113037f,
            0.359375f,
            0,
            0
        };
        AttributeProto[] general = {
            GraphWriter.ints("strides", 2, 3),
            GraphWriter.ints("pads", 1, 0, 1, 0),
            GraphWriter.ints("output_padding", 1, 2),
            GraphWriter.number("group", 2)
        };
        Close.assertClose(strided, transposed(new int[] {4, 1, 3, 2}, general), 1e-5, "strided");
        AttributeProto[] dilated = {
            GraphWriter.ints("strides", 2, 1),
            GraphWriter.ints("dilations", 2, 3),
            GraphWriter.ints("pads", 3, 1, 3, 1),
            GraphWriter.ints("output_padding", 1, 0),
            GraphWriter.number("group", 4)
        };
        float[] inside = {
            0,
            0,
            0,
            0.0783691f,
            0,
            -0.0175781f,
            0,
            0,
            0,
            0.439209f,
            0,
            0.446777f,
            0,
            0,
            0,
            0.794922f,
            0,
            0.0791016f,
            0,
            0,
            0,
            0.528564f,
            0,
            0.0629883f
        };
        Close.assertClose(inside, transposed(new int[] {4, 1, 3, 2}, dilated), 1e-5, "dilated");
    }

    /** The size of the output, from which the padding follows; what is odd of it is at the beginning, or not. */
    @Test
    void aStatedSizeOfATransposedConvolutionIsPadding() throws IOException {
        int[] weight = {4, 1, 3, 2};
        AttributeProto strides = GraphWriter.ints("strides", 2, 3);
        float[] padded = transposed(weight, strides, GraphWriter.ints("pads", 1, 1, 0, 0));
        assertArrayEquals(padded, transposed(weight, strides, GraphWriter.ints("output_shape", 4, 4)));
        assertArrayEquals(
                transposed(weight, strides, GraphWriter.ints("pads", 0, 0, 1, 1)),
                transposed(weight, strides, GraphWriter.ints("output_shape", 4, 4), autoPad("SAME_UPPER")));
        // SAME: the output is the input's size times the stride; of 5 columns none are taken away, and one is added.
        assertArrayEquals(
                transposed(
                        weight,
                        strides,
                        GraphWriter.ints("pads", 1, 0, 0, 0),
                        GraphWriter.ints("output_padding", 0, 1)),
                transposed(weight, strides, autoPad("SAME_LOWER")));
    }

    @Test
    void groupsThatChannelsDoNotFallInto() throws IOException {
        refused(
                GraphWriter.number("group", 3),
                "Conv node 'c': group is 3, expected a divisor of 2 input and 4 output");
        refused(
                GraphWriter.number("group", 0),
                "Conv node 'c': group is 0, expected a divisor of 2 input and 4 output");
        refused(GraphWriter.number("group", 2), "Conv node 'c': W is [4, 2, …], expected 1 input channels");
        refused(GraphWriter.ints("dilations", 0, 1), "Conv node 'c': dilations is [0, 1], expected positive");
        refused(
                GraphWriter.ints("dilations", 3, 1),
                "Conv node 'c'",
                "a 4x3 (dilation 3x1) kernel does not fit a 8x8 input with padding 0");
    }

    @Test
    void aTransposedConvolutionOfOtherChannels() throws IOException {
        Sketch sketch = Sketch.of(4, 2).weights("w", 3, 2, 3, 3).node("ConvTranspose", "c", "x w");
        assertRefused(
                file(folder, sketch.bytes()), "ConvTranspose node 'c': W and group is ", "expected 4 input channels");
    }

    private void refused(AttributeProto attribute, String... expected) throws IOException {
        assertRefused(file(folder, convolution(8, attribute).bytes()), expected);
    }
}
