package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many workers there are, the log has the same trials in the same order, and stops at the same one. */
class ThreadSchedulerTest {

    private static final CampaignSettings SETTINGS = new CampaignSettings(
            List.of(1e-5, 3e-5, 1e-4),
            new StoppingRule(0.4, 3, 24),
            new FlipKind(),
            FaultFilter.ALL,
            new Deployment(FixedPoint.DEFAULT, true, 25),
            42);

    /** As a campaign ends that somebody ends. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Runs a campaign with so many workers. */
    private static void run(int workers, Map<TrialKey, TrialOutcome> trials, CampaignListener listener) {
        run(workers, () -> Backends.open("reference", new BackendOptions(1)), trials, listener);
    }

    private static void run(
            int workers, Supplier<Backend> backends, Map<TrialKey, TrialOutcome> trials, CampaignListener listener) {
        try (Network none = Toy.network(Toy.REFERENCE);
                Network ranger = Toy.hardened("ranger", HardeningSettings.DEFAULT);
                EvaluationSet some = Toy.upload(Toy.REFERENCE, Toy.images(20, 21));
                EvaluationSet all = Toy.upload(Toy.REFERENCE, Toy.images(40, 22))) {
            List<CampaignScheme> schemes = CampaignScheme.of(
                    List.of(
                            new ProtectedNetwork(Protections.baseline(), none),
                            new ProtectedNetwork(Protections.named("ranger"), ranger)),
                    SETTINGS);
            TrialScheduler scheduler =
                    new ThreadScheduler(workers, backends, backend -> Toy.upload(backend, Toy.images(20, 21)));
            new Campaign(SETTINGS, schemes, some, all, TrialLog.inMemory(trials), scheduler).run(listener);
        }
    }

    /** Everything but the time, in the order of the log. */
    private static List<String> findings(Map<TrialKey, TrialOutcome> trials) {
        List<String> findings = new ArrayList<>();
        trials.forEach((key, outcome) -> findings.add(key + ": " + outcome.flips() + " flips, " + outcome.correct()));
        return findings;
    }

    private static List<String> alone() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        run(1, trials, (_, _, _) -> {});
        return findings(trials);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyNumberOfWorkersLeavesTheSameLog(int workers) {
        List<String> expected = alone();
        assertTrue(expected.size() < 2 * (1 + 3 * 24), "some scheme must stop early for this test to mean anything");
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        List<Long> progress = new ArrayList<>();
        run(workers, trials, (_, done, _) -> progress.add(done));
        assertEquals(expected, findings(trials));
        assertEquals(progress.stream().sorted().toList(), progress);
    }

    /** Killed by three at each third trial, gone on with by two and by one: what is there is never computed again. */
    @Test
    void aCampaignThatWasKilledGoesOnToTheSameTrials() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        for (int workers : new int[] {3, 2, 3, 1, 3}) {
            AtomicInteger left = new AtomicInteger(3 + trials.size() / 3);
            assertThrows(
                    Killed.class,
                    () -> run(workers, trials, (_, _, _) -> {
                        if (left.decrementAndGet() == 0) {
                            throw new Killed();
                        }
                    }));
        }
        Map<TrialKey, TrialOutcome> before = new LinkedHashMap<>(trials);
        run(2, trials, (_, _, _) -> {});
        assertEquals(alone(), findings(trials));
        before.forEach((key, outcome) -> assertEquals(outcome, trials.get(key), "with its time: it is the same run"));
    }

    @Test
    void nothingIsOpenedWhereNothingIsMissing() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        run(1, trials, (_, _, _) -> {});
        run(
                3,
                () -> {
                    throw new AssertionError("a backend is opened");
                },
                trials,
                (_, _, _) -> {});
        assertEquals(alone(), findings(trials));
    }

    @Test
    void whatAWorkerFailsByIsThrownAndNothingStaysOpen() {
        Queue<CountingBackend> opened = new ConcurrentLinkedQueue<>();
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        assertThrows(
                CountingBackend.Injected.class,
                () -> run(
                        3,
                        () -> {
                            CountingBackend counting =
                                    new CountingBackend(Backends.open("reference", new BackendOptions(1)));
                            counting.failAt(60);
                            opened.add(counting);
                            return counting.backend();
                        },
                        trials,
                        (_, _, _) -> {}));
        assertTrue(!opened.isEmpty());
        opened.forEach(backend -> assertEquals(0, backend.open(), backend::whereOpened));
        List<String> whole = alone();
        assertEquals(whole.subList(0, trials.size()), findings(trials), "a beginning of it, in order");
    }

    @Test
    void aWorkerOnAnotherBackendIsRefused() {
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> run(
                        2, () -> Backends.open("simd", new BackendOptions(1)), new LinkedHashMap<>(), (_, _, _) -> {}));
        assertTrue(refused.getMessage().startsWith("a worker computes on simd"), refused.getMessage());
    }

    @Test
    void aTrialIsAFunctionOfItsNumber() {
        try (Network none = Toy.network(Toy.REFERENCE);
                EvaluationSet some = Toy.upload(Toy.REFERENCE, Toy.images(20, 21))) {
            CampaignScheme scheme = CampaignScheme.of(new ProtectedNetwork(Protections.baseline(), none), SETTINGS);
            try (var memory = scheme.hardened().deploy(SETTINGS.deployment())) {
                TrialRunner runner = new TrialRunner(scheme, SETTINGS, memory, some, Optional.empty());
                List<TrialOutcome> fifth = runner.run(5);
                runner.run(2);
                List<TrialOutcome> again = runner.run(5);
                List<TrialOutcome> highest = runner.run(new TrialTask(5, List.of(1e-4)));
                for (int r = 0; r < fifth.size(); r++) {
                    assertTrue(fifth.get(r).sameFinding(again.get(r)));
                }
                assertTrue(fifth.getLast().sameFinding(highest.getFirst()));
            }
        }
    }
}
