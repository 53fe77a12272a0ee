package org.fitact.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.LeakyRelu;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported and imported is the same network, and is exported to the same bytes again. */
class OnnxRoundTripTest {

    private static final int CLASSES = 5;
    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static float[] logits(Network network) {
        Shape shape = network.architecture().input().withBatch(2);
        try (Plan plan = Plan.of(network, 2, true);
                Tensor images = Tensor.of(BACKEND, shape, Patterns.pattern(2, shape.elements()))) {
            return plan.logits(images);
        }
    }

    private void assertRoundTrip(Network network, ExportOptions options, double tolerance) throws IOException {
        Path file = folder.resolve("a.onnx");
        OnnxExport.write(file, network, options, Map.of("a", "b"));
        OnnxImport imported = OnnxImport.read(file, network.architecture().model());
        assertEquals(network.architecture().input(), imported.architecture().input());
        assertEquals(Map.of("a", "b"), imported.notes());
        assertEquals(CLASSES, imported.architecture().classes());
        try (Network back = imported.load(BACKEND)) {
            assertEquals(sites(network), sites(back));
            Close.assertClose(logits(network), logits(back), tolerance, "logits");
            Path again = folder.resolve("b.onnx");
            OnnxExport.write(again, back, options, Map.of("a", "b"));
            assertEquals(-1, Files.mismatch(file, again), "exported again");
            assertCheckpointKeeps(back);
        }
    }

    private void assertCheckpointKeeps(Network network) throws IOException {
        Path file = folder.resolve("a.safetensors");
        int channels = network.architecture().input().extent(2);
        Checkpoint.save(
                file, network, new CheckpointInfo("none", List.of("a"), Normalisation.none(channels), Map.of()));
        Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals(network.architecture(), checkpoint.architecture());
        try (Network loaded = checkpoint.load(BACKEND)) {
            assertArrayEquals(logits(network), logits(loaded));
        }
    }

    private static List<String> sites(Network network) {
        return network.sites().stream()
                .map(site -> site.name() + " " + site.featureMap() + " " + describe(site))
                .toList();
    }

    private static String describe(Site site) {
        Bound b = site.bound();
        return b == null
                ? site.function().toString()
                : site.function() + " " + b.policy() + " " + b.granularity() + " " + b.twoSided()
                        + (b.policy() == BoundedRelu.Policy.SMOOTH ? " " + b.kappa() : "");
    }

    @ParameterizedTest
    @CsvSource({
        "resnet50, 8, true",
        "resnet20, 12, true",
        "vgg-small, 12, true",
        "lenet5, 18, true",
        "resnet18, 66, true",
        "mobilenet-v2, 16, true",
        "densenet121, 8, true",
        "resnet20, 12, false",
        "vgg-small, 12, false"
    })
    void modelsOfTheZoo(String model, int side, boolean fold) throws IOException {
        try (Network network = TestNetworks.zoo(BACKEND, model, Shape.of(side, side, 3), CLASSES)) {
            assertRoundTrip(network, new ExportOptions(fold, true), 2e-5);
        }
    }

    /** A bound, or {@code null} and a function in the place of the ReLU. */
    record Case(String model, Activation function, Bound bound, boolean guarded) {}

    static Stream<Case> cases() {
        List<Case> all = new ArrayList<>();
        for (String model : List.of("lenet5", "resnet20")) {
            Activation.all().forEach(function -> all.add(new Case(model, function, null, true)));
            for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
                for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
                    Bound bound = new Bound(policy, granularity, 5);
                    all.add(new Case(model, null, bound, true));
                    all.add(new Case(model, null, bound, false));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyActivationFunction(Case given) throws IOException {
        try (Network network = TestNetworks.zoo(BACKEND, given.model(), Shape.of(16, 16, 1), CLASSES)) {
            put(given, network);
            assertRoundTrip(network, new ExportOptions(true, given.guarded()), 2e-5);
        }
    }

    /**
     * Bounds behind functions of both signs and of one, behind the sums of a residual network and behind the logits: they come back
     * where they stood, with the same logits.
     */
    @ParameterizedTest
    @MethodSource("twoSided")
    void boundsOfTwoSides(Case given) throws IOException {
        try (Network network = TestNetworks.zoo(BACKEND, given.model(), Shape.of(16, 16, 1), CLASSES)) {
            boundAt(EnumSet.complementOf(EnumSet.of(Site.Kind.BRANCH)), given, network);
            assertTrue(network.graph().output().endsWith(".bound"));
            assertRoundTrip(network, new ExportOptions(true, given.guarded()), 2e-5);
        }
    }

    /** The same with bounds on what is summed, too, behind a batch norm that stays a node of its own. */
    @ParameterizedTest
    @MethodSource
    void boundsOnBranches(Case given) throws IOException {
        try (Network network = TestNetworks.zoo(BACKEND, given.model(), Shape.of(16, 16, 1), CLASSES)) {
            boundAt(EnumSet.allOf(Site.Kind.class), given, network);
            assertRoundTrip(network, new ExportOptions(false, given.guarded()), 2e-5);
        }
    }

    static Stream<Case> boundsOnBranches() {
        return twoSided().filter(some -> some.model().equals("resnet20"));
    }

    /** A batch norm that is folded takes the name of a bound behind it along: that comes back as one of the convolution. */
    @Test
    void aBoundBehindAFoldedBatchNorm() throws IOException {
        Bound bound = new Bound(BoundedRelu.Policy.ZERO, BoundedRelu.Granularity.NEURON, 5);
        Case given = new Case("resnet20", new Silu(), bound, true);
        try (Network network = TestNetworks.zoo(BACKEND, given.model(), Shape.of(16, 16, 1), CLASSES)) {
            boundAt(EnumSet.allOf(Site.Kind.class), given, network);
            Path file = folder.resolve("a.onnx");
            OnnxExport.write(file, network, ExportOptions.DEFAULT, Map.of());
            try (Network back = OnnxImport.read(file, given.model()).load(BACKEND)) {
                List<String> expected = sites(network).stream()
                        .map(site -> site.replaceFirst("\\.norm ", ".conv "))
                        .toList();
                assertEquals(expected, sites(back));
                Close.assertClose(logits(network), logits(back), 2e-5, "logits");
            }
        }
    }

    private static void boundAt(Set<Site.Kind> kinds, Case given, Network network) {
        TestNetworks.boundEverywhere(
                network, kinds, given.function(), OnnxRoundTripTest::ofRow, given.bound(), i -> 0.5f + i * 7 % 13 / 8f);
    }

    static Stream<Case> twoSided() {
        List<Case> all = new ArrayList<>();
        for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
            for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
                for (Activation function : List.of(new Tanh(), new Silu(), new LeakyRelu(0.1f), new Clip(0, 6))) {
                    String model = function instanceof Silu ? "resnet20" : "lenet5";
                    all.add(new Case(model, function, new Bound(policy, granularity, 5), true));
                    all.add(new Case(model, function, new Bound(policy, granularity, 5), false));
                }
            }
        }
        return all.stream();
    }

    private static void put(Case given, Network network) {
        network.transform(
                network.graph().withSites(site -> changed(given, site)),
                TestNetworks.byIndex(i -> 0.5f + i * 7 % 13 / 8f));
    }

    private static Site changed(Case given, Site site) {
        if (given.bound() == null) {
            return site.with(given.function());
        }
        return site.bounded(site.featureMap().rank() == 1 ? ofRow(given.bound()) : given.bound());
    }

    /** A bound for each feature of a row is one for each neuron; the file cannot tell them apart. */
    private static Bound ofRow(Bound bound) {
        return bound.granularity() == BoundedRelu.Granularity.CHANNEL
                ? new Bound(bound.policy(), BoundedRelu.Granularity.NEURON, bound.kappa(), bound.twoSided())
                : bound;
    }

    @Test
    void blocksWithinBlocksAndSumsWithoutActivation() throws IOException {
        try (Network network = TestNetworks.of(BACKEND, Shape.of(6, 6, 2), CLASSES, TestNetworks.noise(3), builder -> {
            builder.conv("conv1", 4, 3, 1, 1);
            GraphBuilder body = builder.branch().norm("norm1").relu("relu1");
            body.sum("sum1", body.branch().conv("inner", 4, 1, 1, 0), body.branch());
            builder.sum("sum2", body.conv("conv2", 4, 3, 1, 1), builder.branch());
            GraphBuilder second = builder.branch().relu("relu3").conv("conv3", 4, 1, 1, 0);
            builder.sum("relu4.sum", second, builder.branch().convNorm("shortcut", 4, 1, 1, 0))
                    .relu("relu4");
            builder.flatten().linear("fc", CLASSES);
        })) {
            assertRoundTrip(network, ExportOptions.DEFAULT, 2e-5);
        }
    }

    /** What is no sequence of blocks: a value that goes to three places, and sums of sums. */
    @Test
    void branchesThatCross() throws IOException {
        try (Network network = TestNetworks.of(BACKEND, Shape.of(6, 6, 2), CLASSES, TestNetworks.noise(3), builder -> {
            builder.conv("conv1", 4, 3, 1, 1).relu("relu1");
            GraphBuilder left = builder.branch().conv("left", 4, 3, 1, 1);
            GraphBuilder rectified = left.branch().relu("relu2");
            GraphBuilder right = builder.branch().conv("right", 4, 1, 1, 0).relu("relu3");
            GraphBuilder middle = builder.branch().sum("sum1", left, right);
            GraphBuilder upper = builder.branch().sum("sum2", rectified, middle);
            GraphBuilder lower = builder.branch().sum("sum3", right, builder.branch());
            builder.sum("sum4", upper, lower).relu("relu4").flatten().linear("fc", CLASSES);
        })) {
            assertRoundTrip(network, ExportOptions.DEFAULT, 2e-5);
        }
    }

    /** The nodes that ONNX Runtime would have to run for each way above the bound. */
    @ParameterizedTest
    @CsvSource({
        "ZERO, true, 'LessOrEqual=4 Relu=4 Where=4'",
        "ZERO, false, 'LessOrEqual=4 Relu=4 Where=4'",
        "SATURATE, true, 'Greater=4 Min=4 Relu=4 Where=4'",
        "SATURATE, false, 'Min=4 Relu=4'",
        "SMOOTH, true, 'LessOrEqual=4 Mul=8 Relu=4 Sigmoid=4 Sub=4 Where=4'",
        "SMOOTH, false, 'Mul=8 Relu=4 Sigmoid=4 Sub=4'"
    })
    void standardNodesOnly(BoundedRelu.Policy policy, boolean guarded, String expected) throws IOException {
        try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(16, 16, 1), CLASSES)) {
            put(new Case("", null, new Bound(policy, BoundedRelu.Granularity.NEURON, 5), guarded), network);
            GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(network, new ExportOptions(true, guarded)))
                    .getGraph();
            Map<String, Long> counts = graph.getNodeList().stream()
                    .filter(node ->
                            !List.of("Conv", "Gemm", "MaxPool", "Flatten").contains(node.getOpType()))
                    .map(node -> node.getOpType())
                    .collect(Collectors.groupingBy(Function.identity(), java.util.TreeMap::new, Collectors.counting()));
            assertEquals(
                    expected, counts.entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")));
        }
    }
}
