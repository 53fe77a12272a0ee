package org.fitact.campaign.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.StudyDefinition;
import org.fitact.campaign.ThreadScheduler;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.campaign.TrialScheduler;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever computes the partitions, in whichever order, leaves the log that one process leaves. */
class PartitionSchedulerTest {

    private static final ImageSet SOME = Toy.images(8, 21);
    private static final ImageSet ALL = Toy.images(10, 22);
    private static final CampaignSettings STOPS = settings(new StoppingRule(0.4, 3, 24));

    private static CampaignSettings settings(StoppingRule stopping) {
        return new CampaignSettings(
                List.of(1e-5, 3e-5, 1e-4),
                stopping,
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, 25),
                42);
    }

    private static final Map<CampaignSettings, List<String>> ALONE = new HashMap<>();

    /** As a campaign ends that somebody ends. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Runs a campaign on a cluster, or alone where there is none. */
    private static void run(
            ThreadCluster cluster,
            CampaignSettings settings,
            Map<TrialKey, TrialOutcome> trials,
            UnaryOperator<JsonNode> study,
            ImageSet images,
            UnaryOperator<TrialScheduler> with,
            CampaignListener listener) {
        try (Network none = Toy.network(Toy.REFERENCE);
                Network ranger = Toy.hardened("ranger", HardeningSettings.DEFAULT);
                EvaluationSet some = Toy.upload(Toy.REFERENCE, SOME);
                EvaluationSet all = Toy.upload(Toy.REFERENCE, ALL)) {
            List<CampaignScheme> schemes = CampaignScheme.of(
                    List.of(
                            new ProtectedNetwork(Protections.baseline(), none),
                            new ProtectedNetwork(Protections.named("ranger"), ranger)),
                    settings);
            StudyDefinition.Evaluated evaluated =
                    new StudyDefinition.Evaluated(SOME, ALL, Toy.data().normalisation());
            JsonNode definition = StudyDefinition.of("toy", schemes, settings, evaluated);
            TrialScheduler by = cluster == null
                    ? ThreadScheduler.alone()
                    : new PartitionScheduler(
                            cluster, study.apply(definition), images, Toy.data().normalisation());
            new Campaign(settings, schemes, some, all, TrialLog.inMemory(trials), with.apply(by)).run(listener);
        }
    }

    private static void run(ThreadCluster cluster, CampaignSettings settings, Map<TrialKey, TrialOutcome> trials) {
        run(cluster, settings, trials, study -> study, SOME, by -> by, (_, _, _) -> {});
    }

    /** Everything but the time, in the order of the log. */
    private static List<String> findings(Map<TrialKey, TrialOutcome> trials) {
        List<String> findings = new ArrayList<>();
        trials.forEach((key, outcome) -> findings.add(
                key + ": " + outcome.flips() + " flips, " + outcome.correct() + ", " + outcome.consequences()));
        return findings;
    }

    private static List<String> alone(CampaignSettings settings) {
        return ALONE.computeIfAbsent(settings, PartitionSchedulerTest::computedAlone);
    }

    private static List<String> computedAlone(CampaignSettings settings) {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        run(null, settings, trials);
        return findings(trials);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyNumberOfSlotsLeavesTheSameLogAndStopsAtTheSameTrial(int slots) {
        List<String> expected = alone(STOPS);
        assertTrue(expected.size() < 2 * (1 + 3 * 24), "some scheme must stop early for this test to mean anything");
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        List<Long> progress = new ArrayList<>();
        try (ThreadCluster cluster = new ThreadCluster(slots)) {
            run(cluster, STOPS, trials, study -> study, SOME, by -> by, (_, done, _) -> progress.add(done));
            assertEquals(2, cluster.begun.get(), "once for each scheme");
        }
        assertEquals(expected, findings(trials));
        assertEquals(progress.stream().sorted().toList(), progress);
    }

    @Test
    void partitionsGrowWithWhatTrialsTakeAndShrinkTowardsTheEnd() {
        CampaignSettings settings = settings(StoppingRule.exactly(40));
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        List<Integer> sizes;
        try (ThreadCluster cluster = new ThreadCluster(2)) {
            run(cluster, settings, trials);
            sizes = List.copyOf(cluster.sizes);
        }
        assertEquals(alone(settings), findings(trials));
        assertEquals(2 * 40, sizes.stream().mapToInt(size -> size).sum(), "each trial once");
        assertEquals(1, sizes.getFirst());
        assertEquals(1, sizes.getLast());
        assertTrue(sizes.stream().anyMatch(size -> size > 2), sizes::toString);
    }

    @Test
    void whatItTookIsTold() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        List<PartitionScheduler> schedulers = new ArrayList<>();
        try (ThreadCluster cluster = new ThreadCluster(2)) {
            UnaryOperator<TrialScheduler> seen = by -> {
                schedulers.add((PartitionScheduler) by);
                return by;
            };
            run(cluster, settings(StoppingRule.exactly(5)), trials, study -> study, SOME, seen, (_, _, _) -> {});
            ClusterTimes times = schedulers.getFirst().times();
            assertEquals(
                    List.of(2L, 2L, 10L, (long) cluster.sizes.size()),
                    List.of((long) times.slots(), (long) times.schemes(), times.trials(), times.partitions()));
            double all = trials.entrySet().stream()
                    .filter(trial -> trial.getKey().rate() > 0)
                    .mapToDouble(trial -> trial.getValue().seconds())
                    .sum();
            assertEquals(all, times.trialSeconds(), 1e-9);
            assertTrue(times.trialSquares() >= all * all / 10 * (1 - 1e-9), times::toString);
            assertTrue(times.firstSeconds() > 0 && times.firstSeconds() < all, times::toString);
            assertTrue(times.driverSeconds() > 0 && times.driverSeconds() <= times.seconds(), times::toString);
            assertTrue(times.openingSeconds() + times.steadySeconds() <= times.seconds(), times::toString);
            assertTrue(times.imageBytes() >= 8 * 16 * 16 && times.schemeBytes() > times.imageBytes(), times::toString);
        }
    }

    @Test
    void whatAKilledWorkerHadIsComputedAgain() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        try (ThreadCluster cluster = new ThreadCluster(3)) {
            cluster.lost.set(5);
            run(cluster, STOPS, trials);
        }
        assertEquals(alone(STOPS), findings(trials));
    }

    @Test
    void whatComesOutOtherwiseTheSecondTimeIsAnError() {
        try (ThreadCluster cluster = new ThreadCluster(1)) {
            cluster.alterSecondAttempt();
            assertEquals(
                    "trial 0 was computed twice and came out otherwise by worker 8 than by worker 7",
                    assertThrows(ClusterException.class, () -> run(cluster, STOPS, new LinkedHashMap<>()))
                            .getMessage());
        }
    }

    @Test
    void aDriverThatWasKilledGoesOnToTheSameTrials() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        for (int slots : new int[] {3, 1, 2}) {
            AtomicInteger left = new AtomicInteger(3 + trials.size() / 3);
            try (ThreadCluster cluster = new ThreadCluster(slots)) {
                assertThrows(
                        Killed.class,
                        () -> run(cluster, STOPS, trials, study -> study, SOME, by -> by, (_, _, _) -> {
                            if (left.decrementAndGet() == 0) {
                                throw new Killed();
                            }
                        }));
            }
        }
        Map<TrialKey, TrialOutcome> before = new LinkedHashMap<>(trials);
        try (ThreadCluster cluster = new ThreadCluster(2)) {
            run(cluster, STOPS, trials);
            assertEquals(alone(STOPS), findings(trials));
            before.forEach((key, outcome) -> assertEquals(outcome, trials.get(key), "with its time: the same run"));
            int begun = cluster.begun.get();
            run(cluster, STOPS, trials);
            assertEquals(begun, cluster.begun.get(), "nothing is missing, so nothing is sent");
        }
    }

    @Test
    void whatAClusterFailsByIsThrown() {
        try (ThreadCluster cluster = new ThreadCluster(2)) {
            cluster.failure = new IllegalStateException("no executor is left");
            assertSame(
                    cluster.failure,
                    assertThrows(IllegalStateException.class, () -> run(cluster, STOPS, new LinkedHashMap<>())));
        }
    }

    private static String refusal(UnaryOperator<JsonNode> study, ImageSet images, UnaryOperator<byte[]> transport) {
        return refusal(study, images, transport, by -> by);
    }

    private static String refusal(
            UnaryOperator<JsonNode> study,
            ImageSet images,
            UnaryOperator<byte[]> transport,
            UnaryOperator<TrialScheduler> with) {
        try (ThreadCluster cluster = new ThreadCluster(2)) {
            cluster.transport = transport;
            Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
            String message = assertThrows(
                            ClusterException.class,
                            () -> run(cluster, STOPS, trials, study, images, with, (_, _, _) -> {}))
                    .getMessage();
            assertEquals(List.of(TrialKey.faultFree("none")), List.copyOf(trials.keySet()), "no trial of it is kept");
            return message;
        }
    }

    private static UnaryOperator<JsonNode> with(String pointer, String field, String value) {
        return study -> {
            JsonNode other = study.deepCopy();
            ((ObjectNode) other.at(pointer)).put(field, value);
            return other;
        };
    }

    @Test
    void otherImagesAreRefusedByName() {
        String message = refusal(study -> study, Toy.images(8, 23), bytes -> bytes);
        assertTrue(
                message.startsWith("scheme none cannot be computed as in this study by worker 7: "
                        + "\"conditions.images.trial\" is \""),
                message);
    }

    @Test
    void otherWordsAreRefusedByName() {
        String message = refusal(with("/networks/none", "words", "0123"), SOME, bytes -> bytes);
        assertTrue(message.contains("by worker 7: \"network.words\" is \""), message);
        assertTrue(message.endsWith(" there and \"0123\" in the study"), message);
    }

    @Test
    void otherNumericsAreRefusedByName() {
        assertTrue(refusal(with("/conditions/backend", "name", "abacus"), SOME, bytes -> bytes)
                .contains("by worker 7: no backend is called \"abacus\""));
        // The same numbers by another backend are other numbers.
        String message = refusal(with("/conditions/backend/choices", "conv", "fastest"), SOME, bytes -> bytes);
        assertTrue(message.contains("by worker 7: backend reference offers no choice of conv"), message);
    }

    /** As of a processor that adds up in another order: here it is the campaign that computes otherwise, from other images. */
    @Test
    void otherAnswersWithoutFaultsAreRefused() {
        UnaryOperator<TrialScheduler> otherwise = by -> (scheme, tasks, taker) -> {
            try (EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(8, 99));
                    TrialScheduler.Opened other = scheme.others().open(Toy.REFERENCE, images)) {
                by.run(
                        new TrialScheduler.Scheme(
                                scheme.scheme(), scheme.settings(), scheme.alarm(), other.runner(), scheme.others()),
                        tasks,
                        taker);
            }
        };
        String message = refusal(study -> study, SOME, bytes -> bytes, otherwise);
        assertTrue(message.contains("by worker 7: the answers without faults have the SHA-256 "), message);
    }

    @Test
    void bytesThatDidNotArriveAreRefused() {
        String message = refusal(study -> study, SOME, bytes -> {
            byte[] other = bytes.clone();
            other[other.length - 1]++;
            return other;
        });
        assertTrue(message.contains("by worker 7: bytes with the SHA-256 "), message);
    }
}
