package org.fitact.nn.graph.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

class SplitChannelsTest {

    private static final Shape IMAGE = Shape.of(8, 8, 2);

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    private static void chain(GraphBuilder builder) {
        builder.convNorm("conv1", 3, 3, 1, 1).relu("relu1").maxPool(2);
        builder.conv("conv2", 4, 3, 1, 1).relu("relu2").maxPool(2);
        builder.flatten().dropout(0.5f).linear("fc1", 5).relu("relu3").linear("fc2", 3);
    }

    private float[] logits(Network network) {
        float[] pixels = Patterns.pattern(3, 2 * IMAGE.elements());
        try (Tensor images = Tensor.of(backend, IMAGE.withBatch(2), pixels);
                Plan plan = Plan.of(network, 2, true)) {
            return plan.logits(images);
        }
    }

    /** Each layer is both a first and a second, with batch norm, pooling and flattening between. */
    @Test
    void theNetworkComputesTheSame() {
        try (Network network = TestNetworks.of(backend, IMAGE, 3, TestNetworks.noise(5), SplitChannelsTest::chain)) {
            float[] expected = logits(network);
            Map<String, List<Integer>> channels =
                    Map.of("conv1.conv", List.of(2), "conv2", List.of(3, 0), "fc1", List.of(1));
            Program split = new SplitChannels(channels).apply(Program.of(network));
            try (Network wider = split.network(network.architecture(), backend)) {
                assertEquals(4, wider.graph().shape("relu1").extent(-1));
                assertEquals(6, wider.graph().shape("relu2").extent(-1));
                assertEquals(6, wider.graph().shape("relu3").extent(-1));
                assertArrayEquals(expected, logits(wider), 1e-4f);
                // What is multiplied by one half is gone if it is not there twice.
                float[] weight = wider.parameter("fc2.split.weight").value().toArray();
                float[] before = network.parameter("fc2.weight").value().toArray();
                for (int o = 0; o < 3; o++) {
                    assertEquals(before[3 + o] / 2, weight[3 + o]);
                    assertEquals(before[3 + o] / 2, weight[15 + o]);
                    assertEquals(before[o], weight[o]);
                }
            }
        }
    }

    /** Behind a flattened map of 2×2 places the weights of a channel are 4 rows one after the other, of 5 outputs. */
    @Test
    void weightsAreCountedByChannel() {
        try (Network network = TestNetworks.of(backend, IMAGE, 3, TestNetworks.noise(5), SplitChannelsTest::chain)) {
            Graph graph = network.graph();
            SplitChannels.Pair pair =
                    SplitChannels.Pair.of(graph, graph.node("conv2")).orElseThrow();
            float[] weight = new float[16 * 5];
            java.util.Arrays.fill(weight, 20, 40, -1);
            assertArrayEquals(new double[] {0, 20, 0, 0}, pair.absoluteWeights(weight));
        }
    }

    @Test
    void whatKeepsItsShapeKeepsItsName() {
        try (Network network = TestNetworks.of(backend, IMAGE, 3, TestNetworks.noise(5), SplitChannelsTest::chain)) {
            Program split = new SplitChannels(Map.of("fc1", List.of(0))).apply(Program.of(network));
            assertTrue(split.values().containsKey("fc1.split.bias"));
            assertFalse(split.values().containsKey("fc1.bias"));
            assertArrayEquals(
                    network.parameter("conv2.weight").value().toArray(),
                    split.values().get("conv2.weight"));
            assertArrayEquals(
                    network.parameter("fc2.bias").value().toArray(),
                    split.values().get("fc2.bias"));
        }
    }

    @Test
    void aValueThatOthersReadIsNotSplit() {
        Graph residual = residual();
        assertTrue(SplitChannels.Pair.of(residual, residual.node("conv1")).isEmpty(), "read by the sum too");
        assertTrue(SplitChannels.Pair.of(residual, residual.node("conv2")).isEmpty(), "a sum stands between");
        assertTrue(SplitChannels.Pair.of(residual, residual.node("fc")).isEmpty(), "the last has no next");
        Program program = new Program(residual, Map.of());
        assertThrows(
                IllegalArgumentException.class, () -> new SplitChannels(Map.of("conv2", List.of(0))).apply(program));
    }

    private static Graph residual() {
        GraphBuilder builder = new GraphBuilder(IMAGE);
        builder.conv("conv1", 3, 3, 1, 1).relu("relu1");
        GraphBuilder body = builder.branch().conv("conv2", 3, 3, 1, 1);
        builder.sum("sum", body, builder.branch()).relu("relu2").flatten().linear("fc", 3);
        return builder.build();
    }
}
