package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms in which a file may have its numbers, all of which are the same linear layer: x·1.5, x·(−2). */
class OnnxTensorsTest {

    private static final float[] IMAGE = {3};
    private static final float[] LOGITS = {4.5f, -6};

    @TempDir
    private Path folder;

    private Path models;

    @BeforeEach
    void folderOfModels() throws IOException {
        models = Files.createDirectory(folder.resolve("models"));
    }

    private static TensorProto.Builder weight(DataType type) {
        return TensorProto.newBuilder()
                .setName("w")
                .setDataType(type.getNumber())
                .addDims(1)
                .addDims(2);
    }

    private static ByteString bytes(int size, Consumer<ByteBuffer> numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        numbers.accept(buffer);
        return ByteString.copyFrom(buffer.flip());
    }

    private static TensorProto.Builder external(String... entries) {
        TensorProto.Builder tensor = weight(DataType.FLOAT).setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        return tensor;
    }

    private static byte[] floats() {
        return bytes(8, numbers -> numbers.putFloat(1.5f).putFloat(-2)).toByteArray();
    }

    private static Sketch sketch() {
        return Sketch.of(1, 1).node("Flatten", "f", "x");
    }

    private static Sketch linear(TensorProto.Builder weight) {
        return sketch().constant(weight).node("MatMul", "o", "f w").output("o");
    }

    private Path model(Sketch sketch) throws IOException {
        return file(models, sketch.bytes());
    }

    private void assertReads(Sketch sketch) throws IOException {
        Path file = model(sketch);
        try (Backend backend = Backends.cpu(BackendOptions.defaults())) {
            assertArrayEquals(LOGITS, OnnxFiles.logits(file, backend, IMAGE));
        }
    }

    /** 0x3E00 and 0xC000 are 1.5 and −2 of float16, 0x3FC0 and 0xC000 of bfloat16. */
    static Stream<Arguments> reals() {
        return Stream.of(
                        weight(DataType.FLOAT).addFloatData(1.5f).addFloatData(-2),
                        weight(DataType.FLOAT).setRawData(ByteString.copyFrom(floats())),
                        weight(DataType.DOUBLE).addDoubleData(1.5).addDoubleData(-2),
                        weight(DataType.DOUBLE)
                                .setRawData(bytes(
                                        16, numbers -> numbers.putDouble(1.5).putDouble(-2))),
                        weight(DataType.FLOAT16).addInt32Data(0x3E00).addInt32Data(0xC000),
                        weight(DataType.FLOAT16)
                                .setRawData(bytes(
                                        4,
                                        numbers ->
                                                numbers.putShort((short) 0x3E00).putShort((short) 0xC000))),
                        weight(DataType.BFLOAT16).addInt32Data(0x3FC0).addInt32Data(0xC000),
                        weight(DataType.BFLOAT16)
                                .setRawData(bytes(
                                        4,
                                        numbers ->
                                                numbers.putShort((short) 0x3FC0).putShort((short) 0xC000))))
                .map(tensor -> Arguments.of(
                        DataType.forNumber(tensor.getDataType()) + (tensor.hasRawData() ? ", raw" : ""), tensor));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reals")
    void realsOfAnyWidth(String name, TensorProto.Builder weight) throws IOException {
        assertReads(linear(weight));
    }

    /** A double that is no float is an infinity, which no weight may be. */
    @Test
    void aDoubleThatIsTooLarge() throws IOException {
        assertRefused(
                model(linear(weight(DataType.DOUBLE).addDoubleData(1).addDoubleData(1e300))),
                "MatMul node 'o': 'w' element [0, 1] is Infinity, expected a finite number");
    }

    @Test
    void typesThatAreNone() throws IOException {
        assertRefused(model(linear(weight(DataType.STRING))), "initialiser 'w' is string, expected float32, float64");
        assertRefused(model(linear(weight(DataType.FLOAT16).addInt32Data(1))), "initialiser 'w' data is 1 long");
        assertRefused(
                model(linear(weight(DataType.FLOAT16).setRawData(ByteString.copyFrom(new byte[3])))),
                "initialiser 'w' bytes data is 3 long, expected 4 for [1, 2]");
    }

    /** An initialiser that is an input too, as all were before IR version 4. */
    @Test
    void aWeightThatIsAnInputToo() throws IOException {
        assertReads(linear(weight(DataType.FLOAT).addFloatData(1.5f).addFloatData(-2))
                .alsoInput("w"));
    }

    /** A Constant has its numbers in one of several attributes. */
    @Test
    void constantsInAttributes() throws IOException {
        AttributeProto.Builder scale = AttributeProto.newBuilder()
                .setName("value_floats")
                .setType(AttributeProto.AttributeType.FLOATS)
                .addFloats(1.5f)
                .addFloats(-2);
        AttributeProto.Builder tensor = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(weight(DataType.FLOAT).addFloatData(1.5f).addFloatData(-2));
        assertReads(sketch().node(Sketch.constantNode("c", tensor))
                .node("MatMul", "o", "f c")
                .output("o"));
        assertRefused(
                model(sketch().node(Sketch.constantNode("c", scale))
                        .node("MatMul", "o", "f c")
                        .output("o")),
                "MatMul node 'o': input 1 is the constant 'c' F32[2]");
        assertRefused(
                model(sketch().node(Sketch.constantNode("c", scale, tensor)).output("c")),
                "Constant node 'c': number of values is 2, expected 1");
    }

    /** Whole exponents beside real numbers are what ONNX allows; whole terms are not. */
    @Test
    void wholeNumbersBesideRealOnes() throws IOException {
        TensorProto.Builder weight = weight(DataType.FLOAT).addFloatData(1.5f).addFloatData(-2);
        Sketch sketch = sketch().constant(weight).longs("n", 2, 3).node("MatMul", "m", "f w");
        Path file = model(sketch.node("Pow", "o", "m n").output("o"));
        try (Backend backend = Backends.cpu(BackendOptions.defaults())) {
            assertArrayEquals(new float[] {20.25f, -216}, OnnxFiles.logits(file, backend, IMAGE), 1e-3f);
        }
        Sketch sum = sketch().constant(weight).longs("n", 2, 3).node("MatMul", "m", "f w");
        assertRefused(
                model(sum.node("Add", "o", "m n").output("o")), "Add node 'o': input 1 is the constant 'n' I64[2]");
    }

    @Test
    void weightsInAnotherFile() throws IOException {
        Files.write(Files.createDirectories(models.resolve("data")).resolve("w.bin"), floats());
        assertReads(linear(external("location", "data/w.bin")));
        byte[] behind = new byte[12];
        System.arraycopy(floats(), 0, behind, 4, 8);
        Files.write(models.resolve("w"), behind);
        assertReads(linear(external("location", "w", "offset", "4", "length", "8")));
        // A link is followed where it stays inside.
        Files.createSymbolicLink(models.resolve("link"), Path.of("data/w.bin"));
        assertReads(linear(external("location", "link")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ../secret      | external data's location is '../secret', expected a file in the folder of the model
                    data/../../secret | external data's location is 'data/../../secret', expected a file in the folder
                    /etc/passwd    | external data's location is '/etc/passwd', expected a file in the folder of the model
                    link           | external data's location is 'link', expected a file in the folder of the model
                    linked/secret  | external data's location is 'linked/secret', expected a file in the folder of the model
                    data           | external data's location is 'data', expected a file in the folder of the model
                    missing        | external data is 'missing', expected a file that can be read
                    ''             | external data's location is missing, expected a file beside this one
                    short          | external data is bytes 0 to 8, expected bytes of short, which has 7
                    """)
    void noWayLeadsOut(String location, String expected) throws IOException {
        Files.write(folder.resolve("secret"), floats());
        Files.createDirectory(models.resolve("data"));
        Files.createSymbolicLink(models.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(models.resolve("linked"), folder);
        Files.write(models.resolve("short"), new byte[7]);
        assertRefused(model(linear(external("location", location))), "initialiser 'w' " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    offset | 9223372036854775807 | external data is bytes 9223372036854775807 to
                    offset | -1 | external data is bytes -1 to 7
                    offset | 1  | external data is bytes 1 to 9, expected bytes of w, which has 8
                    offset | x  | external data's offset is 'x', expected a number
                    length | 7  | external data's length is 7, expected 8 bytes
                    location | w | external data is 'location' twice, expected once
                    """)
    void placesThatAreNone(String key, String value, String expected) throws IOException {
        Files.write(models.resolve("w"), floats());
        assertRefused(model(linear(external("location", "w", key, value))), "initialiser 'w' " + expected);
    }

    /** Little is read for a little file, whatever it claims to lie elsewhere. */
    @Test
    void moreThanThereIs() throws IOException {
        Files.write(models.resolve("w"), floats());
        TensorProto.Builder huge =
                external("location", "w").clearDims().addDims(16_384).addDims(16_383);
        assertRefused(
                model(linear(huge)), "initialiser 'w' external data is bytes 0 to 1073676288, expected bytes of w");
    }
}
