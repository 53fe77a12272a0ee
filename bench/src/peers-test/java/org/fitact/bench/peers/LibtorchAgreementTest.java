package org.fitact.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libtorch computes from the exported network against this program's plan. */
class LibtorchAgreementTest {

    @ParameterizedTest
    @CsvSource({
        "lenet5, relu",
        "lenet5, fitrelu-naive",
        "vgg-small, fitrelu-smooth",
        "vgg-small, ranger",
        "resnet20, clip-act",
        "alexnet, fitrelu-naive",
        "vgg16, fitrelu-smooth",
        "resnet50, relu"
    })
    void logitsAgree(String model, String activation) throws Exception {
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = PeerNetworks.network(backend, model, activation);
                EvaluationSet set = PeerNetworks.images(backend, 3, 5)) {
            Tensor images = set.first();
            try (Engine plan = new PlanEngine(network, images);
                    Engine peer = new LibtorchEngine(network, images, 2)) {
                for (int run = 0; run < 2; run++) {
                    plan.run();
                    peer.run();
                    assertClose(plan.logits(), peer.logits());
                }
            }
        }
    }

    private static void assertClose(float[] expected, float[] found) {
        assertEquals(expected.length, found.length);
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0, "all logits are 0");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-4 * largest, "logit " + i);
        }
    }
}
