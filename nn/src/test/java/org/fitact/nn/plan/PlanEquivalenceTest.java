package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan against the network that it was made of, run layer by layer with every value in a buffer of its own. */
class PlanEquivalenceTest {

    private static final double TOLERANCE = 2e-5;
    private static final int CLASSES = 5;

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private Tensor images(Network network, int batch) {
        Shape shape = network.architecture().input().withBatch(batch);
        return Tensor.of(BACKEND, shape, Patterns.pattern(batch, shape.elements()));
    }

    private static float[] eager(Network network, Tensor images) {
        try (Tape tape = Tape.inference(network.backend())) {
            return Forward.of(network, Pass.inference(tape), images).toArray();
        }
    }

    private void assertEquivalent(Network network, String what, int... batches) {
        try (Plan folded = Plan.of(network, 2, true);
                Plan apart = Plan.of(network, 2, false)) {
            for (int batch : batches) {
                try (Tensor images = images(network, batch)) {
                    float[] expected = eager(network, images);
                    for (Plan plan : List.of(folded, apart)) {
                        String name = what + (plan == folded ? ", folded" : ", not folded") + ", batch " + batch;
                        Close.assertClose(expected, plan.logits(images), TOLERANCE, name);
                    }
                }
            }
        }
    }

    private static int[] argmax(float[] logits) {
        int[] classes = new int[logits.length / CLASSES];
        for (int i = 0; i < logits.length; i++) {
            int row = i / CLASSES;
            classes[row] = logits[i] > logits[row * CLASSES + classes[row]] ? i % CLASSES : classes[row];
        }
        return classes;
    }

    @ParameterizedTest
    @CsvSource({
        "alexnet, 16",
        "vgg16, 32",
        "resnet50, 8",
        "resnet20, 12",
        "vgg-small, 12",
        "lenet5, 18",
        "resnet18, 8",
        "resnet18, 66",
        "mobilenet-v2, 8",
        "densenet121, 8"
    })
    void everyModelOfTheZoo(String model, int side) {
        try (Network network = TestNetworks.zoo(BACKEND, model, Shape.of(side, side, 3), CLASSES)) {
            assertEquivalent(network, model, 1);
        }
    }

    /** A bound behind the ReLU, a function in its place, or that with bounds behind it, behind sums and the logits. */
    record Function(String model, Activation function, Bound bound) {}

    static Stream<Function> functions() {
        List<Function> all = new ArrayList<>();
        for (String model : List.of("lenet5", "resnet20")) {
            Activation.all().stream()
                    .filter(function -> !(function instanceof Relu))
                    .forEach(function -> all.add(new Function(model, function, null)));
            for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
                for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
                    all.add(new Function(model, null, new Bound(policy, granularity, 5)));
                    all.add(new Function(model, new Tanh(), new Bound(policy, granularity, 5)));
                    all.add(new Function(model, new Clip(0, 2), new Bound(policy, granularity, 5)));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyActivationFunction(Function function) {
        try (Network network = TestNetworks.zoo(BACKEND, function.model(), Shape.of(16, 16, 1), CLASSES)) {
            float[] relu;
            try (Tensor images = images(network, 2)) {
                relu = eager(network, images);
                put(function, network);
                assertTrue(largestDifference(relu, eager(network, images)) > 1e-2, "the functions do nothing");
            }
            // Fewer images after more: what an earlier run left behind must not show.
            assertEquivalent(network, function.toString(), 2, 1);
        }
    }

    private static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    /** Bounds from 1/2 up that differ from element to element, so that some values lie above theirs. */
    private static void put(Function function, Network network) {
        if (function.bound() == null) {
            network.transform(network.graph().withSites(site -> site.with(function.function())));
        } else if (function.function() != null) {
            // Of zero, none may lie within a rounding of a value: what is cut is a step.
            TestNetworks.boundEverywhere(network, function.function(), function.bound(), i -> 0.31 + i * 7 % 13 / 16f);
        } else {
            TestNetworks.bound(network, function.bound(), i -> 0.5f + i * 7 % 13 / 8f);
        }
    }

    /** Where nothing may be fused into what stands before: a pre-activation block, whose shortcut reads it too. */
    @Test
    void aBlockThatBeginsWithNormAndActivation() {
        try (Network network = custom(this::preActivation)) {
            assertEquivalent(network, "pre-activation", 2);
        }
    }

    private void preActivation(GraphBuilder builder) {
        builder.conv("conv1", 4, 3, 1, 1);
        GraphBuilder body = builder.branch().norm("norm1").relu("relu1").conv("conv2", 4, 3, 1, 1);
        builder.sum("sum1", body, builder.branch()).relu("relu2");
        GraphBuilder second = builder.branch().relu("relu3").conv("conv3", 4, 1, 1, 0);
        GraphBuilder shortcut = builder.branch().convNorm("shortcut", 4, 1, 1, 0);
        builder.sum("sum2", second, shortcut).relu("relu4");
        builder.averagePool(2).flatten().linear("fc", CLASSES);
    }

    /** Where no product stands before an activation or a norm, and where a block adds a value to itself. */
    @Test
    void layersThatNothingCanTakeIn() {
        try (Network network = custom(builder -> {
            builder.norm("norm1").relu("relu1").maxPool(2).relu("relu2").norm("norm2");
            builder.sum("sum", builder.branch(), builder.branch()).relu("relu3");
            builder.flatten().linear("fc1", 7).relu("relu4").linear("fc2", CLASSES);
        })) {
            assertEquivalent(network, "unfused", 2);
        }
    }

    private Network custom(Consumer<GraphBuilder> layers) {
        return TestNetworks.of(BACKEND, Shape.of(6, 6, 2), CLASSES, TestNetworks.noise(3), layers);
    }

    @Test
    void aPredictionIsTheClassOfTheLargestLogit() {
        try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(16, 16, 1), CLASSES);
                Plan plan = Plan.of(network, 8, true);
                Tensor images = images(network, 8)) {
            int[] expected = argmax(plan.logits(images));
            assertTrue(Arrays.stream(expected).distinct().count() > 1, "all of one class");
            assertArrayEquals(expected, plan.predict(images));
        }
    }

    @Test
    void aPlanIsOfTheNetworkAsItWas() {
        try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(16, 16, 1), CLASSES);
                Plan plan = Plan.of(network, 2, true);
                Tensor images = images(network, 2)) {
            float[] before = plan.logits(images);
            network.parameters().stream()
                    .map(Parameter::value)
                    .forEach(value -> value.upload(new float[value.elements()]));
            assertArrayEquals(before, plan.logits(images));
        }
    }

    @Test
    void foldingLeavesNoNormAndNotFoldingKeepsItsFourVectors() {
        try (Network network = TestNetworks.zoo(BACKEND, "resnet20", Shape.of(8, 8, 1), CLASSES);
                Plan folded = Plan.of(network, 1, true);
                Plan apart = Plan.of(network, 1, false)) {
            assertEquals(0, count(folded, ParameterSpec.Kind.NORM));
            assertEquals(count(apart, ParameterSpec.Kind.WEIGHT), count(folded, ParameterSpec.Kind.BIAS));
            assertEquals(4 * 21, count(apart, ParameterSpec.Kind.NORM));
            assertEquals(1, count(apart, ParameterSpec.Kind.BIAS), "that of the linear layer");
        }
    }

    private static long count(Plan plan, ParameterSpec.Kind kind) {
        return plan.parameters().stream().filter(p -> p.kind() == kind).count();
    }

    @Test
    void imagesThatThePlanIsNotMadeForAreRefused() {
        try (Network network = TestNetworks.zoo(BACKEND, "lenet5", Shape.of(16, 16, 1), CLASSES);
                Plan plan = Plan.of(network, 2, true);
                Tensor tooMany = images(network, 3);
                Tensor wider = Tensor.zeros(BACKEND, Shape.of(1, 16, 17, 1))) {
            assertThrows(IllegalArgumentException.class, () -> plan.logits(tooMany));
            assertThrows(IllegalArgumentException.class, () -> plan.predict(wider));
        }
    }

    @Test
    void aClosedPlanHoldsNothing() {
        CountingBackend allocations = new CountingBackend(Backends.open("reference", new BackendOptions(1)));
        try (Network network = TestNetworks.zoo(allocations.backend(), "resnet20", Shape.of(8, 8, 1), CLASSES)) {
            long before = allocations.open();
            Plan plan = Plan.of(network, 2, false);
            assertTrue(allocations.open() > before);
            plan.close();
            assertEquals(before, allocations.open());
        }
        assertEquals(0, allocations.open());
    }
}
