package org.fitact.protect.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.HardeningSettings.FaultTraining;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.Toy;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.junit.jupiter.api.Test;

/** Schemes that train all weights again and leave the graph as it was. */
class RetrainedTest {

    private static final HardeningSettings SETTINGS = new HardeningSettings(
            new PostTraining(0.01, 1, 20, 0.35f, 0.01, 1e-8f, 3, 16, 2, Granularity.NEURON),
            HardeningSettings.DEFAULT.search(),
            0,
            Site.Kind.USUAL,
            HardeningSettings.DEFAULT.arithmetic(),
            new FaultTraining(1e-5, 1, 0.02, 0.2f),
            HardeningSettings.Duplication.DEFAULT);

    private final EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut());

    @Test
    void theGraphStaysAndWeightsChange() {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network fat = Toy.hardened("fat", SETTINGS);
                Network dropout = Toy.hardened("dropout", SETTINGS)) {
            Map<String, float[]> before = Toy.weights(plain);
            for (Network network : new Network[] {fat, dropout}) {
                assertEquals(plain.graph(), network.graph());
                Map<String, float[]> after = Toy.weights(network);
                before.forEach((name, values) ->
                        assertNotEquals(Arrays.toString(values), Arrays.toString(after.get(name)), name));
            }
            Toy.weights(fat).forEach((name, values) -> {
                for (float value : values) {
                    assertTrue(!name.endsWith("weight") || Math.abs(value) <= 0.2f, name + " " + value);
                }
            });
        }
    }

    /** In the words that it was trained for, a network that saw faults stands them better than one that was only regularised. */
    @Test
    void trainingUnderFaultsHelpsAgainstFaults() {
        try (Network fat = Toy.hardened("fat", SETTINGS);
                Network dropout = Toy.hardened("dropout", SETTINGS)) {
            double struckFat = underFaults(fat);
            double struckDropout = underFaults(dropout);
            assertTrue(struckFat > struckDropout + 0.05, struckFat + " and " + struckDropout);
        }
    }

    private double underFaults(Network network) {
        try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(NumberFormats.parse("int8")))) {
            FaultSampler sampler = new FaultSampler(
                    memory.space(),
                    FaultFilter.ALL.withParts(org.fitact.memory.code.RegionPart.NUMBER),
                    new BitErrorRate(0.1),
                    5);
            double sum = 0;
            for (int trial = 0; trial < 10; trial++) {
                try (AppliedFaults _ = memory.strike(sampler, trial)) {
                    sum += heldOut.accuracy(memory.plan());
                }
            }
            return sum / 10;
        }
    }
}
