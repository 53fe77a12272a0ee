package org.fitact.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.IndependentHits;
import org.fitact.fault.Region;
import org.fitact.fault.kind.BurstKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is computed of faults in the last layer is what running the network gives. */
class LastLayerTest {

    /** The sign, an integer bit that breaks all, one that does not, one of the fraction. */
    private static final FaultFilter SOME_BITS = FaultFilter.ALL.withBits(BitSelector.positions(31, 24, 17, 13));

    private static List<FaultPattern> eachBit(StoredNetwork memory, LastLayer layer, FaultOperation operation) {
        List<FaultPattern> patterns = new ArrayList<>();
        for (String name : layer.regions()) {
            Region region = memory.space().region(name);
            for (int address = region.offset(); address < region.end(); address++) {
                for (int position : new int[] {13, 17, 24, 31}) {
                    patterns.add(FaultPattern.builder(operation)
                            .add(address, position)
                            .build());
                }
            }
        }
        return patterns;
    }

    @ParameterizedTest
    @EnumSource
    void oneHitIsTheMeanOverEachBit(FaultOperation operation) {
        try (Backend backend = Backends.open("simd", new BackendOptions(1));
                Network network = Toy.network(backend);
                EvaluationSet images = Toy.upload(backend, Toy.images(30, 9));
                StoredNetwork memory = StoredNetwork.of(network, new Deployment(FixedPoint.DEFAULT, true, 30))) {
            LastLayer layer = LastLayer.of(memory, SOME_BITS, images.labels());
            LastLayer.Looked clean = layer.look(images);
            List<FaultPattern> patterns = eachBit(memory, layer, operation);
            assertEquals(layer.bits(), patterns.size());
            long right = 0;
            for (FaultPattern pattern : patterns) {
                try (AppliedFaults _ = memory.strike(pattern)) {
                    right += images.correct(memory.plan());
                }
            }
            double expected = (double) right / patterns.size() / images.images();
            assertEquals(images.accuracy(memory.plan()), clean.features().withoutHits());
            assertEquals(expected, clean.features().oneHit(operation), 1e-12);
            assertTrue(expected < clean.features().withoutHits(), "some bits matter");
        }
    }

    /** Several hits are drawn: the mean of draws is that of running the network with as many. */
    @Test
    void severalHitsAreThoseOfTheNetwork() {
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(30, 9));
                StoredNetwork memory = StoredNetwork.of(network, new Deployment(FixedPoint.DEFAULT, true, 30))) {
            LastLayer layer = LastLayer.of(memory, FaultFilter.ALL, images.labels());
            double rate = 4.0 / layer.bits();
            CampaignSettings settings = settings(rate, 400, FaultFilter.ALL.withLayers("fc3"), Estimator.PLAIN);
            assertEquals("fc3.weight", layer.regions().getFirst());
            double[] plain = run(settings, network, images);
            PhiloxRandom random = new PhiloxRandom(3, 4);
            double averaged = 0;
            for (int i = 0; i < 20; i++) {
                averaged += layer.look(images)
                        .features()
                        .accuracy(new IndependentHits(rate, FaultOperation.FLIP), random.child(i));
            }
            averaged /= 20;
            assertTrue(
                    Range.ACCURACY.ofMean(plain).contains(averaged), averaged + " of " + Range.ACCURACY.ofMean(plain));
        }
    }

    /** Both estimate one mean, and the averaged one varies less. */
    @Test
    void averagedAndPlainTrialsAgree() {
        try (Network network = Toy.network(Toy.REFERENCE);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(25, 9))) {
            FaultFilter filter = FaultFilter.ALL.withLayers("conv1", "fc3");
            double[] averaged =
                    run(settings(1e-4, 120, filter, new Estimator(Estimator.Kind.AVERAGED, 1)), network, images);
            double[] plain = run(settings(1e-4, 120, filter, Estimator.PLAIN), network, images);
            double[] differences = new double[plain.length];
            for (int i = 0; i < plain.length; i++) {
                differences[i] = averaged[i] - plain[i];
            }
            assertTrue(new Range(-1, 1).ofMean(differences).contains(0), "they estimate the same");
            assertTrue(1.3 * variance(averaged) < variance(plain), variance(averaged) + " against " + variance(plain));
        }
    }

    @Test
    void whatIsNotIndependentIsNotAveraged() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            CampaignSettings bursts = new CampaignSettings(
                    List.of(1e-5),
                    StoppingRule.exactly(2),
                    new BurstKind(4),
                    FaultFilter.ALL,
                    new Deployment(FixedPoint.DEFAULT, true, 25),
                    1,
                    new Estimator(Estimator.Kind.AVERAGED, 1));
            ProtectedNetwork scheme = new ProtectedNetwork(Protections.baseline(), network);
            var thrown = assertThrows(IllegalArgumentException.class, () -> CampaignScheme.of(scheme, bursts));
            assertEquals(
                    "scheme none: faults of kind burst-4 are not independent of each other, so those of the last layer "
                            + "cannot be averaged; expected flip (sampling per-bit) or stuck-at",
                    thrown.getMessage());
        }
    }

    /** A scale beside the words changes all of them: they are not independent. */
    @Test
    void wordsThatDependOnOthersAreNotAveraged() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory =
                        StoredNetwork.of(network, new Deployment(NumberFormats.parse("int8"), true, 30))) {
            var thrown = assertThrows(
                    IllegalArgumentException.class, () -> LastLayer.of(memory, FaultFilter.ALL, new int[30]));
            assertEquals(
                    "fc3.weight of the last layer is stored under a code or a scale, expected words that stand for "
                            + "themselves",
                    thrown.getMessage());
        }
    }

    private static CampaignSettings settings(double rate, int trials, FaultFilter filter, Estimator estimator) {
        return new CampaignSettings(
                List.of(rate),
                StoppingRule.exactly(trials),
                new FlipKind(),
                filter,
                new Deployment(FixedPoint.DEFAULT, true, 30),
                42,
                estimator);
    }

    private static double[] run(CampaignSettings settings, Network network, EvaluationSet images) {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        List<CampaignScheme> schemes =
                CampaignScheme.of(List.of(new ProtectedNetwork(Protections.baseline(), network)), settings);
        new Campaign(settings, schemes, images, images, TrialLog.inMemory(trials)).run((_, _, _) -> {});
        return trials.entrySet().stream()
                .filter(trial -> trial.getKey().rate() > 0)
                .mapToDouble(trial -> trial.getValue().accuracy())
                .toArray();
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}
