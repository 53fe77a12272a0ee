package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file's input and output may be, and what is said of a file that is only looked at. */
class OnnxInputsTest {

    @TempDir
    private Path folder;

    /** One channel of any size to two logits, by a pooling over the whole map. */
    private Path free(long height, long width) throws IOException {
        return file(
                folder,
                Sketch.of(1, 1)
                        .input(DataType.FLOAT, -1, 1, height, width)
                        .node("Relu", "r", "x")
                        .node("GlobalAveragePool", "p", "r")
                        .node("Flatten", "f", "p")
                        .weights("w", 1, 2)
                        .node("MatMul", "o", "f w")
                        .output("o")
                        .bytes());
    }

    private static Optional<ImageSize> size(int height, int width) {
        return Optional.of(new ImageSize(height, width));
    }

    @Test
    void aFreeSizeIsGivenBesideTheFile() throws IOException {
        assertEquals(
                Shape.of(8, 8, 1),
                OnnxImport.read(free(-1, -1), "a", size(8, 8)).architecture().input());
        assertEquals(
                Shape.of(6, 6, 1),
                OnnxImport.read(free(6, -1), "a", size(6, 6)).architecture().input());
        assertEquals(
                Shape.of(6, 6, 1),
                OnnxImport.read(free(6, 6), "a", size(6, 6)).architecture().input());
    }

    @Test
    void aSizeThatIsMissingOrAnother() throws IOException {
        OnnxFiles.assertRefused(
                free(-1, -1),
                "input 'x' dimension 2, H, is free, expected fixed, from 1 to 9999, or a size of images that is given");
        Path fixed = free(-1, 8);
        String message = assertThrows(InvalidFileException.class, () -> OnnxImport.read(fixed, "a", size(6, 6)))
                .getMessage();
        assertTrue(
                message.endsWith("input 'x' dimension 3, W, is 8, expected 6, the size of images that was given"),
                message);
    }

    @Test
    void sizesAsTexts() {
        assertEquals(new ImageSize(224, 320), ImageSize.parse("224x320"));
        assertEquals("224x224", ImageSize.parse("224").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "224x", "0x5", "-1x5", "10000", "5x5x5", "5 x 5"})
    void textsThatAreNoSizes(String text) {
        assertThrows(IllegalArgumentException.class, () -> ImageSize.parse(text));
    }

    /** A program around the file asks for its values by their names. */
    @Test
    void namesAreKept() throws IOException {
        OnnxImport imported = OnnxImport.read(free(4, 4), "a");
        assertEquals(new ValueNames("x", "o"), imported.names());
        assertEquals(imported.names(), ValueNames.fromNotes(imported.names().toNotes()));
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = imported.load(backend)) {
            ModelProto again = ModelProto.parseFrom(
                    OnnxExport.bytes(network, new ExportOptions(true, true, new ValueNames("relu1", "fc1"))));
            assertEquals("relu1", again.getGraph().getInput(0).getName());
            assertEquals("fc1", again.getGraph().getOutput(0).getName());
            Path file = folder.resolve("again.onnx");
            Files.write(file, again.toByteArray());
            assertEquals(
                    new ValueNames("relu1", "fc1"), OnnxImport.read(file, "a").names());
        }
        assertEquals(ValueNames.DEFAULT, ValueNames.fromNotes(Map.of("onnx.input", "a\u001b[2J")));
    }

    @Test
    void aFileIsExplained() throws IOException {
        OnnxExplanation found = OnnxExplanation.of(free(-1, 4), size(4, 4));
        assertEquals(List.of("x float32 [N, 1, N, 4]"), found.inputs());
        assertEquals(Map.of("Relu", 1L, "GlobalAveragePool", 1L, "Flatten", 1L, "MatMul", 1L), found.operators());
        assertEquals(Map.of("float32", 2L), found.weights());
        assertEquals(List.of(), found.obstacles());
        assertEquals(4, found.network().parameters(), "weight and bias");
        assertEquals(16, found.network().neurons());
        assertEquals("relu", found.network().sites().getFirst().function());
        assertEquals("4x4x1", found.network().nodes().getFirst().shape());
    }

    @Test
    void allThatStandsInTheWayIsExplained() throws IOException {
        Path file = file(
                folder,
                Sketch.of(1, 4)
                        .input(DataType.FLOAT, -1, 1, -1, 4)
                        .node("NonZero", "a", "x")
                        .node("Einsum", "b", "x")
                        .output("b")
                        .bytes());
        OnnxExplanation found = OnnxExplanation.of(file, size(4, 4));
        assertEquals(2, found.obstacles().size(), found::toString);
        assertTrue(
                found.obstacles()
                        .getFirst()
                        .startsWith("NonZero node 'a': operator is not known here, expected one of "),
                found::toString);
        assertNull(found.network());
        assertEquals(Map.of("NonZero", 1L, "Einsum", 1L), found.operators());
    }
}
