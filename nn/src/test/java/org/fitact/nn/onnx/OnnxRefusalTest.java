package org.fitact.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.onnx.write.GraphWriter;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that is damaged, hostile or of another kind of network ends in one line that says what is wrong with it. */
class OnnxRefusalTest {

    /** A lenet5: nodes conv1, relu1, pool, conv2, relu2, pool_2, flatten, fc1, relu3, fc2, relu4, fc3. */
    private static ModelProto sound;

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        try (Backend backend = Backends.open("reference", new BackendOptions(1));
                Network network = TestNetworks.zoo(backend, "lenet5", Shape.of(16, 16, 1), 4)) {
            sound = ModelProto.parseFrom(OnnxExport.bytes(network, ExportOptions.DEFAULT));
        }
    }

    private void assertRefused(byte[] content, String expected) throws IOException {
        Path file = folder.resolve("a.onnx");
        Files.write(file, content);
        String message = assertThrows(InvalidFileException.class, () -> OnnxImport.read(file, "a"))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains(expected), message);
        assertFalse(message.contains("\n"), message);
        assertTrue(message.length() < 1200, message);
    }

    private void assertRefused(String expected, Consumer<GraphProto.Builder> change) throws IOException {
        ModelProto.Builder model = sound.toBuilder();
        change.accept(model.getGraphBuilder());
        assertRefused(model.build().toByteArray(), expected);
    }

    private static NodeProto.Builder node(GraphProto.Builder graph, String name) {
        return graph.getNodeBuilderList().stream()
                .filter(node -> node.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TensorProto.Builder tensor(GraphProto.Builder graph, String name) {
        return graph.getInitializerBuilderList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void set(NodeProto.Builder node, AttributeProto attribute) {
        for (int i = 0; i < node.getAttributeCount(); i++) {
            if (node.getAttribute(i).getName().equals(attribute.getName())) {
                node.setAttribute(i, attribute);
                return;
            }
        }
        node.addAttribute(attribute);
    }

    @Test
    void theFileThatTheOthersAreMadeFromIsSound() throws IOException {
        Path file = folder.resolve("a.onnx");
        Files.write(file, sound.toByteArray());
        assertEquals(4, OnnxImport.read(file, "a").architecture().classes());
    }

    @Test
    void whatIsNoOnnxFile() throws IOException {
        assertRefused(new byte[0], "length is 0 bytes");
        assertRefused("hello, this is a text".getBytes(), "expected an ONNX model");
        assertRefused(new byte[] {0x3a, 0}, "opset_import of the standard operators is []");
        // A graph of almost 2 GiB that is not there.
        assertRefused(new byte[] {0x3a, (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 1, 2}, "broken");
    }

    @Test
    void aFileThatIsCutShortAnywhere() throws IOException {
        byte[] whole = sound.toByteArray();
        for (int i = 1; i < 40; i++) {
            int length = (int) ((long) whole.length * i / 40);
            Path file = folder.resolve("cut.onnx");
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(InvalidFileException.class, () -> OnnxImport.read(file, "a"), "at " + length);
        }
    }

    @Test
    void sizesThatLie() throws IOException {
        assertRefused(
                "'conv1.weight' data is 0 long",
                graph -> tensor(graph, "conv1.weight").clearRawData());
        assertRefused(
                "bytes data is 600 long", graph -> tensor(graph, "conv1.weight").setDims(0, 7));
        assertRefused(
                "a tensor of less than 2 GiB",
                graph -> tensor(graph, "conv1.weight")
                        .setDims(0, Integer.MAX_VALUE)
                        .setDims(1, Integer.MAX_VALUE));
        assertRefused(
                "a tensor of less than 2 GiB",
                graph -> tensor(graph, "conv1.weight").setDims(0, -6));
        assertRefused(
                "bytes data is 600 long, expected 1200",
                graph -> tensor(graph, "conv1.weight").setDataType(TensorProto.DataType.DOUBLE.getNumber()));
        assertRefused("of type 4711", graph -> tensor(graph, "conv1.weight").setDataType(4711));
        assertRefused(
                "Gemm node 'fc1': input 2",
                graph -> tensor(graph, "fc1.bias").setDims(0, 60).setRawData(ByteString.copyFrom(new byte[240])));
    }

    @Test
    void cyclesAndNamesThatNothingMakes() throws IOException {
        assertRefused(
                "Conv node 'conv1': input is 'relu2'",
                graph -> node(graph, "conv1").setInput(0, "relu2"));
        assertRefused(
                "Conv node 'conv1': input is 'conv1'",
                graph -> node(graph, "conv1").setInput(0, "conv1"));
        assertRefused(
                "Conv node 'conv1': output is 'images'",
                graph -> node(graph, "conv1").setOutput(0, "images"));
        assertRefused(
                "output 'nothing' is made by no node",
                graph -> graph.getOutputBuilder(0).setName("nothing"));
        assertRefused(
                "output 'relu1' is a feature map of 12x12x6",
                graph -> graph.getOutputBuilder(0).setName("relu1"));
    }

    @Test
    void operatorsThatAreNotKnown() throws IOException {
        assertRefused(
                "LSTM node 'relu1': operator is", graph -> node(graph, "relu1").setOpType("LSTM"));
        assertRefused(
                "Relu node 'relu1': domain is evil",
                graph -> node(graph, "relu1").setDomain("evil"));
    }

    @Test
    void geometriesThatTheBackendsCannotCompute() throws IOException {
        assertRefused("Conv node 'conv2': W is ", graph -> set(node(graph, "conv2"), GraphWriter.number("group", 2)));
        assertRefused(
                "Conv node 'conv2': strides is [4000000000]",
                graph -> set(node(graph, "conv2"), GraphWriter.ints("strides", 4_000_000_000L)));
        assertRefused(
                "Conv node 'conv2': strides is [0, 0], expected positive",
                graph -> set(node(graph, "conv2"), GraphWriter.ints("strides", 0, 0)));
        assertRefused(
                "MaxPool node 'pool1': geometry is impossible (a 99x99 window does not fit",
                graph -> set(node(graph, "pool1"), GraphWriter.ints("kernel_shape", 99, 99)));
        assertRefused(
                "Gemm node 'fc1': input is a feature map of 16x1, expected 16 features",
                graph -> set(node(graph, "flatten1"), GraphWriter.number("axis", 2)));
    }

    @Test
    void inputsThatAreNoImages() throws IOException {
        assertRefused(
                "input 'images' dimension 2, H, is free",
                graph -> graph.getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(2)
                        .setDimParam("h"));
        assertRefused(
                "number of inputs is 2",
                graph -> graph.addInput(graph.getInput(0).toBuilder().setName("b")));
        assertRefused("number of outputs is 2", graph -> graph.addOutput(graph.getOutput(0)));
    }

    /** What a name holds must not reach a terminal, nor fill it. */
    @Test
    void namesAreShortenedAndCleaned() throws IOException {
        assertRefused(
                "LSTM node '",
                graph -> node(graph, "relu1").setOpType("LSTM").setName("\u001b[31m" + "x".repeat(100_000)));
    }
}
