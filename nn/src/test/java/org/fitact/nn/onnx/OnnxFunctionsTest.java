package org.fitact.nn.onnx;

import static org.fitact.nn.onnx.OnnxFiles.assertRefused;
import static org.fitact.nn.onnx.OnnxFiles.file;
import static org.fitact.nn.onnx.write.GraphWriter.number;
import static org.fitact.nn.onnx.write.GraphWriter.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fitact.nn.Close;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Celu;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Elu;
import org.fitact.nn.graph.op.Gelu;
import org.fitact.nn.graph.op.HardSigmoid;
import org.fitact.nn.graph.op.HardSwish;
import org.fitact.nn.graph.op.LeakyRelu;
import org.fitact.nn.graph.op.Mish;
import org.fitact.nn.graph.op.Selu;
import org.fitact.nn.graph.op.Sigmoid;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.graph.op.Softplus;
import org.fitact.nn.graph.op.Softsign;
import org.fitact.nn.graph.op.TanhGelu;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Activations as files have them, alone or of several nodes. The values are PyTorch's (1.13, in double):
 *
 * <pre>{@code
 * import torch, torch.nn.functional as F
 * torch.set_default_dtype(torch.float64)
 * x = torch.tensor([1.5, -2., .25, -.5])
 * for f in [lambda x: F.leaky_relu(x, .125), lambda x: F.leaky_relu(x, .01), lambda x: F.hardtanh(x, -1, 1.25),
 *           torch.sigmoid, lambda x: torch.clip(.2 * x + .5, 0, 1), F.hardsigmoid, F.hardswish, F.silu, F.gelu,
 *           lambda x: F.gelu(x, approximate='tanh'), lambda x: F.elu(x, .75), F.selu, lambda x: F.celu(x, .75),
 *           F.softplus, F.softsign, F.mish]:
 *     print(f(x).tolist())
 * }</pre>
 */
class OnnxFunctionsTest {

    private static final float[] X = {1.5f, -2f, 0.25f, -0.5f};

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** A file that makes f into o. */
    private record Case(Activation function, Sketch sketch, float... expected) {
        @Override
        public String toString() {
            return function.toString();
        }
    }

    /** Four features called f. */
    private static Sketch sketch() {
        return Sketch.of(1, 2).node("Flatten", "f", "x");
    }

    private static Case of(Activation function, Sketch sketch, double... expected) {
        float[] values = new float[expected.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) expected[i];
        }
        return new Case(function, sketch.output("o"), values);
    }

    static Stream<Case> alone() {
        return Stream.of(
                of(
                        new LeakyRelu(0.125f),
                        sketch().node("LeakyRelu", "o", "f", number("alpha", 0.125f)),
                        1.5,
                        -0.25,
                        0.25,
                        -0.0625),
                of(new LeakyRelu(0.01f), sketch().node("LeakyRelu", "o", "f"), 1.5, -0.02, 0.25, -0.005),
                of(
                        new LeakyRelu(0.125f),
                        sketch().constant("s", new int[] {1}, 0.125f).node("PRelu", "o", "f s"),
                        1.5,
                        -0.25,
                        0.25,
                        -0.0625),
                of(
                        new LeakyRelu(0.125f),
                        sketch().constant("s", new int[] {4}, 0.125f, 0.125f, 0.125f, 0.125f)
                                .node("PRelu", "o", "f s"),
                        1.5,
                        -0.25,
                        0.25,
                        -0.0625),
                of(
                        new Clip(-1, 1.25f),
                        sketch().constant("a", new int[0], -1)
                                .constant("b", new int[0], 1.25f)
                                .node("Clip", "o", "f a b"),
                        1.25,
                        -1,
                        0.25,
                        -0.5),
                of(
                        new Clip(-1, 1.25f),
                        sketch().opset(9).node("Clip", "o", "f", number("min", -1f), number("max", 1.25f)),
                        1.25,
                        -1,
                        0.25,
                        -0.5),
                of(
                        new Clip(Float.NEGATIVE_INFINITY, 1.25f),
                        sketch().constant("b", new int[0], 1.25f)
                                .node(NodeProto.newBuilder()
                                        .setOpType("Clip")
                                        .addInput("f")
                                        .addInput("")
                                        .addInput("b")
                                        .addOutput("o")),
                        1.25,
                        -2,
                        0.25,
                        -0.5),
                of(new Sigmoid(), sketch().node("Sigmoid", "o", "f"), 0.81757448, 0.11920292, 0.56217650, 0.37754067),
                of(new HardSigmoid(0.2f, 0.5f), sketch().node("HardSigmoid", "o", "f"), 0.8, 0.1, 0.55, 0.4),
                of(
                        new HardSigmoid(1 / 6f, 0.5f),
                        sketch().node("HardSigmoid", "o", "f", number("alpha", 1 / 6f)),
                        0.75,
                        0.16666667,
                        0.54166667,
                        0.41666667),
                of(
                        new Elu(0.75f),
                        sketch().node("Elu", "o", "f", number("alpha", 0.75f)),
                        1.5,
                        -0.64849854,
                        0.25,
                        -0.29510201),
                of(
                        new Selu(1.67326319217681884765625f, 1.05070102214813232421875f),
                        sketch().node("Selu", "o", "f"),
                        1.57605148,
                        -1.52016647,
                        0.26267525,
                        -0.69175819),
                of(
                        new Celu(0.75f),
                        sketch().node("Celu", "o", "f", number("alpha", 0.75f)),
                        1.5,
                        -0.69788741,
                        0.25,
                        -0.36493716),
                of(new Softplus(), sketch().node("Softplus", "o", "f"), 1.70141328, 0.12692801, 0.82593942, 0.47407698),
                of(new Softsign(), sketch().node("Softsign", "o", "f"), 0.6, -0.66666667, 0.2, -0.33333333));
    }

    private static Case hardSwish(Sketch sketch) {
        return of(new HardSwish(), sketch, 1.125, -0.33333333, 0.13541667, -0.20833333);
    }

    private static Case silu(Sketch sketch) {
        return of(new Silu(), sketch, 1.22636171, -0.23840584, 0.14054413, -0.18877033);
    }

    private static Case gelu(Sketch sketch) {
        return of(new Gelu(), sketch, 1.39978920, -0.04550026, 0.14967658, -0.15426877);
    }

    private static Case mish(Sketch sketch) {
        return of(new Mish(), sketch, 1.40337827, -0.25250148, 0.16957241, -0.22074377);
    }

    /** 1 + erf(f/√2). */
    private static Sketch twiceGate() {
        return sketch().constant("root", new int[0], 1.4142135f)
                .constant("one", new int[0], 1)
                .constant("half", new int[0], 0.5f)
                .node("Div", "d", "f root")
                .node("Erf", "e", "d")
                .node("Add", "p", "e one");
    }

    static Stream<Case> ofSeveralNodes() {
        return Stream.of(
                hardSwish(sketch().node("HardSwish", "o", "f")),
                hardSwish(sketch().node("HardSigmoid", "g", "f", number("alpha", 1 / 6f))
                        .node("Mul", "o", "f g")),
                silu(sketch().node("Sigmoid", "g", "f").node("Mul", "o", "f g")),
                silu(sketch().node("Sigmoid", "g", "f").node("Mul", "o", "g f")),
                gelu(sketch().opset(20).node("Gelu", "o", "f")),
                gelu(sketch().opset(20).node("Gelu", "o", "f", text("approximate", "none"))),
                gelu(twiceGate().node("Mul", "m", "f p").node("Mul", "o", "m half")),
                gelu(twiceGate().node("Mul", "m", "half f").node("Mul", "o", "m p")),
                gelu(twiceGate().node("Mul", "m", "p half").node("Mul", "o", "f m")),
                of(
                        new TanhGelu(),
                        sketch().opset(20).node("Gelu", "o", "f", text("approximate", "tanh")),
                        1.39957158,
                        -0.04540231,
                        0.14967535,
                        -0.15428599),
                of(
                        new Softsign(),
                        sketch().constant("one", new int[] {1}, 1)
                                .node("Abs", "a", "f")
                                .node("Add", "p", "a one")
                                .node("Div", "o", "f p"),
                        0.6,
                        -0.66666667,
                        0.2,
                        -0.33333333),
                mish(sketch().opset(18).node("Mish", "o", "f")),
                mish(sketch().node("Softplus", "s", "f").node("Tanh", "t", "s").node("Mul", "o", "f t")));
    }

    /** It is one node with the values of its formula, and written and read again it is the same. */
    @ParameterizedTest
    @MethodSource({"alone", "ofSeveralNodes"})
    void isRead(Case given) throws IOException {
        Path file = file(folder, given.sketch.bytes());
        Close.assertClose(given.expected, OnnxFiles.logits(file, BACKEND, X), 1e-6, given.toString());
        Path again = folder.resolve("again.onnx");
        try (Network network = OnnxImport.read(file, "a").load(BACKEND)) {
            assertEquals(given.function, only(network));
            Files.write(again, OnnxExport.bytes(network, ExportOptions.DEFAULT));
        }
        try (Network network = OnnxImport.read(again, "a").load(BACKEND)) {
            assertEquals(given.function, only(network));
        }
    }

    private static Activation only(Network network) {
        assertEquals(1, network.sites().size());
        return network.sites().getFirst().function();
    }

    private void refused(Sketch sketch, String expected) throws IOException {
        assertRefused(file(folder, sketch.output("o").bytes()), expected);
    }

    @Test
    void whatWouldBeAnotherFunction() throws IOException {
        refused(
                sketch().constant("s", new int[] {3}, 0.1f, 0.2f, 0.1f).node("PRelu", "o", "f s"),
                "PRelu node 'o': inputs is [N, 4] and [1, 3], expected axes of one extent, or of 1");
        refused(
                sketch().node("LeakyRelu", "o", "f", number("alpha", -0.5f)),
                "LeakyRelu node 'o': attributes is impossible (alpha is -0.5, expected a finite number of at least 0)");
        refused(
                sketch().node("Celu", "o", "f", number("alpha", 0f)),
                "Celu node 'o': attributes is impossible (alpha is 0.0, expected a finite number above 0)");
        refused(
                sketch().opset(20).node("Gelu", "o", "f", text("approximate", "erf")),
                "Gelu node 'o': attributes is those of another form, expected {approximate=none} or {approximate=tanh}");
        refused(
                sketch().node("Clip", "o", "f", number("min", 2f), number("max", 1f)),
                "Clip node 'o': min and max is 2.0 and 1.0, expected numbers, the lower one first");
        NodeProto.Builder withoutDivisor = NodeProto.newBuilder()
                .setOpType("Div")
                .addInput("f")
                .addInput("")
                .addOutput("o");
        refused(sketch().node(withoutDivisor), "Div node 'o': input 1 is missing");
    }
}
