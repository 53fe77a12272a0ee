package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.fitact.nn.onnx.OnnxImportTest.resource;
import static org.fitact.nn.onnx.write.GraphWriter.ints;
import static org.fitact.nn.onnx.write.GraphWriter.number;
import static org.fitact.nn.onnx.write.GraphWriter.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Normalisation;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What puts values together, takes parts of them and repeats them, against PyTorch ({@code layout/make.py}). */
class OnnxMovementTest {

    private static final int KEPT = 29;
    private static final double TOLERANCE = 1e-5;

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    private static final CheckpointInfo INFO =
            new CheckpointInfo("none", List.of("a"), Normalisation.none(4), Map.of());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static List<String> expected() throws IOException {
        return Files.readAllLines(resource("layout/expected.tsv"));
    }

    private static float[] kept(float... logits) {
        float[] kept = new float[(logits.length + KEPT - 1) / KEPT];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = logits[i * KEPT];
        }
        return kept;
    }

    /** As it is imported, run by a plan and on a tape; exported and imported again; stored and read again. */
    @ParameterizedTest
    @MethodSource("expected")
    void isWhatPyTorchComputes(String line) throws IOException {
        String[] fields = line.split("\t");
        String[] numbers = fields[1].split(" ");
        float[] expected = new float[numbers.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Float.parseFloat(numbers[i]);
        }
        float[] images = Patterns.pattern(1, 2 * 4 * 6 * 6);
        Path again = folder.resolve("again.onnx");
        Path stored = folder.resolve("stored.safetensors");
        try (Network network =
                OnnxImport.read(resource("layout/" + fields[0] + ".onnx"), "a").load(BACKEND)) {
            Close.assertClose(expected, kept(OnnxFiles.logits(network, images)), TOLERANCE, "plan");
            Close.assertClose(expected, kept(eager(network, images)), TOLERANCE, "tape");
            OnnxExport.write(again, network, ExportOptions.DEFAULT, Map.of());
            Checkpoint.save(stored, network, INFO);
            assertEquals(network.graph(), Checkpoint.read(stored).graph());
        }
        Close.assertClose(expected, kept(OnnxFiles.logits(again, BACKEND, images)), TOLERANCE, "exported");
    }

    private static float[] eager(Network network, float... images) {
        Shape shape = network.architecture().input().withBatch(2);
        try (Tape tape = Tape.inference(BACKEND);
                Tensor tensor = Tensor.of(BACKEND, shape, Patterns.channelsLast(shape, images))) {
            return Forward.of(network, Pass.inference(tape), tensor).toArray();
        }
    }

    private void refused(Sketch sketch, String expected) throws IOException {
        assertRefused(file(folder, sketch.output("o").bytes()), expected);
    }

    @Test
    void whatWouldMixImages() throws IOException {
        refused(Sketch.of(2, 4).node("Concat", "o", "x x", number("axis", 0)), "Concat node 'o': axis 0 is the images");
        refused(Sketch.of(2, 4).longs("i", 0).node("Gather", "o", "x i"), "Gather node 'o': axis 0 is the images");
        refused(
                Sketch.of(2, 4).longs("a", 0).longs("b", 1).node("Slice", "o", "x a b a"),
                "Slice node 'o': axis 0 is the images");
        refused(
                Sketch.of(2, 4).node("Pad", "o", "x", ints("pads", 1, 0, 0, 0, 0, 0, 0, 0)),
                "Pad node 'o': axis 0 is the images");
    }

    @Test
    void whatDoesNotFit() throws IOException {
        refused(
                Sketch.of(2, 4).node("Pad", "o", "x", ints("pads", 0, 0, 1, 1)),
                "Pad node 'o': pads is [0, 0, 1, 1], expected 8 numbers");
        refused(
                Sketch.of(2, 4).node("Pad", "o", "x", ints("pads", new long[8]), text("mode", "wrap")),
                "Pad node 'o': mode is wrap, expected constant, edge or reflect");
        refused(
                Sketch.of(2, 4).node("Pad", "o", "x", ints("pads", 0, 0, 4, 0, 0, 0, 0, 0), text("mode", "reflect")),
                "Pad node 'o': geometry is impossible (reflects 4 of 4 places)");
        refused(
                Sketch.of(2, 4).longs("i", 2).node("Gather", "o", "x i", number("axis", 1)),
                "Gather node 'o': indices is 2, expected less than 2");
        refused(
                Sketch.of(2, 4).longs("s", 1, 2).node("Split", "o", "x s", number("axis", 1)),
                "Split node 'o': split is [1, 2], expected 1 lengths that make 2");
        refused(
                Sketch.of(2, 4).longs("s", 1, 3, 1, 1).node("Expand", "o", "x s"),
                "Expand node 'o': shape is [1, 3, 1, 1], expected extents that [N, 2, 4, 4] has, or has as 1");
        refused(
                Sketch.of(2, 4).longs("a", 3).longs("b", 1).longs("d", 2).node("Slice", "o", "x a b d"),
                "Slice node 'o': starts and ends is of no element of axis 2, expected at least one");
        refused(
                Sketch.of(2, 4).node("DepthToSpace", "o", "x", number("blocksize", 2)),
                "DepthToSpace node 'o': shape is [0, 2, 2, 0, 4, 4]");
        refused(
                Sketch.of(2, 4).node("Resize", "o", "x", text("mode", "sinc")),
                "Resize node 'o': mode is sinc, expected nearest or linear or cubic");
        long[] large = new long[8];
        Arrays.fill(large, 2, 4, 9000);
        refused(Sketch.of(2, 4).node("Pad", "o", "x", ints("pads", large)), "Pad node 'o': output is 9004x9004x2");
    }
}
