package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ResidualBounds;
import org.fitact.protect.HardeningSettings.ThresholdSearch;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds at the branches of residual blocks and behind their sums, on a network of two blocks. */
class ResidualBoundsTest {

    private static final List<String> INSIDE = List.of("stem.relu", "b1.relu1", "b2.relu1");
    private static final List<String> BRANCHES = List.of("b1.conv2.norm", "b2.conv2.norm", "b2.shortcut.norm");
    private static final List<String> BEHIND = List.of("b1.relu", "b2.relu");

    private static Network network() {
        GraphBuilder network = new GraphBuilder(Shape.of(16, 16, 1))
                .convNorm("stem", 3, 3, 2, 1)
                .relu("stem.relu");
        GraphBuilder first = network.branch();
        first.convNorm("b1.conv1", 3, 3, 1, 1).relu("b1.relu1").convNorm("b1.conv2", 3, 3, 1, 1);
        network.sum("b1.sum", first, network.branch()).relu("b1.relu");
        GraphBuilder second = network.branch();
        second.convNorm("b2.conv1", 4, 3, 2, 1).relu("b2.relu1").convNorm("b2.conv2", 4, 3, 1, 1);
        network.sum("b2.sum", second, network.branch().convNorm("b2.shortcut", 4, 1, 2, 0))
                .relu("b2.relu");
        network.averagePool(4).flatten().linear("fc", 4);
        PhiloxRandom random = new PhiloxRandom(3, 1);
        return new Network(
                new Architecture("two-blocks", Shape.of(16, 16, 1), 4), network.build(), Toy.REFERENCE, spec -> {
                    float[] values = new float[spec.shape().elements()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = spec.kind() == ParameterSpec.Kind.WEIGHT
                                ? 0.4f * (float) random.nextGaussian()
                                : spec.name().endsWith("weight") || spec.name().endsWith("running_var") ? 1 : 0;
                    }
                    return values;
                });
    }

    private static HardeningSettings settings(ResidualBounds residual) {
        PostTraining training = new PostTraining(0.9, 1, 20, 0.35f, 0.01, 1e-8f, 1, 40, 1, Granularity.NEURON);
        ThresholdSearch search = new ThresholdSearch(new double[] {1e-4}, 1, 20, 1, 1, 0.1);
        return new HardeningSettings(training, search, 0, FixedPoint.DEFAULT).with(residual);
    }

    private static List<String> bounded(Network network) {
        return network.sites().stream()
                .filter(Site::isBounded)
                .map(Site::name)
                .sorted()
                .toList();
    }

    private static List<String> expected(ResidualBounds residual) {
        return switch (residual) {
            case SUM -> sorted(INSIDE, BEHIND);
            case BRANCH -> sorted(INSIDE, BRANCHES);
            case BOTH -> sorted(INSIDE, BRANCHES, BEHIND);
        };
    }

    @SafeVarargs
    private static List<String> sorted(List<String>... parts) {
        return List.of(parts).stream().flatMap(List::stream).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource
    void boundsStandWhereTheyAreAskedFor(ResidualBounds residual) {
        for (String scheme : List.of("ranger", "fitrelu-naive", "clip-act", "fitact", "fitact-hard", "proact")) {
            try (Network network = network();
                    EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
                Protections.named(scheme).protect(network, Toy.job(network, heldOut, settings(residual)));
                assertEquals(expected(residual), bounded(network), scheme);
                for (Site site : network.sites()) {
                    boolean twoSided = BRANCHES.contains(site.name());
                    assertEquals(
                            twoSided && site.isBounded(),
                            site.isBounded() && site.bound().twoSided(),
                            site.name());
                }
            }
        }
    }

    @Test
    void theDefaultIsBehindTheSumAndSaysNothing() {
        assertEquals(ResidualBounds.SUM, HardeningSettings.DEFAULT.residual());
        assertFalse(HardeningSettings.DEFAULT.fields().containsKey("residualBounds"));
        assertEquals(Site.Kind.USUAL, HardeningSettings.DEFAULT.places());
        assertEquals(HardeningSettings.DEFAULT, HardeningSettings.DEFAULT.with(ResidualBounds.SUM));
        HardeningSettings both = HardeningSettings.DEFAULT.with(ResidualBounds.BOTH);
        assertEquals(ResidualBounds.BOTH, both.fields().get("residualBounds"));
        assertEquals(EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.BRANCH), both.places());
        assertEquals(HardeningSettings.DEFAULT, both.with(ResidualBounds.SUM));
        HardeningSettings sums = HardeningSettings.DEFAULT.at(EnumSet.of(Site.Kind.ACTIVATION, Site.Kind.SUM));
        assertThrows(IllegalArgumentException.class, () -> sums.with(ResidualBounds.BRANCH));
        try (Network network = network()) {
            assertEquals(network.sites(), HardeningSettings.DEFAULT.sites(network.graph()));
        }
    }

    /** A branch that is broken as a whole is cut to 0, and what the shortcut carries goes on: behind the sum both are gone. */
    @Test
    void aBrokenBranchLeavesTheShortcut() {
        for (ResidualBounds residual : List.of(ResidualBounds.SUM, ResidualBounds.BRANCH)) {
            try (Network network = network();
                    EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
                Protections.named("fitrelu-naive").protect(network, Toy.job(network, images, settings(residual)));
                float[] shift = network.parameter("b1.conv2.norm.bias").value().toArray();
                Arrays.fill(shift, 1e4f);
                network.parameter("b1.conv2.norm.bias").value().upload(shift);
                Map<String, float[]> values = values(network, images);
                boolean spared = residual == ResidualBounds.BRANCH;
                float[] shortcut = values.get("stem.relu.bound");
                float[] result = values.get(spared ? "b1.relu" : "b1.relu.bound");
                assertArrayEquals(spared ? shortcut : new float[shortcut.length], result);
                assertTrue(sum(shortcut) > 1, "there was something to be spared");
            }
        }
    }

    private static Map<String, float[]> values(Network network, EvaluationSet images) {
        Map<String, float[]> values = new HashMap<>();
        try (Tape tape = Tape.inference(network.backend())) {
            Forward.of(
                    network,
                    Pass.observed(tape, (node, value) -> values.put(node.name(), value.toArray())),
                    images.first());
        }
        return values;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** As it is deployed, folded and fused, it computes what it computes op by op; bounds that hold the profile change nothing on its images. */
    @ParameterizedTest
    @EnumSource
    void thePlanComputesTheSame(ResidualBounds residual) {
        try (Network plain = network();
                Network network = network();
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.data().train());
                EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
            Protections.named("ranger").protect(network, Toy.job(network, heldOut, settings(residual)));
            float[] expected = values(plain, images).get("fc");
            assertArrayEquals(expected, values(network, images).get("fc"), 1e-5f);
            try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT));
                    StoredNetwork bare = StoredNetwork.of(plain, Deployment.of(FixedPoint.DEFAULT))) {
                assertArrayEquals(
                        images.predict(bare.inference()), images.predict(memory.inference()), "on what was profiled");
                int bounds = 0;
                for (Site site : network.sites()) {
                    bounds += site.isBounded() ? site.canBeNegative() ? 2 : 1 : 0;
                }
                assertEquals(4L * bounds, memory.space().boundBytes(), "one word for each side of a layer's bound");
            }
        }
    }

    @Test
    void whatIsSummedIsASiteOfItsOwnKind() {
        try (Network network = network()) {
            Graph graph = network.graph();
            assertEquals(
                    BRANCHES,
                    graph.sites(EnumSet.of(Site.Kind.BRANCH)).stream()
                            .map(Site::name)
                            .toList());
            assertEquals(
                    BEHIND,
                    graph.sites().stream()
                            .filter(graph::isBehindSum)
                            .map(Site::name)
                            .toList());
        }
    }
}
