package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FaultKinds;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Protections;
import org.fitact.protect.SpyBackend;
import org.fitact.protect.Toy;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.store.TrialStore;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.BitClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CampaignTest {

    private static final List<Double> RATES = List.of(3e-5, 1e-4, 3e-4);
    private static final List<String> SCHEMES = List.of("none", "ranger", "fitrelu-naive");
    private static final ImageSet IMAGES = Toy.images(20, 21);
    /** Lengths of the toy network's weights, by which their writes are told from those of biases and bounds. */
    private static final Set<Integer> WEIGHTS = Set.of(150, 2400, 1920, 10080, 336);

    private static final NeuronProfile PROFILE = profile();

    @TempDir
    private Path folder;

    private static CampaignSettings settings(StoppingRule stopping, FaultKind kind, FaultFilter filter) {
        return settings(RATES, stopping, kind, filter);
    }

    private static CampaignSettings settings(
            List<Double> rates, StoppingRule stopping, FaultKind kind, FaultFilter filter) {
        return new CampaignSettings(rates, stopping, kind, filter, Deployment.of(FixedPoint.DEFAULT), 42);
    }

    private static CampaignSettings flips(int trials) {
        return settings(StoppingRule.exactly(trials), new FlipKind(), FaultFilter.ALL);
    }

    /** Runs a campaign into a store and returns what the store has then. */
    private Map<TrialKey, List<Long>> run(
            String file, Backend backend, List<String> schemes, CampaignSettings settings, CampaignListener listener) {
        List<ProtectedNetwork> networks = new ArrayList<>();
        try (EvaluationSet trialImages = Toy.upload(backend, IMAGES);
                EvaluationSet allImages = Toy.upload(backend, Toy.images(40, 22));
                TrialStore store = TrialStore.openOrCreate(
                        folder.resolve(file),
                        JsonNodeFactory.instance.objectNode().put("seed", 42))) {
            for (String scheme : schemes) {
                networks.add(new ProtectedNetwork(Protections.named(scheme), on(backend, scheme)));
            }
            new Campaign(settings, CampaignScheme.of(networks, settings), trialImages, allImages, store).run(listener);
            return findings(store);
        } finally {
            networks.forEach(network -> network.network().close());
        }
    }

    private Map<TrialKey, List<Long>> run(String file, List<String> schemes, CampaignSettings settings) {
        return run(file, Toy.REFERENCE, schemes, settings, (_, _, _) -> {});
    }

    /** Everything but the time that it took. */
    private static Map<TrialKey, List<Long>> findings(TrialStore store) {
        Map<TrialKey, List<Long>> findings = new TreeMap<>();
        store.trials()
                .forEach((key, outcome) ->
                        findings.put(key, List.of(outcome.flips(), (long) outcome.correct(), (long) outcome.images())));
        return findings;
    }

    private static NeuronProfile profile() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            return Toy.profile(network);
        }
    }

    /** A network under a scheme that needs no training, on any backend. */
    private static Network on(Backend backend, String scheme) {
        Network network = Toy.network(backend);
        Protections.named(scheme)
                .protect(
                        network,
                        new HardeningJob(
                                Toy.data(),
                                null,
                                PROFILE,
                                1,
                                HardeningSettings.DEFAULT,
                                7,
                                (_, _) -> {},
                                PartialWork.NOT_KEPT));
        return network;
    }

    @Test
    void everySchemeHasEveryTrialAtEveryRateAndARunWithoutFaults() {
        Map<TrialKey, List<Long>> found = run("a.db", SCHEMES, flips(4));
        assertEquals(SCHEMES.size() * (1 + 4 * RATES.size()), found.size());
        for (String scheme : SCHEMES) {
            assertEquals(40, found.get(TrialKey.faultFree(scheme)).getLast());
            assertEquals(0, found.get(TrialKey.faultFree(scheme)).getFirst());
            for (int trial = 0; trial < 4; trial++) {
                long fewer = 0;
                for (double rate : RATES) {
                    long flips = found.get(new TrialKey(scheme, rate, trial)).getFirst();
                    assertTrue(flips >= fewer, "a higher rate has the flips of the lower ones");
                    fewer = flips;
                }
                assertTrue(fewer > 50, "3e-4 of half a million bits: " + fewer);
            }
        }
    }

    @Test
    void orderOfTheSchemesChangesNothing() {
        assertEquals(run("a.db", SCHEMES, flips(4)), run("b.db", SCHEMES.reversed(), flips(4)));
    }

    @Test
    void threadsChangeNothing() {
        try (Backend one = Backends.cpu(new BackendOptions(1));
                Backend two = Backends.cpu(new BackendOptions(2))) {
            Map<TrialKey, List<Long>> expected = run("a.db", one, SCHEMES, flips(4), (_, _, _) -> {});
            assertEquals(expected, run("b.db", two, SCHEMES, flips(4), (_, _, _) -> {}));
        }
    }

    @Test
    void killedCampaignGoesOnToTheSameTable() {
        Map<TrialKey, List<Long>> expected = run("whole.db", SCHEMES, flips(4));
        SplittableRandom random = new SplittableRandom(6);
        // The listener is called for every trial, finished ones too: 12, and at the end of each of the 3 schemes.
        for (int at = 1 + random.nextInt(3); at <= 15; at += 1 + random.nextInt(3)) {
            int[] left = {at};
            assertKilled(expected, Toy.REFERENCE, (_, _, _) -> {
                if (--left[0] == 0) {
                    throw new IllegalStateException("killed");
                }
            });
        }
        assertEquals(expected, run("killed.db", SCHEMES, flips(4)));
    }

    @Test
    void campaignKilledBetweenTwoRatesOfATrialGoesOnToTheSameTable() {
        Map<TrialKey, List<Long>> expected = run("whole.db", SCHEMES, flips(4));
        for (int batches : new int[] {0, 1, 2, 3, 1, 5, 2}) {
            SpyBackend spy = new SpyBackend(Toy.REFERENCE);
            spy.failAfter(batches);
            assertKilled(expected, spy.backend(), (_, _, _) -> {});
        }
        assertEquals(expected, run("killed.db", SCHEMES, flips(4)));
    }

    private void assertKilled(Map<TrialKey, List<Long>> whole, Backend backend, CampaignListener listener) {
        IllegalStateException kill =
                assertThrows(IllegalStateException.class, () -> run("killed.db", backend, SCHEMES, flips(4), listener));
        assertEquals("killed", kill.getMessage());
        try (TrialStore store = TrialStore.open(folder.resolve("killed.db"))) {
            assertTrue(whole.entrySet().containsAll(findings(store).entrySet()));
        }
    }

    @Test
    void finishedTrialsAreNotRunAgain() {
        Map<TrialKey, List<Long>> expected = run("a.db", List.of("none"), flips(3));
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        assertEquals(expected, run("a.db", spy.backend(), List.of("none"), flips(3), (_, _, _) -> {}));
        assertEquals(0, spy.predictions().size());
    }

    @Test
    void everySchemeIsHitByTheSameFaults() {
        Map<String, List<List<Integer>>> hits = new LinkedHashMap<>();
        for (String scheme : SCHEMES) {
            SpyBackend spy = new SpyBackend(Toy.REFERENCE);
            run(scheme + ".db", spy.backend(), List.of(scheme), flips(3), (_, _, _) -> {});
            hits.put(
                    scheme,
                    spy.writes().stream()
                            .filter(write -> WEIGHTS.contains(write.length()))
                            .map(write -> List.of(write.length(), write.index(), Float.floatToIntBits(write.value())))
                            .toList());
        }
        assertTrue(hits.get("none").size() > 300, "made and undone");
        assertEquals(1, new HashSet<>(hits.values()).size());
    }

    @Test
    void anotherSeedIsHitByOtherFaults() {
        CampaignSettings other = new CampaignSettings(
                RATES, StoppingRule.exactly(3), new FlipKind(), FaultFilter.ALL, Deployment.of(FixedPoint.DEFAULT), 43);
        assertNotEquals(run("a.db", List.of("none"), flips(3)), run("b.db", List.of("none"), other));
    }

    @Test
    void ratesWithTheSameFaultsAreEvaluatedOnce() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        List<Double> close = List.of(1e-4, 1.0000001e-4, 1.0000002e-4);
        Map<TrialKey, List<Long>> found = run(
                "a.db",
                spy.backend(),
                List.of("none"),
                settings(close, StoppingRule.exactly(5), new FlipKind(), FaultFilter.ALL),
                (_, _, _) -> {});
        // Two batches of the run without faults, one of a trial's images without faults, then one of each trial.
        assertEquals(2 + 1 + 5, spy.predictions().size());
        assertEquals(1 + 5 * 3, found.size());
    }

    @Test
    void trialsWithoutFaultsShareOneEvaluation() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        Map<TrialKey, List<Long>> found = run(
                "a.db",
                spy.backend(),
                List.of("none"),
                settings(List.of(1e-12, 1e-11), StoppingRule.exactly(5), new FlipKind(), FaultFilter.ALL),
                (_, _, _) -> {});
        assertEquals(2 + 1, spy.predictions().size());
        assertEquals(List.of(), spy.writes());
        Set<List<Long>> faulty = new HashSet<>(found.values());
        faulty.remove(found.get(TrialKey.faultFree("none")));
        assertEquals(1, faulty.size());
        assertEquals(0, faulty.iterator().next().getFirst());
    }

    @Test
    void stoppingRuleEndsASchemeAtTheSameTrialHoweverItIsRun() {
        StoppingRule rule = new StoppingRule(0.4, 3, 12);
        CampaignSettings settings = settings(List.of(1e-5, 3e-5, 1e-4), rule, new FlipKind(), FaultFilter.ALL);
        List<Long> progress = new ArrayList<>();
        Map<TrialKey, List<Long>> found =
                run("a.db", Toy.REFERENCE, List.of("none", "ranger"), settings, (_, done, total) -> {
                    assertEquals(2 * 3 * 12, total);
                    progress.add(done);
                });
        assertEquals(progress.stream().sorted().toList(), progress);
        assertEquals(72L, progress.getLast());
        for (String scheme : List.of("none", "ranger")) {
            List<Long> faultFree = found.get(TrialKey.faultFree(scheme));
            Range range = new Range(0, (double) faultFree.get(1) / faultFree.get(2));
            int needed = 0;
            int run = 0;
            for (double rate : settings.rates()) {
                double[] accuracies = accuracies(found, scheme, rate);
                run = accuracies.length;
                needed = Math.max(needed, rule.stopsAfter(range, accuracies).orElseThrow());
            }
            assertEquals(needed, run, scheme);
        }
        assertTrue(found.size() < 2 * (1 + 3 * 12), "some scheme must stop early for this test to mean anything");
        run("b.db", List.of("ranger"), settings);
        assertEquals(found, run("b.db", List.of("none", "ranger"), settings));
    }

    /** As with --rates 1e-12 --half-width 0.01: no trial has a flip, all agree, and nothing is known by that. */
    @Test
    void trialsThatAllAgreeDoNotStopACampaign() {
        CampaignSettings settings =
                settings(List.of(1e-12), new StoppingRule(0.01, 3, 12), new FlipKind(), FaultFilter.ALL);
        Map<TrialKey, List<Long>> found = run("a.db", List.of("none"), settings);
        assertEquals(1 + 12, found.size());
    }

    private static double[] accuracies(Map<TrialKey, List<Long>> found, String scheme, double rate) {
        return found.entrySet().stream()
                .filter(entry ->
                        entry.getKey().scheme().equals(scheme) && entry.getKey().rate() == rate)
                .mapToDouble(entry ->
                        (double) entry.getValue().get(1) / entry.getValue().get(2))
                .toArray();
    }

    static List<FaultKind> kinds() {
        return FaultKinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfFaultRunsOnAnyPartOfTheMemory(FaultKind kind) {
        List<FaultFilter> filters = List.of(
                FaultFilter.ALL.withBits(BitSelector.of(BitClass.SIGN)),
                FaultFilter.ALL.withBits(BitSelector.of(BitClass.INTEGER)).withKinds(ParameterKind.WEIGHT),
                FaultFilter.ALL.withKinds(ParameterKind.BIAS).withLayers("fc*"));
        for (int i = 0; i < filters.size(); i++) {
            CampaignSettings settings = settings(List.of(0.01, 0.1), StoppingRule.exactly(2), kind, filters.get(i));
            Map<TrialKey, List<Long>> found = run(kind.name() + "-" + i + ".db", List.of("none", "ranger"), settings);
            assertEquals(2 * (1 + 2 * 2), found.size());
            assertTrue(
                    found.get(new TrialKey("none", 0.1, 0)).getFirst() > 0, kind.name() + " under " + filters.get(i));
        }
    }

    @Test
    void faultsLimitedToBoundsLeaveWeightsAlone() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        run(
                "a.db",
                spy.backend(),
                List.of("fitrelu-naive"),
                settings(
                        List.of(0.001),
                        StoppingRule.exactly(2),
                        new FlipKind(),
                        FaultFilter.ALL.withKinds(ParameterKind.BOUND)),
                (_, _, _) -> {});
        assertFalse(spy.writes().isEmpty());
        assertTrue(spy.writes().stream().noneMatch(write -> WEIGHTS.contains(write.length())));
    }

    @Test
    void schemesMustBeDistinctAndThere() {
        for (List<String> schemes : List.of(List.<String>of(), List.of("none", "none"))) {
            String message = assertThrows(IllegalArgumentException.class, () -> run("a.db", schemes, flips(2)))
                    .getMessage();
            assertTrue(message.contains("schemes are " + schemes), message);
        }
    }
}
