package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.onnx.write.GraphWriter;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would give other numbers than the file means is refused, or computed as it means. */
class OnnxMeaningTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** A convolution of 8×8 images, whose attributes are to be tried, and a linear layer with three outputs. */
    private static Sketch convolution(AttributeProto... attributes) {
        return Sketch.of(2, 8).weights("w", 4, 2, 3, 3).node("Conv", "c", "x w", attributes);
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
                .build();
    }

    private void refused(Sketch sketch, String... expected) throws IOException {
        assertRefused(file(folder, sketch.bytes()), expected);
    }

    @Test
    void attributesOfTheWrongLength() throws IOException {
        refused(
                convolution(GraphWriter.ints("strides", 1, 1, 1)),
                "Conv node 'c': strides is [1, 1, 1], expected 2 numbers from 0 to 9999");
        refused(
                convolution(GraphWriter.ints("pads", 1, 1, 1)),
                "Conv node 'c': pads is [1, 1, 1], expected 4 numbers from 0 to 9999");
        refused(convolution(GraphWriter.ints("dilations", 1)), "Conv node 'c': dilations is [1], expected 2 numbers");
        refused(convolution(GraphWriter.ints("strides")), "Conv node 'c': strides is [], expected 2 numbers");
        refused(
                convolution(GraphWriter.ints("kernel_shape", 3)),
                "Conv node 'c': kernel_shape is [3], expected 2 numbers");
        refused(
                convolution(GraphWriter.ints("kernel_shape", 5, 5)),
                "Conv node 'c': kernel_shape is [5, 5], expected [3, 3] as W has");
        refused(
                Sketch.of(2, 8).node("MaxPool", "p", "x", GraphWriter.ints("kernel_shape", 2)),
                "MaxPool node 'p': kernel_shape is [2], expected 2 numbers");
        refused(
                Sketch.of(2, 8).node("MaxPool", "p", "x"),
                "MaxPool node 'p': kernel_shape is missing, expected two positive numbers");
    }

    @Test
    void attributesThatAreNotKnownOrContradictEachOther() throws IOException {
        refused(
                convolution(GraphWriter.number("paddings", 1)),
                "Conv node 'c': attribute 'paddings' is not known here, expected auto_pad, dilations, group,");
        refused(
                convolution(GraphWriter.number("group", 1), GraphWriter.number("group", 2)),
                "Conv node 'c': attribute 'group' is there twice");
        refused(
                convolution(text("auto_pad", "VALID"), GraphWriter.ints("pads", 1, 1, 1, 1)),
                "Conv node 'c': pads is [1, 1, 1, 1], expected 0, since auto_pad is VALID");
        refused(convolution(text("auto_pad", "SAME")), "Conv node 'c': auto_pad is SAME");
        refused(
                Sketch.of(2, 8).node("Relu", "r", "x", GraphWriter.number("alpha", 0.1f)),
                "Relu node 'r': attribute 'alpha' is not known here, expected none");
        refused(convolution().node("Relu", "r", "c c"), "Relu node 'r': number of inputs is 2, expected 1");
        refused(
                Sketch.of(1, 4)
                        .node("Flatten", "f", "x")
                        .weights("w", 3, 16)
                        .node("Gemm", "o", "f w", GraphWriter.number("transB", 2)),
                "Gemm node 'o': transB is 2, expected 0 or 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 6, 26, 99, Long.MAX_VALUE})
    void opsetsThatAreNotKnown(long version) throws IOException {
        refused(
                Sketch.of(1, 4).opset(version).node("Flatten", "o", "x").output("o"),
                "opset_import of the standard operators is [" + version + "], expected one version from 7 to 25");
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 9, 13, 17, 25})
    void opsetsThatAreKnown(long version) throws IOException {
        Path file = file(
                folder,
                Sketch.of(1, 4)
                        .opset(version)
                        .node("Flatten", "o", "x")
                        .output("o")
                        .bytes());
        assertEquals(16, OnnxImport.read(file, "a").architecture().classes());
    }

    private static Sketch norm(float[] variances, AttributeProto... attributes) {
        return Sketch.of(2, 4)
                .constant("s", new int[] {2}, 1, 2)
                .constant("b", new int[] {2}, 0, 1)
                .constant("m", new int[] {2}, 0, 1)
                .constant("v", new int[] {2}, variances)
                .node("BatchNormalization", "n", "x s b m v", attributes);
    }

    @Test
    void batchNormThatIsTrainingOrDividesByNothing() throws IOException {
        for (long opset : List.of(9L, 13L, 15L)) {
            refused(
                    norm(new float[] {1, 1}, GraphWriter.number("training_mode", 1))
                            .opset(opset),
                    "BatchNormalization node 'n': form is that of training");
        }
        refused(
                norm(new float[] {1, -0.5f}),
                "BatchNormalization node 'n': 'v' element [1] is -0.5, expected a variance of at least 0");
        refused(
                norm(new float[] {0, 1}, GraphWriter.number("epsilon", 0f)),
                "BatchNormalization node 'n': 'v' element [0] is 0.0, expected a variance of at least 0, positive with");
        refused(
                norm(new float[] {1, Float.POSITIVE_INFINITY}),
                "BatchNormalization node 'n': 'v' element [1] is Infinity, expected a finite number");
        refused(
                norm(new float[] {1, 1}, GraphWriter.number("epsilon", Float.NaN)),
                "BatchNormalization node 'n': epsilon is NaN");
    }

    /** Opset 9 to 13 has no attribute for it: there, batch norm in training has further outputs. */
    @Test
    void batchNormWithASecondOutput() throws IOException {
        Sketch sketch = norm(new float[] {1, 1});
        sketch.node(NodeProto.newBuilder()
                .setOpType("BatchNormalization")
                .addAllInput(List.of("n", "s", "b", "m", "v"))
                .addAllOutput(List.of("n2", "", "variance")));
        refused(sketch.opset(9), "BatchNormalization node 'n2': form is that of training (2 outputs)");
    }

    @Test
    void dropoutInTraining() throws IOException {
        TensorProto.Builder yes = TensorProto.newBuilder()
                .setName("yes")
                .setDataType(TensorProto.DataType.BOOL.getNumber())
                .addInt32Data(1);
        TensorProto.Builder no = yes.clone().setName("no").setInt32Data(0, 0);
        Sketch sketch = Sketch.of(1, 4).constant(yes).constant(no).constant("ratio", new int[0], 0.5f);
        Path sound = file(
                folder,
                sketch.node("Dropout", "d", "x ratio no")
                        .node("Flatten", "o", "d")
                        .output("o")
                        .bytes());
        assertEquals(16, OnnxImport.read(sound, "a").architecture().classes());
        refused(sketch.node("Dropout", "e", "x ratio yes"), "Dropout node 'e': training_mode is set, expected false");
    }

    /** Two layers with one tensor: it is one parameter, so a fault in it strikes both. */
    @Test
    void sharedWeights() throws IOException {
        Path file = file(
                folder,
                Sketch.of(2, 4)
                        .weights("w", 2, 2, 1, 1)
                        .weights("b", 2)
                        .node("Conv", "c1", "x w b")
                        .node("Relu", "r", "c1")
                        .node("Conv", "c2", "r w b")
                        .node("Flatten", "f", "c2")
                        .output("f")
                        .bytes());
        try (Network network = OnnxImport.read(file, "a").load(BACKEND)) {
            assertEquals(
                    List.of("conv1.weight", "conv1.bias"),
                    network.parameters().stream().map(Parameter::name).toList());
            float[] images = new float[32];
            for (int i = 0; i < images.length; i++) {
                images[i] = i * 7 % 13 / 8f;
            }
            float[] w = network.parameter("conv1.weight").value().toArray();
            float[] b = network.parameter("conv1.bias").value().toArray();
            float[] expected = new float[images.length];
            for (int pixel = 0; pixel < 16; pixel++) {
                float[] once = {images[pixel], images[16 + pixel]};
                for (int layer = 0; layer < 2; layer++) {
                    float[] y = new float[2];
                    for (int o = 0; o < 2; o++) {
                        y[o] = b[o] + once[0] * w[o] + once[1] * w[2 + o];
                        y[o] = layer == 0 ? Math.max(0, y[o]) : y[o];
                    }
                    once = y;
                }
                expected[pixel] = once[0];
                expected[16 + pixel] = once[1];
            }
            assertArrayEquals(expected, OnnxFiles.logits(network, images), 1e-6f);
        }
    }

    /** Read as a matrix and as its transpose, or as a bias and as a mean, it would have to lie in memory twice. */
    @Test
    void sharedWeightsThatAreReadInTwoWays() throws IOException {
        refused(
                Sketch.of(1, 2)
                        .node("Flatten", "f", "x")
                        .weights("w", 4, 4)
                        .node("Transpose", "t", "w")
                        .node("Identity", "i", "t")
                        .node("MatMul", "m1", "f w")
                        .node("MatMul", "m2", "m1 i"),
                "MatMul node 'm2': input 1 is the constant 'w' F32[4, 4], which MatMul node 'm1' reads too");
    }

    @Test
    void oneNameForTwoTensors() throws IOException {
        refused(Sketch.of(1, 4).weights("w", 4).weights("w", 3), "initialiser 'w' is there twice");
    }

    /** ONNX gives the upper limit where both cross, a bounded ReLU gives 0. */
    @Test
    void limitsThatABoundedReluDoesNotHave() throws IOException {
        Sketch limits = Sketch.of(1, 4).constant("zero", new int[0], 0).constant("minus", new int[0], -1);
        refused(limits.node("Clip", "c", "x zero minus"), "Clip node 'c': max is -1.0, expected at least 0");
        refused(
                Sketch.of(1, 4)
                        .constant("b", new int[] {1}, Float.NaN)
                        .node("Relu", "r", "x")
                        .node("LessOrEqual", "m", "r b"),
                "LessOrEqual node 'm': input 1 is a bound of NaN, expected a number");
        refused(
                Sketch.of(1, 4)
                        .constant("zero", new int[0], 0)
                        .node("Clip", "c", "x zero", GraphWriter.number("min", 0f)),
                "Clip node 'c': min is both an attribute and an input");
    }

    /** The smooth bound's cut may stand only where next to nothing passes any more. */
    @ParameterizedTest
    @CsvSource({"3.4, true", "5, true", "1, false"})
    void whereASmoothBoundIsCut(float cut, boolean taken) throws IOException {
        Sketch sketch = Sketch.of(1, 4)
                .constant("zero", new int[0], 0)
                .constant("r.bounds", new int[0], 2)
                .constant("steep", new int[0], -5)
                .constant("cut", new int[0], cut)
                .node("Relu", "r", "x")
                .node("Sub", "above", "r r.bounds")
                .node("Mul", "scaled", "above steep")
                .node("Sigmoid", "gate", "scaled")
                .node("Mul", "gated", "r gate")
                .node("LessOrEqual", "passes", "above cut")
                .node("Where", "y", "passes gated zero")
                .node("Flatten", "o", "y")
                .output("o");
        if (taken) {
            assertEquals(
                    List.of("relu1"),
                    OnnxImport.read(file(folder, sketch.bytes()), "a").boundedSites());
        } else {
            refused(sketch, "Where node 'y': operator is not known in this place");
        }
    }

    /** A bias for all features, or one for each; a column would be one for each image. */
    @ParameterizedTest
    @CsvSource({"'', true", "1, true", "3, true", "1 3, true", "1 1, true", "3 1, false", "1 1 3, false", "2, false"})
    void biasesOfEveryShape(String shape, boolean taken) throws IOException {
        int[] extents = shape.isEmpty()
                ? new int[0]
                : List.of(shape.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
        Sketch sketch = Sketch.of(1, 2)
                .node("Flatten", "f", "x")
                .weights("w", 3, 4)
                .weights("b", extents)
                .node("Gemm", "o", "f w b", GraphWriter.number("transB", 1))
                .output("o");
        if (!taken) {
            refused(sketch, "Gemm node 'o': input 2 is the constant 'b'");
            return;
        }
        float[] images = Patterns.pattern(1, 4);
        float[] logits = OnnxFiles.logits(file(folder, sketch.bytes()), BACKEND, images);
        float[] bias = {
            -50 / 64f, shape.contains("3") ? -13 / 64f : -50 / 64f, shape.contains("3") ? 24 / 64f : -50 / 64f
        };
        float[] expected = new float[3];
        for (int o = 0; o < 3; o++) {
            expected[o] = bias[o];
            for (int i = 0; i < 4; i++) {
                expected[o] += images[i] * (((o * 4 + i) * 37 % 101 - 50) / 64f);
            }
        }
        assertArrayEquals(expected, logits, 1e-5f);
    }

    /** {@code start} and {@code end} cut the shape as Python does. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                     0 |  1 |
                    -4 | -3 |
                     0 |  4 | output 'o' is a feature map of 4x4x2
                     1 |  2 | Reshape node 'o': shape is [
                     3 |  1 | output 'o' is a feature map of 4x4x2
                    """)
    void theShapeOfAPart(long start, long end, String refusal) throws IOException {
        Sketch sketch = Sketch.of(2, 4)
                .longs("rest", -1)
                .node("Shape", "s", "x", GraphWriter.number("start", start), GraphWriter.number("end", end))
                .node("Concat", "t", "s rest", GraphWriter.number("axis", 0))
                .node("Reshape", "o", "x t")
                .output("o");
        if (refusal == null) {
            assertEquals(
                    32,
                    OnnxImport.read(file(folder, sketch.bytes()), "a")
                            .architecture()
                            .classes());
        } else {
            refused(sketch, refusal);
        }
    }

    @Test
    void everyObstacleAtOnce() throws IOException {
        Sketch sketch = Sketch.of(16, 8)
                .weights("w1", 16, 1, 3, 3)
                .weights("w2", 16, 1, 3, 3)
                .weights("w3", 8, 16, 3, 3)
                .node("Conv", "c1", "x w1", GraphWriter.number("group", 3))
                .node("Einsum", "h1", "c1")
                .node("Conv", "c2", "x w2", GraphWriter.number("group", 3))
                .node("Einsum", "h2", "h1")
                .node("Conv", "c3", "x w3", GraphWriter.ints("dilations", 0, 2))
                .node("Flatten", "o", "c3")
                .output("o");
        refused(
                sketch,
                ": graph is one with 3 kinds of obstacles, expected none of them: "
                        + "(1) Conv nodes 'c1', 'c2': group is 3, expected a divisor of 16 input and 16 output channels; "
                        + "(2) Einsum nodes 'h1', 'h2': operator is not known here, expected one of Abs, Add, AveragePool, "
                        + "BatchNormalization, Ceil, Celu, Cl",
                ", Relu, Reshape, ",
                "; (3) Conv node 'c3': dilations is [0, 2], expected positive");
    }

    @Test
    void inputsThatAreNoImages() throws IOException {
        refused(
                Sketch.of(1, 4)
                        .input(TensorProto.DataType.FLOAT16, -1, 1, 4, 4)
                        .node("Flatten", "o", "x")
                        .output("o"),
                ": input 'x' is float16, expected float32");
        refused(
                Sketch.of(1, 4).input(TensorProto.DataType.FLOAT, -1, 4, 4).output("x"),
                ": input 'x' is of 3 dimensions, expected 4: N, C, H, W");
    }

    @Test
    void flattenedTwice() throws IOException {
        Sketch sketch = Sketch.of(2, 2)
                .node("Flatten", "f", "x")
                .node("Flatten", "g", "f")
                .output("g");
        float[] images = Patterns.pattern(1, 8);
        assertArrayEquals(images, OnnxFiles.logits(file(folder, sketch.bytes()), BACKEND, images));
        Sketch sum = Sketch.of(2, 2)
                .node("Flatten", "f", "x")
                .node("Flatten", "g", "x")
                .node("Add", "s", "f g")
                .output("s");
        float[] doubled = OnnxFiles.logits(file(folder, sum.bytes()), BACKEND, images);
        for (int i = 0; i < images.length; i++) {
            assertEquals(2 * images[i], doubled[i]);
        }
    }

    @Test
    void aSumOfAValueWithItself() throws IOException {
        Sketch sketch = Sketch.of(1, 2)
                .node("Add", "s", "x x")
                .node("Flatten", "f", "s")
                .node("Add", "o", "f f")
                .output("o");
        assertArrayEquals(
                new float[] {4, 8, -4, 2}, OnnxFiles.logits(file(folder, sketch.bytes()), BACKEND, 1, 2, -1, 0.5f));
    }
}
