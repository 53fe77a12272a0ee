package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Affine;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.GroupNorm;
import org.fitact.nn.graph.op.LayerNorm;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.PRelu;
import org.fitact.nn.graph.op.Power;
import org.fitact.nn.graph.op.Reduce;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Sigmoid;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.graph.op.Stored;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.ReduceOp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ops of values, run op by op and as a plan, against PyTorch 1.13; {@code pattern} is that of {@link Patterns}. Parameters are
 * the patterns whose number is the last part of their names.
 */
class TorchArithmeticTest {

    private static final double TOLERANCE = 2e-5;

    private final List<Node> nodes = new ArrayList<>();

    @TempDir
    private Path folder;

    private String add(String name, Op op, List<String> inputs, String... parameters) {
        nodes.add(new Node(name, op, inputs, List.of(parameters)));
        return name;
    }

    private String add(String name, Op op, String input, String... parameters) {
        return add(name, op, List.of(input), parameters);
    }

    private String linear(String name, String input, int features, int pattern) {
        return add(name, new Linear(features), input, name + "." + pattern, name + ".b." + (pattern + 1));
    }

    /** The same number of images in one run, and one by one. */
    private void assertIsTorch(String backendName, Shape image, float[] images, float... expected) throws IOException {
        try (Backend backend = Backends.open(backendName, new BackendOptions(2));
                Network network = new Network(
                        new Architecture("torch", image, 3),
                        new Graph(image, nodes, nodes.getLast().name()),
                        backend,
                        spec -> Patterns.parameter(spec.layout(), spec.shape(), pattern(spec.name(), spec.shape())));
                Plan plan = Plan.of(network, 2, true);
                Plan apart = Plan.of(network, new PlanOptions(2, true, Fusion.NOTHING));
                Tensor both = Tensor.of(backend, image.withBatch(2), images);
                Tape tape = Tape.inference(backend)) {
            Close.assertClose(
                    expected, Forward.of(network, Pass.inference(tape), both).toArray(), TOLERANCE, "op by op");
            Close.assertClose(expected, plan.logits(both), TOLERANCE, "plan");
            Close.assertClose(expected, apart.logits(both), TOLERANCE, "plan that keeps values");
            assertGoesThroughOnnx(network, both, expected);
            float[] first = Arrays.copyOf(images, image.elements());
            try (Tensor one = Tensor.of(backend, image.withBatch(1), first)) {
                Close.assertClose(Arrays.copyOf(expected, 3), plan.logits(one), TOLERANCE, "plan of one image");
            }
        }
    }

    private void assertGoesThroughOnnx(Network network, Tensor images, float... expected) throws IOException {
        Path file = folder.resolve("a.onnx");
        OnnxExport.write(file, network, ExportOptions.DEFAULT, Map.of());
        try (Network back = OnnxImport.read(file, "torch").load(network.backend());
                Plan plan = Plan.of(back, 2, true)) {
            Close.assertClose(expected, plan.logits(images), TOLERANCE, "exported and imported again");
            assertEquals(network.parameterCount(), back.parameterCount(), "parameters");
            Path again = folder.resolve("b.onnx");
            OnnxExport.write(again, back, ExportOptions.DEFAULT, Map.of());
            try (Network twice = OnnxImport.read(again, "torch").load(network.backend());
                    Plan second = Plan.of(twice, 2, true)) {
                Close.assertClose(expected, second.logits(images), TOLERANCE, "exported and imported twice");
            }
        }
    }

    private static float[] pattern(String name, Shape shape) {
        int number = Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
        float[] values = Patterns.pattern(Math.abs(number), shape.elements());
        if (name.startsWith("prelu")) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]);
            }
        }
        return values;
    }

    /**
     * <pre>
     * def attention(x):                                   # [n, 20, 6]
     *     x = x + pattern(1, 20, 6)
     *     y = F.layer_norm(x, (6,), pattern(2, 6), pattern(3, 6), 1e-5)
     *     q, k, v = (F.linear(y, pattern(c, 6, 6), pattern(c + 1, 6)) for c in (4, 6, 8))
     *     y = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(6), 2) @ v
     *     x = x + F.linear(y, pattern(10, 6, 6), pattern(11, 6))
     *     return F.linear(x.mean(1), pattern(12, 3, 6), pattern(13, 3))
     * print(attention(pattern(20, 2, 20, 6)))
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "simd"})
    void attention(String backend) throws IOException {
        String position = add("position", new Stored(List.of(20, 6)), List.of(), "position.1");
        String tokens = add("tokens", new Reshape(List.of(20, 6)), Graph.IMAGES);
        String x = add("x", new Add(), List.of(tokens, position));
        String y = add("norm", new LayerNorm(1, 1e-5f, true), x, "norm.2", "norm.b.3");
        String q = linear("q", y, 6, 4);
        String k = linear("k", y, 6, 6);
        String v = linear("v", y, 6, 8);
        y = add("scores", new MatMul(true), List.of(q, k));
        y = add("scaled", new Affine((float) (1 / Math.sqrt(6)), 0), y);
        y = add("softmax", new Softmax(1, false), y);
        y = add("mixed", new MatMul(false), List.of(y, v));
        x = add("sum", new Add(), List.of(x, linear("out", y, 6, 10)));
        x = add("mean", new Reduce(ReduceOp.MEAN, List.of(0)), x);
        linear("head", add("row", new Reshape(List.of(6)), x), 3, 12);
        assertIsTorch(
                backend,
                Shape.of(4, 5, 6),
                Patterns.pattern(20, 240),
                12.423852f,
                13.720401f,
                14.731789f,
                13.177729f,
                14.543701f,
                14.513927f);
    }

    /**
     * <pre>
     * def maps(x):                                        # [n, 6, 4, 5]
     *     gate = torch.sigmoid(F.linear(x.mean((2, 3)), pattern(1, 6, 6), pattern(2, 6)))
     *     x = x * gate[:, :, None, None]
     *     x = F.prelu(x, pattern(3, 6).abs())
     *     x = F.group_norm(x, 2, pattern(4, 6), pattern(5, 6), 1e-3)
     *     x = x - x.amax((1,), keepdim=True)
     *     x = F.instance_norm(x, weight=pattern(6, 6), bias=pattern(7, 6), eps=1e-3)
     *     low = x.amin((2, 3), keepdim=True)
     *     x = torch.maximum(x, low * 0.5) / (1 + (x ** 2).sum((1, 2), keepdim=True).sqrt())
     *     x = x + torch.log_softmax(x, 1) + pattern(8, 6, 1, 1)
     *     return F.linear(torch.exp(x.sum((2, 3)) * 0.01), pattern(9, 3, 6), pattern(10, 3))
     * print(maps(pattern(21, 2, 6, 4, 5)))
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "simd"})
    void maps(String backend) throws IOException {
        Shape image = Shape.of(4, 5, 6);
        String mean = add("mean", new Reduce(ReduceOp.MEAN, List.of(0, 1)), Graph.IMAGES);
        String gate = add("gate", new Sigmoid(), linear("squeeze", mean, 6, 1));
        String x = add("excited", new Binary(BinaryOp.MULTIPLY), List.of(Graph.IMAGES, gate));
        x = add("prelu", new PRelu(), x, "prelu.3");
        x = add("groups", new GroupNorm(2, 1e-3f), x, "groups.4", "groups.b.5");
        String largest = add("largest", new Reduce(ReduceOp.MAX, List.of(2)), x);
        x = add("difference", new Binary(BinaryOp.SUBTRACT), List.of(x, largest));
        x = add("instances", new GroupNorm(6, 1e-3f), x, "instances.6", "instances.b.7");
        String low = add("half", new Affine(0.5f, 0), add("low", new Reduce(ReduceOp.MIN, List.of(0, 1)), x));
        String squares = add("sums", new Reduce(ReduceOp.SUM, List.of(2, 0)), add("squares", new Power(2), x));
        String root = add("more", new Affine(1, 1), add("root", new Unary(Unary.Function.SQRT), squares));
        x = add("above", new Binary(BinaryOp.MAXIMUM), List.of(x, low));
        x = add("quotient", new Binary(BinaryOp.DIVIDE), List.of(x, root));
        x = add("sum", new Add(), List.of(x, add("log", new Softmax(2, true), x)));
        x = add("shifted", new Add(), List.of(add("shift", new Stored(List.of(1, 1, 6)), List.of(), "shift.8"), x));
        x = add("total", new Affine(0.01f, 0), add("all", new Reduce(ReduceOp.SUM, List.of(0, 1)), x));
        x = add("row", new Reshape(List.of(6)), add("exp", new Unary(Unary.Function.EXP), x));
        linear("head", x, 3, 9);
        float[] images = Patterns.channelsLast(image.withBatch(2), Patterns.pattern(21, 240));
        assertIsTorch(
                backend, image, images, -0.22515082f, -1.6237912f, 0.088536561f, -0.2270689f, -1.6186816f, 0.09528327f);
    }
}
