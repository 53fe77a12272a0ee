package org.fitact.protect.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Toy;
import org.junit.jupiter.api.Test;

class ReplicateTest {

    /** LeNet-5 has 6, 16, 120 and 84 filters before another layer: a tenth, rounded up, is 1, 2, 12 and 9. */
    @Test
    void aTenthIsSplitAndTheNetworkComputesTheSame() {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
            Outcome outcome = new Replicate().protect(network, Toy.job(network, images, HardeningSettings.DEFAULT));
            Map<?, ?> filters = (Map<?, ?>) outcome.details().get("filters");
            assertEquals(
                    List.of(1, 2, 12, 9),
                    filters.values().stream()
                            .map(some -> ((List<?>) some).size())
                            .toList());
            assertEquals(7, network.graph().shape("relu1").extent(-1));
            assertEquals(93, network.graph().shape("relu4").extent(-1));
            List<float[]> expected = Toy.logits(plain, images);
            List<float[]> found = Toy.logits(network, images);
            for (int batch = 0; batch < expected.size(); batch++) {
                assertArrayEquals(expected.get(batch), found.get(batch), 1e-4f);
            }
        }
    }

    /** The neuron whose outgoing weights are made huge is among those that are split. */
    @Test
    void whatContributesMostIsSplit() {
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
            float[] reached = Toy.profile(network).maxima().get("relu4");
            int chosen = 0;
            while (reached[chosen] < 0.1) {
                chosen++;
            }
            float[] weight = network.parameter("fc3.weight").value().toArray();
            int classes = weight.length / reached.length;
            for (int o = 0; o < classes; o++) {
                weight[chosen * classes + o] = 1000;
            }
            network.parameter("fc3.weight").value().upload(weight);
            Outcome outcome = new Replicate().protect(network, Toy.job(network, images, HardeningSettings.DEFAULT));
            Map<?, ?> filters = (Map<?, ?>) outcome.details().get("filters");
            assertEquals(chosen, ((List<?>) filters.get("fc2")).getFirst());
        }
    }
}
