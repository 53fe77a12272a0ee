package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.SpyBackend;
import org.fitact.protect.Toy;
import org.fitact.stats.PilotDesign;
import org.fitact.stats.StoppingRule;
import org.fitact.stats.VarianceComponents;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;

class PilotTest {

    private static final ImageSet IMAGES = Toy.images(20, 31);
    private static final CampaignSettings SETTINGS = new CampaignSettings(
            List.of(1e-4, 3e-4),
            StoppingRule.exactly(2),
            new FlipKind(),
            FaultFilter.ALL,
            Deployment.of(FixedPoint.DEFAULT),
            42);

    @Test
    void componentsAreThoseOfItsOwnPredictionsAndTheMemoryIsRestored() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        try (Network network = Toy.network(spy.backend());
                StoredNetwork memory = StoredNetwork.of(network, SETTINGS.deployment());
                EvaluationSet evaluation = Toy.upload(spy.backend(), IMAGES)) {
            long before = memory.checksum();
            spy.forget();
            PilotDesign design = Pilot.run(memory, SETTINGS, 3e-4, 6, IMAGES, evaluation, 500);
            assertEquals(before, memory.checksum());
            assertEquals(1 + 6, spy.predictions().size(), "one to warm up, one a trial");
            boolean[][] correct = new boolean[6][IMAGES.size()];
            for (int trial = 0; trial < 6; trial++) {
                for (int i = 0; i < IMAGES.size(); i++) {
                    correct[trial][i] = spy.predictions().get(1 + trial)[i] == IMAGES.label(i);
                }
            }
            assertEquals(VarianceComponents.of(correct), design.components());
            assertEquals(500, design.population());
            assertTrue(design.secondsPerImage() > 0 && design.secondsPerTrial() >= 0);
        }
    }

    @Test
    void faultsAreTheSameEveryTimeAndNotThoseOfTheCampaign() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        try (Network network = Toy.network(spy.backend());
                StoredNetwork memory = StoredNetwork.of(network, SETTINGS.deployment());
                EvaluationSet evaluation = Toy.upload(spy.backend(), IMAGES)) {
            List<SpyBackend.Write> first = pilot(spy, memory, evaluation);
            assertEquals(first, pilot(spy, memory, evaluation));
            spy.forget();
            for (int trial = 0; trial < 2; trial++) {
                memory.strike(SETTINGS.sampler(3e-4, memory.space()).trial(trial))
                        .close();
            }
            assertFalse(spy.writes().isEmpty());
            assertNotEquals(first, spy.writes());
        }
    }

    private static List<SpyBackend.Write> pilot(SpyBackend spy, StoredNetwork memory, EvaluationSet evaluation) {
        spy.forget();
        Pilot.run(memory, SETTINGS, 3e-4, 2, IMAGES, evaluation, 20);
        return spy.writes();
    }
}
