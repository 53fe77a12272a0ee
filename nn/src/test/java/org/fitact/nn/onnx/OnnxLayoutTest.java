package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.fitact.nn.onnx.write.GraphWriter.ints;
import static org.fitact.nn.onnx.write.GraphWriter.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file does to the order of elements is done, and as little as possible of it. Images are [N, 4, 2, 3]. */
class OnnxLayoutTest {

    private static final int C = 4;
    private static final int H = 2;
    private static final int W = 3;
    private static final int FEATURES = C * H * W;

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static Sketch sketch(long images) {
        return new Sketch().input(DataType.FLOAT, images, C, H, W);
    }

    /** The logits are the elements of the images, of which the i-th is the {@code from(i)}-th. */
    private void assertMoves(Sketch sketch, IntUnaryOperator from) throws IOException {
        float[] images = Patterns.pattern(1, 2 * FEATURES);
        float[] expected = new float[images.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = images[i / FEATURES * FEATURES + from.applyAsInt(i % FEATURES)];
        }
        assertArrayEquals(expected, OnnxFiles.logits(file(folder, sketch.bytes()), BACKEND, images));
    }

    private List<String> ops(Sketch sketch) throws IOException {
        try (Network network =
                OnnxImport.read(file(folder, sketch.bytes()), "a").load(BACKEND)) {
            Graph graph = network.graph();
            return graph.nodes().stream().map(node -> node.op().label()).toList();
        }
    }

    /** As ShuffleNet writes it; the element [c, h, w] comes from the channel c % 2 · 2 + c / 2. */
    @Test
    void channelsAreShuffled() throws IOException {
        for (long images : new long[] {-1, 1, 2}) {
            Sketch sketch = sketch(images)
                    .longs("groups", 0, 2, 2, H, W)
                    .longs("map", 0, C, H, W)
                    .node("Reshape", "g", "x groups")
                    .node("Transpose", "t", "g", ints("perm", 0, 2, 1, 3, 4))
                    .node("Reshape", "m", "t map")
                    .node("Flatten", "o", "m")
                    .output("o");
            assertMoves(sketch, i -> (i / 6 % 2 * 2 + i / 12) * 6 + i % 6);
        }
    }

    /** Exchanges that come to nothing leave no node, and maps that are flattened are flattened. */
    @Test
    void whatComesToNothingCostsNothing() throws IOException {
        Sketch sketch = sketch(-1)
                .node("Transpose", "t", "x", ints("perm", 0, 2, 3, 1))
                .node("Relu", "r", "t")
                .node("Transpose", "u", "r", ints("perm", 0, 3, 1, 2))
                .node("Flatten", "o", "u")
                .output("o");
        assertEquals(List.of("relu", "flatten"), ops(sketch));
        Sketch last = sketch(-1)
                .node("Transpose", "t", "x", ints("perm", 0, 2, 3, 1))
                .node("Flatten", "o", "t")
                .output("o");
        assertEquals(List.of("reshape"), ops(last));
        assertMoves(last, i -> i % C * H * W + i / C);
    }

    /** Windows of one row, as Swin cuts them, among the images and back. */
    @Test
    void windowsStandBesideTheImages() throws IOException {
        Sketch sketch = sketch(-1)
                .longs("axis", 1)
                .longs("minus", -1)
                .longs("two", 2)
                .longs("rest", C, W)
                .longs("back", H, C, W)
                .node("Transpose", "t", "x", ints("perm", 0, 2, 1, 3))
                .node("Shape", "s", "x", number("end", 1))
                .node("Mul", "n", "s two")
                .node("Concat", "windows", "n rest", number("axis", 0))
                .node("Reshape", "w", "t windows")
                .node("Relu", "r", "w")
                .node("Concat", "maps", "s back", number("axis", 0))
                .node("Reshape", "m", "r maps")
                .node("Transpose", "u", "m", ints("perm", 0, 2, 1, 3))
                .node("Flatten", "o", "u")
                .output("o");
        assertEquals(List.of("relu", "flatten"), ops(sketch));
    }

    /** Reshaping across what does not lie side by side moves elements: [4, 2·3] in the other order is [3, 8]. */
    @Test
    void axesAreSplitAcross() throws IOException {
        Sketch sketch = sketch(-1)
                .longs("a", 0, 3, 8)
                .node("Transpose", "t", "x", ints("perm", 0, 1, 3, 2))
                .node("Reshape", "r", "t a")
                .node("Transpose", "u", "r", ints("perm", 0, 2, 1))
                .node("Flatten", "o", "u")
                .output("o");
        assertMoves(sketch, i -> {
            int t = i % 3 * 8 + i / 3;
            return t / 6 * 6 + t % 2 * 3 + t % 6 / 2;
        });
    }

    @Test
    void axesComeAndGo() throws IOException {
        Sketch sketch = sketch(-1)
                .longs("axes", 1, -1)
                .node("Unsqueeze", "a", "x axes")
                .node("Transpose", "t", "a", ints("perm", 0, 3, 1, 2, 4, 5))
                .node("Squeeze", "b", "t")
                .node("Flatten", "o", "b")
                .output("o");
        assertMoves(sketch, i -> i / 3 % 4 * 6 + i / 12 * 3 + i % 3);
        sketch.node("Squeeze", "c", "t axes");
        assertRefused(file(folder, sketch.bytes()), "Squeeze node 'c': axes is [1, -1], expected axes of extent 1");
    }

    @Test
    void imagesAreNotMixed() throws IOException {
        Sketch across =
                sketch(-1).longs("all", -1).node("Reshape", "r", "x all").output("r");
        assertRefused(file(folder, across.bytes()), "output 'r' is a feature map of 2x3x4");
        Sketch half =
                sketch(-1).longs("half", -1, 12).node("Reshape", "r", "x half").output("r");
        assertRefused(file(folder, half.bytes()), "output 'r' is a feature map of");
        Sketch cut = sketch(2).longs("cut", 3, 16).node("Reshape", "r", "x cut").output("r");
        assertRefused(
                file(folder, cut.bytes()),
                "Reshape node 'r': shape is [3, 16], expected one that keeps each image of [N, 4, 2, 3] by itself");
    }

    /** Numbers that are worked out are those that ONNX defines: here all come to the extents [N, 6, 4]. */
    @Test
    void extentsAreWorkedOut() throws IOException {
        Sketch sound = sketch(-1)
                .longs("zero", 0)
                .longs("two", 2)
                .longs("big", Long.MAX_VALUE)
                .longs("minus", -1)
                .node("Shape", "s", "x")
                .node("Slice", "hw", "s two big zero")
                .node("Gather", "n", "s zero")
                .node("Gather", "h", "hw zero")
                .node("Gather", "w", "hw minus")
                .node("Mul", "pixels", "h w")
                .node("Div", "half", "pixels two")
                .node("Add", "more", "half h")
                .node("Equal", "isFive", "more five")
                .longs("five", 5)
                .node("Where", "four", "isFive c minus")
                .longs("c", 4)
                .node("Concat", "target", "n pixels four", number("axis", 0))
                .node("Reshape", "r", "x target")
                .node("Transpose", "t", "r", ints("perm", 0, 2, 1))
                .node("Flatten", "o", "t")
                .output("o");
        assertMoves(sound, i -> i % 6 * 4 + i / 6);
    }
}
