package org.fitact.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.number.TensorFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What engines compute with is what a deployed network computes with. */
class StoredNumbersTest {

    @ParameterizedTest
    @CsvSource({"resnet20, fitrelu-naive, Q15.16", "resnet20, relu, Q3.4", "lenet5, ranger, int8:channel"})
    void aPlanOfThemGivesTheLogitsOfTheDeployedNetworkToTheBit(String model, String activation, String name) {
        TensorFormat format = NumberFormats.parse(name);
        try (Backend backend = Backends.cpu(BackendOptions.defaults());
                Network network = PeerNetworks.network(backend, model, activation);
                Network stored = StoredNumbers.of(network, format);
                EvaluationSet set = PeerNetworks.images(backend, 3, 5);
                StoredNetwork deployed = StoredNetwork.of(network, new Deployment(format, true, 3))) {
            Tensor images = set.first();
            float[] expected = deployed.inference().logits(images);
            float[] floats = logits(network, images);
            assertArrayEquals(expected, logits(stored, images));
            assertFalse(Arrays.equals(floats, expected), "a format of few bits changes nothing");
        }
    }

    private static float[] logits(Network network, Tensor images) {
        PlanEngine engine = new PlanEngine(network, images);
        engine.run();
        engine.close();
        return engine.logits();
    }
}
