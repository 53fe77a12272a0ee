package org.fitact.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CutCounterTest {

    private static final Backend REFERENCE = Backends.open("reference", new BackendOptions(1));
    private static final float NAN = Float.NaN;

    /** Of four neurons, each of which is what it is given, with bounds −2 and 1. */
    private static Network network(Policy policy, boolean twoSided) {
        Map<String, float[]> values = Map.of(
                "one.weight", new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1},
                "one.bias", new float[4],
                "upper", new float[] {1, 1, 1, 1},
                "lower", new float[] {-2, -2, -2, -2},
                "two.weight", new float[8],
                "two.bias", new float[2]);
        Bound bound = new Bound(policy, Granularity.NEURON, 20, twoSided);
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("one", new Linear(4), List.of(Graph.IMAGES), List.of("one.weight", "one.bias")));
        if (twoSided) {
            nodes.add(new Node("bound", bound, List.of("one"), List.of("upper", "lower")));
        } else {
            nodes.add(new Node("relu", new Relu(), "one"));
            nodes.add(new Node("bound", bound, List.of("relu"), List.of("upper")));
        }
        nodes.add(new Node("two", new Linear(2), List.of("bound"), List.of("two.weight", "two.bias")));
        Graph graph = new Graph(Shape.of(4), nodes, "two");
        return new Network(new Architecture("four", Shape.of(4), 2), graph, REFERENCE, spec -> values.get(spec.name()));
    }

    private static int[] cuts(Plan plan, CutCounter counter, float[]... batches) {
        counter.during(() -> {
            for (float[] batch : batches) {
                try (Tensor images = Tensor.of(REFERENCE, Shape.of(batch.length / 4, 4), batch)) {
                    plan.logits(images);
                }
            }
            return null;
        });
        return counter.cuts();
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesBeyondItsBoundIsCut(Policy policy) {
        float[] first = {0.5f, 1, -1, 0, /* */ 1.5f, 3, -1.9f, 1};
        float[] second = {-2.5f, -3, -2, 1.01f};
        float[] third = {NAN, 0, 0, 0};
        for (boolean twoSided : new boolean[] {false, true}) {
            try (Network network = network(policy, twoSided);
                    Plan plan = Plan.of(network, new PlanOptions(2, true, Fusion.ALL_BUT_BOUNDS))) {
                CutCounter counter = new CutCounter(plan, 4);
                assertEquals(4, counter.outputs());
                // NaN times 0 is NaN: it reaches all four.
                int[] expected = {0, 2, twoSided ? 3 : 1, 4};
                assertArrayEquals(expected, cuts(plan, counter, first, second, third));
                assertArrayEquals(expected, cuts(plan, counter, first, second, third), "counted anew");
                int upper = plan.parameters().stream()
                        .map(parameter -> parameter.name())
                        .toList()
                        .indexOf("upper");
                plan.write(upper, 0, 0.25f);
                expected[0] = 1;
                assertArrayEquals(expected, cuts(plan, counter, first, second, third), "a bound was struck");
            }
        }
    }

    @Test
    void boundsWithinProductsAreNotSeen() {
        try (Network network = network(Policy.ZERO, false);
                Plan plan = Plan.of(network, PlanOptions.of(2))) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new CutCounter(plan, 4))
                    .getMessage()
                    .contains("bound is bounded within its product"));
        }
    }

    /** No word lies elsewhere, and no logit is another: bounds alone leave the epilogues. */
    @ParameterizedTest
    @EnumSource
    void toStandApartChangesNothing(Policy policy) {
        Shape image = Shape.of(16, 16, 3);
        Deployment usual = new Deployment(FixedPoint.DEFAULT, true, 2);
        float[] pixels = new float[2 * image.elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i);
        }
        try (Backend simd = Backends.open("simd", new BackendOptions(1));
                Network network = Models.create(new Architecture("resnet20", image, 10), simd, 7)) {
            new BoundedActivation(policy, Granularity.NEURON, BoundSource.GIVEN)
                    .install(network, EnumSet.allOf(Site.Kind.class), site -> bounds(site.neurons()));
            for (Fusion fusion : Fusion.values()) {
                assertEquals(
                        MemoryImage.of(network, usual).sha256(),
                        MemoryImage.of(network, usual.observable(fusion)).sha256(),
                        fusion + " moves no word");
            }
            try (StoredNetwork fused = StoredNetwork.of(network, usual);
                    StoredNetwork apart = StoredNetwork.of(network, usual.observable(Fusion.ALL_BUT_BOUNDS));
                    Tensor images = Tensor.of(simd, image.withBatch(2), pixels)) {
                CutCounter counter = new CutCounter(apart.plan(), 2);
                float[] logits = counter.during(() -> apart.plan().logits(images));
                assertArrayEquals(fused.plan().logits(images), logits);
                assertTrue(Arrays.stream(counter.cuts()).allMatch(cut -> cut > 0), "bounds that cut something");
            }
        }
    }

    private static Bounds bounds(int neurons) {
        float[] upper = new float[neurons];
        float[] lower = new float[neurons];
        Arrays.fill(upper, 0.5f);
        Arrays.fill(lower, -0.5f);
        return new Bounds(lower, upper);
    }

    @Test
    void theThresholdIsTheLowestThatFewEnoughExceed() {
        int[] cuts = {5, 0, 9, 0, 1};
        assertEquals(9, RangeAlarm.of(cuts, 0).threshold());
        assertEquals(9, RangeAlarm.of(cuts, 0.19).threshold());
        assertEquals(5, RangeAlarm.of(cuts, 0.2).threshold());
        assertEquals(1, RangeAlarm.of(cuts, 0.5).threshold());
        assertThrows(IllegalArgumentException.class, () -> RangeAlarm.of(new int[0], 0));
        assertThrows(IllegalArgumentException.class, () -> RangeAlarm.of(cuts, 1));
    }

    /** Two of three images have more than 1 value cut, and one of these another class. */
    @Test
    void alarmsAreCountedWithThoseOfCorruptedImages() {
        try (Network network = network(Policy.SATURATE, false);
                Plan plan = Plan.of(network, new PlanOptions(3, true, Fusion.ALL_BUT_BOUNDS))) {
            CutCounter counter = new CutCounter(plan, 3);
            cuts(plan, counter, new float[] {2, 2, 0, 0, /* */ 2, 0, 0, 0, /* */ 2, 2, 2, 0});
            RangeAlarm alarm = new RangeAlarm(1);
            assertEquals(new AlarmCounts(1, 12, 6, 2, 0), alarm.withoutFaults(counter));
            Answers clean = new Answers(new float[6], new int[] {0, 1, 0});
            Answers faulty = new Answers(new float[6], new int[] {1, 0, 0});
            assertEquals(new AlarmCounts(1, 12, 6, 2, 1), alarm.underFaults(counter, clean, faulty));
        }
    }
}
