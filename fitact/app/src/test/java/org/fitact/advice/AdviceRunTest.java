package org.fitact.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.TrialKey;
import org.fitact.cost.Candidate;
import org.fitact.cost.Effort;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Network;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.store.TrialStore;
import org.fitact.study.Hardening;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.timing.InTurns;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of a tiny network, whose times are not looked at. */
class AdviceRunTest {

    private static final InTurns ONE = new InTurns(0, 0, 1, 1);
    private static final Limits WIDE = new Limits(1, 10, 1e9);

    @TempDir
    private static Path folder;

    private final List<String> stages = new ArrayList<>();

    @BeforeAll
    static void harden() throws IOException {
        StudyFolder study = new StudyFolder(folder);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            CheckpointInfo info = new CheckpointInfo(
                    "toy", Toy.images(4, 1).classNames(), Toy.data().normalisation(), new HeldOut(0.25, 1).notes());
            Checkpoint.save(study.model(), network, info);
        }
        new Hardening(study, Toy.REFERENCE, Toy.images(80, 1), HardeningSettings.DEFAULT, 1)
                .run(List.of(Protections.named("none"), Protections.named("ranger")), (_, _) -> {});
    }

    private static Question question(Limits limits, int trials, String... codes) {
        return new Question(
                0.02,
                limits,
                Candidate.all(
                        List.of(NumberFormats.parse("Q15.16"), NumberFormats.parse("auto16")),
                        List.of(Protections.named("none"), Protections.named("ranger")),
                        Stream.of(codes).map(MemoryCodes::parse).toList()),
                trials,
                30,
                1000,
                1);
    }

    private Advice run(Question question, String out) throws IOException {
        return run(question, out, 1);
    }

    private Advice run(Question question, String out, int workers) throws IOException {
        stages.clear();
        AdviceListener listener = new AdviceListener() {
            @Override
            public void stage(String name) {
                stages.add(name);
            }

            @Override
            public CampaignListener campaign() {
                return (_, _, _) -> {};
            }
        };
        AdviceRun run = new AdviceRun(
                new StudyFolder(folder),
                Toy.REFERENCE,
                question,
                Toy.images(60, 2),
                new AdviceFolder(folder.resolve(out)));
        run.workers(workers, () -> Backends.open("reference", new BackendOptions(1)));
        return run.run(
                new Effort(ONE, ONE),
                listener,
                _ -> JsonNodeFactory.instance.objectNode(),
                (candidate, asked) -> candidate.label() + " " + asked.trials(),
                JsonNodeFactory.instance::objectNode);
    }

    private static Map<TrialKey, Double> trials(String out, String format) {
        Path file = new AdviceFolder(folder.resolve(out)).format(format).trials();
        try (TrialStore store = TrialStore.open(file)) {
            return store.trials().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().accuracy()));
        }
    }

    @Test
    void fewerGoOnToMoreTrialsUntilOneIsConfirmed() throws IOException {
        // Nothing is known of times from one round, so no limit of time can be shown: it is left to the estimates.
        Advice advice = run(question(WIDE, 20, "none", "guard", "mset"), "wide");
        assertEquals(8, advice.assessments().size());
        assertEquals(4, advice.leftOut().size());
        assertTrue(advice.leftOut().getFirst().reason().contains("mset"));
        assertEquals(
                List.of(
                        "memory and time",
                        "round of 8 trials for 8 candidates",
                        "round of 16 trials for 4 candidates",
                        "round of 20 trials for 2 candidates"),
                stages.subList(0, 4));
        assertEquals(
                List.of(2L, 2L, 4L),
                Stream.of(20, 16, 8)
                        .map(some -> advice.assessments().stream()
                                .filter(found -> found.trials() == some)
                                .count())
                        .toList());
        Assessment best = advice.assessments().stream()
                .filter(found -> found.trials() == 20)
                .findFirst()
                .orElseThrow();
        double sum = 0;
        for (int trial = 0; trial < 20; trial++) {
            sum += trials("wide", best.candidate().format())
                    .get(new TrialKey(best.candidate().scheme(), 0.02, trial));
        }
        assertEquals(sum / 20, best.accuracy(), 1e-12);
        assertEquals(advice.reference().accuracy() - best.accuracy(), best.loss(), 1e-12);
    }

    @Test
    void workersSideBySideFindTheSame() throws IOException {
        Question question = question(WIDE, 20, "none", "guard");
        Advice alone = run(question, "alone");
        Advice three = run(question, "three", 3);
        for (String format : List.of("Q15.16", "auto16")) {
            assertEquals(trials("alone", format), trials("three", format));
        }
        assertEquals(alone.assessments().size(), three.assessments().size());
        for (int i = 0; i < alone.assessments().size(); i++) {
            assertEquals(
                    alone.assessments().get(i).lossCi95(),
                    three.assessments().get(i).lossCi95());
        }
    }

    /** A store that has more trials than a round asks for does not change what the round finds. */
    @Test
    void whatIsRunAgainComesToTheSame() throws IOException {
        Question question = question(WIDE, 20, "none", "guard");
        Advice first = run(question, "again");
        List<String> before = List.copyOf(stages);
        Map<TrialKey, Double> stored = trials("again", "auto16");
        Advice second = run(question, "again");
        assertEquals(before, stages);
        assertEquals(stored, trials("again", "auto16"));
        for (int i = 0; i < first.assessments().size(); i++) {
            assertEquals(
                    first.assessments().get(i).lossCi95(),
                    second.assessments().get(i).lossCi95());
        }
    }

    @Test
    void whereNothingHoldsTheNearestRunsToTheEnd() throws IOException {
        Advice advice = run(question(new Limits(1, -0.9, 1e9), 20, "none"), "narrow");
        assertNull(advice.recommended());
        assertNull(advice.confirmation());
        assertEquals("auto16", advice.nearest().candidate().format());
        assertEquals(20, advice.nearest().trials());
        assertEquals(advice.nearest().candidate().label() + " 20", advice.command());
    }

    @Test
    void oneThatFitsIsNeeded() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> run(question(WIDE, 20, "mset"), "none"));
        assertTrue(refused.getMessage().startsWith("none of the candidates can be deployed; none+mset in Q15.16"));
        assertNotEquals(List.of(), stages);
    }
}
