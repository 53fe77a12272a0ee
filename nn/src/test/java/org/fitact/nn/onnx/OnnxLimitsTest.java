package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.fitact.nn.onnx.OnnxFiles.inTime;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
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

/** Small files that could take all memory or minutes: read in time linear in their length, or refused before any work. */
class OnnxLimitsTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static Sketch chain(int nodes, String operator, String name) {
        Sketch sketch = Sketch.of(1, 4);
        for (int i = 0; i < nodes; i++) {
            sketch.node(NodeProto.newBuilder()
                    .setOpType(operator)
                    .setName(name)
                    .addInput(i == 0 ? "x" : "r" + (i - 1))
                    .addOutput("r" + i));
        }
        return sketch.node("Flatten", "f", "r" + (nodes - 1))
                .weights("w", 16, 3)
                .node("Gemm", "o", "f w")
                .output("o");
    }

    /** From the file to logits and to a file again; the logits are those of a single ReLU. */
    @Test
    void sixtyThousandReLUsWithoutNames() throws IOException {
        Path many = file(folder, chain(60_000, "Relu", "").bytes());
        Path again = folder.resolve("again.onnx");
        float[] images = Patterns.pattern(3, 2 * 16);
        float[] expected = OnnxFiles.logits(one(), BACKEND, images);
        try (Network network = inTime(() -> OnnxImport.read(many, "a").load(BACKEND))) {
            assertEquals(1, network.sites().size(), "a ReLU of a ReLU is that ReLU");
            Close.assertClose(expected, inTime(() -> OnnxFiles.logits(network, images)), 1e-6, "imported");
            OnnxExport.write(again, network, ExportOptions.DEFAULT, Map.of());
        }
        float[] exported = inTime(() -> OnnxFiles.logits(again, BACKEND, images));
        Close.assertClose(expected, exported, 1e-6, "exported and imported again");
    }

    private Path one() throws IOException {
        return Files.write(folder.resolve("one.onnx"), chain(1, "Relu", "").bytes());
    }

    @Test
    void manyNodesOfOneName() throws IOException {
        Path file = file(folder, chain(30_000, "Tanh", "tanh").bytes());
        Path again = folder.resolve("again.onnx");
        float[] images = Patterns.pattern(3, 2 * 16);
        try (Network network = inTime(() -> OnnxImport.read(file, "a")).load(BACKEND)) {
            assertEquals("tanh_30000", network.sites().getLast().name());
            float[] logits = inTime(() -> OnnxFiles.logits(network, images));
            OnnxExport.write(again, network, ExportOptions.DEFAULT, Map.of());
            Close.assertClose(logits, OnnxFiles.logits(again, BACKEND, images), 1e-6, "exported and imported again");
        }
    }

    @Test
    void twentyThousandTranspositionsOfOneWeight() throws IOException {
        Sketch sketch = Sketch.of(1, 16).weights("w", 200, 256).node("Flatten", "f", "x");
        for (int i = 0; i < 20_000; i++) {
            String input = i == 0 || i % 2 == 1 ? "w" : "t" + (i - 1);
            sketch.node("Transpose", "t" + i, input, GraphWriter.ints("perm", 1, 0));
        }
        Path file =
                file(folder, sketch.node("MatMul", "o", "f t19999").output("o").bytes());
        OnnxImport imported = inTime(() -> OnnxImport.read(file, "a"));
        assertEquals(200, imported.architecture().classes());
    }

    /** Every sum has the images as the last value before both its sides, far back on one of them. */
    @Test
    void manySumsThatReachFarBack() throws IOException {
        Sketch sketch = Sketch.of(1, 4);
        for (int i = 0; i < 30_000; i++) {
            sketch.node("Relu", "r" + i, i == 0 ? "x" : "r" + (i - 1));
        }
        for (int i = 0; i < 30_000; i++) {
            sketch.node("Add", "s" + i, "r29999 x");
        }
        Path file =
                file(folder, sketch.node("Flatten", "o", "s29999").output("o").bytes());
        OnnxImport imported = inTime(() -> OnnxImport.read(file, "a"));
        assertEquals(16, imported.architecture().classes());
    }

    @Test
    void blocksInsideBlocks() throws IOException {
        Sketch sketch = Sketch.of(1, 4);
        for (int i = 0; i < 60; i++) {
            sketch.node("Relu", "r" + i, i == 0 ? "x" : "r" + (i - 1));
        }
        for (int i = 0; i < 60; i++) {
            String inner = i == 0 ? "r59" : "s" + (i - 1);
            sketch.node("Add", "s" + i, inner + (i == 59 ? " x" : " r" + (58 - i)));
        }
        Path file = file(folder, sketch.node("Flatten", "o", "s59").output("o").bytes());
        try (Network network = inTime(() -> OnnxImport.read(file, "a").load(BACKEND))) {
            float[] images = Patterns.pattern(3, 16);
            float[] logits = OnnxFiles.logits(network, images);
            for (int i = 0; i < images.length; i++) {
                // 60 sums, each with a ReLU of the image but the last, which adds the image itself.
                assertEquals(images[i] + 60 * Math.max(0, images[i]), logits[i], 1e-4);
            }
        }
    }

    @Test
    void thousandsOfNodesThatAreNotKnown() throws IOException {
        Sketch sketch = Sketch.of(1, 4);
        for (int i = 0; i < 60_000; i++) {
            sketch.node("Det", "r" + i, "x");
        }
        assertRefused(file(folder, sketch.bytes()), "Det nodes 'r0', 'r1', 'r2' and 997 more: operator is not known");
    }

    @Test
    void moreNodesThanAnyNetworkHas() throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder()
                        .addAllNode(Collections.nCopies(1_000_001, NodeProto.getDefaultInstance())))
                .build();
        assertRefused(file(folder, model.toByteArray()), "number of parts (nodes, names, attributes, tensors)");
    }

    @Test
    void graphsInsideGraphs() throws IOException {
        GraphProto graph = GraphProto.getDefaultInstance();
        for (int i = 0; i < 40; i++) {
            graph = GraphProto.newBuilder()
                    .addNode(NodeProto.newBuilder()
                            .addAttribute(
                                    AttributeProto.newBuilder().setName("body").setG(graph)))
                    .build();
        }
        assertRefused(
                file(folder, ModelProto.newBuilder().setGraph(graph).build().toByteArray()),
                "nesting of messages is deeper, expected at most 100");
    }

    @Test
    void imagesAndFeatureMapsThatAreTooLarge() throws IOException {
        assertRefused(
                file(folder, Sketch.of(9999, 9999).output("x").bytes()),
                "input 'x' is 9999x9999x9999, expected at most 16777216 numbers for an image");
        assertRefused(
                file(
                        folder,
                        Sketch.of(1, 1)
                                .weights("w", 1, 1, 1, 1)
                                .node("Conv", "o", "x w", GraphWriter.ints("pads", 9999, 9999, 9999, 9999))
                                .output("o")
                                .bytes()),
                "Conv node 'o': output is 19999x19999x1, expected at most 16777216 numbers for an image");
    }

    @Test
    void aTensorThatClaimsMoreThanThereIs() throws IOException {
        TensorProto.Builder huge = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(16_000)
                .addDims(16_000);
        assertRefused(
                file(
                        folder,
                        Sketch.of(1, 4)
                                .constant(huge)
                                .node("Flatten", "f", "x")
                                .node("Gemm", "o", "f w")
                                .output("o")
                                .bytes()),
                "initialiser 'w' data is 0 long, expected 256000000 for [16000, 16000]");
    }

    @Test
    void aFolder() throws IOException {
        assertRefused(folder, "path is a folder, expected an ONNX file");
    }
}
