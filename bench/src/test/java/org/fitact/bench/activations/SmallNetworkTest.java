package org.fitact.bench.activations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.NeuronProfile;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of network has bounds where it says, on the sides that it needs, and they change nothing of what was profiled. */
class SmallNetworkTest {

    private static final Map<SmallNetwork, Integer> TWO_SIDED =
            Map.of(SmallNetwork.TANH, 3, SmallNetwork.RELU6, 2, SmallNetwork.SILU, 11, SmallNetwork.LOGITS, 1);

    @ParameterizedTest
    @EnumSource(SmallNetwork.class)
    void boundsHoldWhatWasProfiled(SmallNetwork kind) throws IOException {
        Images images = DataSets.open("fashion-mnist-small", null).train().first(6);
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                EvaluationSet set = new EvaluationSet(backend, images, Normalisation.of(images), 6)) {
            float[] expected;
            try (Network network = network(kind, images, backend)) {
                expected = logits(network, set);
            }
            for (Policy policy : Policy.values()) {
                try (Network network = network(kind, images, backend)) {
                    NeuronProfile profile = NeuronProfile.measure(network, kind.places(), set);
                    // The plan rounds otherwise than the profile, and smooth bends what is near a bound.
                    float margin = policy == Policy.SMOOTH ? 1 : 1e-3f;
                    new BoundedActivation(policy, Granularity.NEURON, BoundSource.PROFILED)
                            .install(
                                    network,
                                    kind.places(),
                                    site -> profile.bounds(site, Granularity.NEURON)
                                            .map(distance -> distance + margin));
                    List<Site> sites = network.sites();
                    assertTrue(sites.stream().allMatch(Site::isBounded));
                    assertEquals(TWO_SIDED.get(kind), (int) sites.stream()
                            .filter(site -> site.bound().twoSided())
                            .count());
                    assertArrayEquals(expected, logits(network, set), 1e-4f, policy.toString());
                }
            }
        }
    }

    private static Network network(SmallNetwork kind, Images images, Backend backend) {
        Shape image = Shape.of(images.height(), images.width(), images.channels());
        return new Network(
                new Architecture("small", image, 10), kind.graph(image, 10), backend, ParameterSource.random(1));
    }

    private static float[] logits(Network network, EvaluationSet images) {
        try (Plan plan = Plan.of(network, 6, true)) {
            return plan.logits(images.first());
        }
    }
}
