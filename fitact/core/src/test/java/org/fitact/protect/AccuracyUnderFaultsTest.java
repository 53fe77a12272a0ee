package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccuracyUnderFaultsTest {

    private static final int TRIALS = 3;
    private static final long SEED = 7;
    private static final ImageSet IMAGES = Toy.images(20, 4);

    private final SpyBackend spy = new SpyBackend(Toy.REFERENCE);
    private final Network network = Toy.network(spy.backend());
    private final StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT));
    private final EvaluationSet images = Toy.upload(spy.backend(), IMAGES);

    @AfterEach
    void close() {
        images.close();
        memory.close();
        network.close();
    }

    private AccuracyUnderFaults score(double... rates) {
        spy.forget();
        return new AccuracyUnderFaults(
                memory, images, new HardeningSettings.ThresholdSearch(rates, TRIALS, 20, 1, 1, 0), SEED);
    }

    /** Mean accuracy at every rate, from the classes that the backend predicted. */
    private double[] accuracies(int rates) {
        assertEquals(rates * TRIALS, spy.predictions().size(), "one batch a trial");
        double[] accuracies = new double[rates];
        for (int i = 0; i < rates * TRIALS; i++) {
            int[] predicted = spy.predictions().get(i);
            for (int image = 0; image < predicted.length; image++) {
                accuracies[i / TRIALS] += predicted[image] == IMAGES.label(image) ? 1.0 / (20 * TRIALS) : 0;
            }
        }
        return accuracies;
    }

    @Test
    void areaIsTheTrapezoidOverTheRatesInAscendingOrder() {
        AccuracyUnderFaults score = score(4e-4, 1e-5, 1e-4);
        double area = score.area();
        double[] at = accuracies(3);
        assertNotEquals(at[0], at[2], "the rates make a difference");
        double expected = (9e-5 * (at[0] + at[1]) / 2 + 3e-4 * (at[1] + at[2]) / 2) / 3.9e-4;
        assertEquals(expected, area, 1e-12);
    }

    @Test
    void areaOfOneRateIsItsAccuracy() {
        double area = score(3e-4).area();
        assertEquals(accuracies(1)[0], area, 1e-12);
    }

    @Test
    void everyThresholdIsScoredOnTheSameFaultsAndTheMemoryIsRestored() {
        AccuracyUnderFaults score = score(1e-4, 3e-4);
        long before = memory.checksum();
        score.area();
        List<SpyBackend.Write> first = spy.writes();
        assertEquals(before, memory.checksum());
        spy.forget();
        score.area();
        assertEquals(first, spy.writes());
        assertFalse(first.isEmpty());
    }

    @Test
    void faultsAreNotThoseOfACampaignWithTheSameSeed() {
        score(3e-4).area();
        FaultSampler campaign = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(3e-4), SEED);
        List<Integer> hit = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            FaultPattern pattern = campaign.trial(trial);
            for (int i = 0; i < 2 * pattern.size(); i++) { // made and undone
                hit.add(indexInRegion(pattern.address(i % pattern.size())));
            }
        }
        assertNotEquals(hit, spy.writes().stream().map(SpyBackend.Write::index).toList());
    }

    private int indexInRegion(int address) {
        return address - memory.space().regionAt(address).offset();
    }
}
