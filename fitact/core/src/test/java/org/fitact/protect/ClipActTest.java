package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;

class ClipActTest {

    private static final HardeningSettings.ThresholdSearch SEARCH =
            new HardeningSettings.ThresholdSearch(new double[] {1e-4, 2e-4, 3e-4}, 3, 20, 1, 2, 0.001);
    private static final HardeningSettings SETTINGS =
            new HardeningSettings(HardeningSettings.PostTraining.DEFAULT, SEARCH, 0, FixedPoint.DEFAULT);

    private static float bound(Network network, Site site) {
        return network.bounds(site)[0];
    }

    private static double area(Network network) {
        try (EvaluationSet images =
                        Toy.upload(Toy.REFERENCE, Toy.data().heldOut().first(20));
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
            return new AccuracyUnderFaults(memory, images, SEARCH, 7).area();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void searchedThresholdsAreInstalledReportedAndNoWorseThanTheMaxima() {
        try (Network network = Toy.network(Toy.REFERENCE);
                Network profiled = Toy.hardened("gbrelu", SETTINGS);
                EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut())) {
            HardeningJob job = Toy.job(network, heldOut, SETTINGS);
            Outcome outcome = Protections.named("clip-act").protect(network, job);
            Map<String, Object> thresholds =
                    (Map<String, Object>) outcome.details().get("thresholds");
            for (Site site : network.sites()) {
                assertEquals(Policy.ZERO, site.bound().policy());
                assertEquals(Granularity.LAYER, site.bound().granularity());
                assertEquals(bound(network, site), thresholds.get(site.name()));
                assertTrue(bound(network, site) <= job.profile().at(site, Granularity.LAYER)[0]);
            }
            // Each layer's search starts with its maximum among the candidates, so the area never falls.
            assertTrue(area(network) >= area(profiled), area(network) + " after, " + area(profiled) + " before");
        }
    }

    /** At these rates little is left of the network whatever the threshold; the best areas cost three quarters of it. */
    @Test
    void hopelessRatesDoNotCostTheNetworkItself() {
        HardeningSettings hopeless = new HardeningSettings(
                HardeningSettings.PostTraining.DEFAULT,
                new HardeningSettings.ThresholdSearch(new double[] {1e-3, 1.5e-3}, 1, 20, 1, 3, 0.001),
                0,
                FixedPoint.DEFAULT);
        try (Network profiled = Toy.hardened("gbrelu", hopeless);
                Network searched = Toy.hardened("clip-act", hopeless)) {
            assertTrue(withoutFaults(searched) >= withoutFaults(profiled) - 0.051);
        }
    }

    private static double withoutFaults(Network network) {
        try (EvaluationSet images =
                        Toy.upload(Toy.REFERENCE, Toy.data().heldOut().first(20));
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
            return new AccuracyUnderFaults(memory, images, SEARCH, 7).withoutFaults();
        }
    }

    @Test
    void searchIsDeterministic() {
        try (Network one = Toy.hardened("clip-act", SETTINGS);
                Network two = Toy.hardened("clip-act", SETTINGS)) {
            for (int i = 0; i < 4; i++) {
                assertEquals(
                        bound(one, one.sites().get(i)), bound(two, two.sites().get(i)));
            }
        }
    }
}
