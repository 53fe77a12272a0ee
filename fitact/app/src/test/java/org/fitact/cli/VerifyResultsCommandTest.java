package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.store.TrialStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials that were recorded are found again, or it is said what is in the way. */
class VerifyResultsCommandTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    /** One line that says why, and nothing else. */
    private static void refused(String why, Object... args) {
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(Stream.concat(Stream.of("verify-results"), Stream.of(args))
                        .toArray()));
        assertTrue(PROGRAM.err().contains(why), PROGRAM.err());
        assertEquals(1, PROGRAM.err().lines().count(), PROGRAM.err());
        assertEquals("", PROGRAM.out());
    }

    private static Path campaign(String out, String... more) {
        Object[] all = {
            "campaign", hardened(), "--rates", "1e-5,1e-3", "--trials", 4, "--images", 12, "--out", folder.resolve(out)
        };
        PROGRAM.done(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
        return folder.resolve(out);
    }

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    private static Path plain() {
        return folder.resolve("plain");
    }

    @BeforeAll
    static void hardenAndBreak() {
        Path trained = folder.resolve("trained");
        PROGRAM.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        PROGRAM.done("harden", trained, "--schemes", "none,ranger", "--out", hardened());
        campaign("plain");
    }

    /** Whatever a study's definition can say of its campaign is read back from it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sampling | --sampling per-word",
                "averaged | --estimator averaged --worst 0.5",
                "formats | --format auto16 --bound-format Q7.8 --batch 7",
                "unfolded | --format int8:channel --no-fold-batch-norm --schemes none+secded72,ranger+guard --scrubs 2",
                "parts | --faults burst-4 --kinds weight --parts number --bits 3-9",
                "transients | --transient value --transient-rate 1e-4",
                "alarm | --alarm 0.1 --schemes ranger --seed 9"
            })
    void allKindsOfCampaignsAreReplayed(String name, String options) {
        Path study = campaign(name, options.split(" "));
        PROGRAM.done("verify-results", study, "--networks", hardened(), "--trials", 3, "--seed", 4);
        assertTrue(PROGRAM.out().contains("3 of "), PROGRAM.out());
        assertTrue(PROGRAM.out().contains(", 6 outcomes, all as recorded"), PROGRAM.out());
    }

    @Test
    void aCampaignInIntegersIsReplayed() {
        PROGRAM.done(
                "quantise", hardened(), "--scheme", "ranger", "--images", 20, "--compared-images", 10, "--weights", 8);
        Path study = campaign("integers", "--arithmetic", hardened().toString(), "--schemes", "ranger");
        PROGRAM.done("verify-results", study, "--networks", hardened(), "--trials", 2);
        assertTrue(PROGRAM.out().contains("2 of 4 trials replayed, 4 outcomes, all as recorded"), PROGRAM.out());
    }

    @Test
    void whichTrialsAreReplayedFollowsFromTheSeed() throws IOException {
        PROGRAM.done("verify-results", plain(), "--networks", hardened(), "--trials", 100, "--json");
        assertEquals(
                JSON.readTree("{\"stored\": 8, \"replayed\": 8, \"outcomes\": 16, \"differences\": []}"),
                ((ObjectNode) JSON.readTree(PROGRAM.out()).get(0)).without("study"));
        int differing = 0;
        Path other = changed("changed", 1);
        for (int seed = 1; seed <= 6; seed++) {
            differing +=
                    PROGRAM.fitact("verify-results", other, "--networks", hardened(), "--trials", 4, "--seed", seed);
        }
        assertTrue(differing > 0 && differing < 6, differing + " of 6 seeds choose the trial that was changed");
    }

    /** A copy of the plain campaign in which one outcome has so many images more that are right, or less. */
    private static Path changed(String name, int by) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (TrialStore from = TrialStore.open(plain().resolve("trials.db"));
                TrialStore to = TrialStore.openOrCreate(copy.resolve("trials.db"), from.study())) {
            from.trials().forEach((key, found) -> to.put(key, key.equals(CHANGED) ? with(found, by) : found));
        }
        return copy;
    }

    private static final TrialKey CHANGED = new TrialKey("ranger", 1e-3, 2);

    private static TrialOutcome with(TrialOutcome found, int by) {
        int correct = found.correct() == found.images() ? found.correct() - by : found.correct() + by;
        return new TrialOutcome(
                found.flips(),
                correct,
                found.images(),
                found.seconds(),
                found.averaged(),
                found.consequences(),
                found.reading(),
                found.alarm());
    }

    @Test
    void whatIsNotAsRecordedIsSaid() throws IOException {
        Path other = changed("one more", 1);
        assertEquals(Main.FAILED, PROGRAM.fitact("verify-results", other, "--networks", hardened(), "--trials", 8));
        assertTrue(
                PROGRAM.err().startsWith("fitact: 1 of 16 outcomes differ, first ranger, rate 10⁻³, trial 2: "),
                PROGRAM.err());
        assertEquals(1, PROGRAM.err().lines().count());
        assertTrue(PROGRAM.out().contains("1 not as recorded"), PROGRAM.out());
    }

    @Test
    void whatItTakesIsSaid() throws IOException {
        refused("plain/trials.db: what its trials were found on is not there: ", plain());
        assertTrue(
                PROGRAM.err().contains("hardened-none.safetensors and 1 more, expected the folder of the"),
                PROGRAM.err());
        assertTrue(PROGRAM.err().contains("; the trials came from \"fitact campaign "), PROGRAM.err());
        Path other = folder.resolve("trained otherwise");
        PROGRAM.done("import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.3, "--sd", 0.353, "--out", other);
        PROGRAM.done("harden", other, "--schemes", "none,ranger");
        refused(
                "the study's conditions.normalisation.mean[0] is 0.286, expected 0.3 as here",
                plain(),
                "--networks",
                other);
        refused("what it holds is nothing of trials", folder);
        assertEquals(Main.MISUSED, PROGRAM.fitact("verify-results", plain(), "--trials", 0));
    }

    @Test
    void committedResultsSayWhatTheyLack() {
        refused("what its 3,600 outcomes were found on is not there: ", "../../docs/results/cifar10");
        assertTrue(
                PROGRAM.err().contains("networks/vgg16-cifar10/hardened-clip-act.safetensors and 11 more"),
                PROGRAM.err());
        assertTrue(
                PROGRAM.err()
                        .contains("expected the folder that \"fitact reproduce all --preset cpu --data-dir data "
                                + "--out runs/cpu at commit 1348f67b4d9c\" left, by --networks"),
                PROGRAM.err());
        refused("what it holds is results.json, the means over trials", "../../docs/results/demo");
    }

    /** A reproduction.json tells accuracies alone: they are compared to the digit. */
    @Test
    void theTrialsOfAReproductionAreReplayed() throws IOException {
        Path run = folder.resolve("reproduced");
        Path network = Files.createDirectories(run.resolve("networks/residual"));
        for (String scheme : List.of("none", "ranger")) {
            String file = "hardened-" + scheme + ".safetensors";
            Files.copy(hardened().resolve(file), network.resolve(file));
        }
        Path told = Files.createDirectories(folder.resolve("told"));
        ObjectNode results = reproduction();
        JSON.writeValue(told.resolve("reproduction.json").toFile(), results);
        PROGRAM.done("verify-results", told, "--networks", run, "--trials", 8);
        assertTrue(
                PROGRAM.out().contains("residual: 8 of 8 trials replayed, 16 outcomes, all as recorded"),
                PROGRAM.out());
        ArrayNode accuracies = (ArrayNode) results.at("/networks/0/trials/ranger/0.001");
        accuracies.set(2, accuracies.get(2).doubleValue() + 1e-15);
        JSON.writeValue(told.resolve("reproduction.json").toFile(), results);
        assertEquals(Main.FAILED, PROGRAM.fitact("verify-results", told, "--networks", run, "--trials", 8));
        assertTrue(PROGRAM.err().contains("1 of 16 outcomes differ, first ranger, rate 10⁻³, trial 2"), PROGRAM.err());
    }

    private static ObjectNode reproduction() {
        ObjectNode results = JSON.createObjectNode();
        ObjectNode preset = results.putObject("preset").put("seed", 1);
        preset.putArray("networks")
                .addObject()
                .put("name", "residual")
                .set(
                        "campaign",
                        JSON.valueToTree(Map.of(
                                "schemes",
                                List.of("none", "ranger"),
                                "rates",
                                List.of(1e-5, 1e-3),
                                "images",
                                12,
                                "minTrials",
                                4,
                                "maxTrials",
                                4,
                                "halfWidth",
                                0)));
        ObjectNode network = results.putArray("networks").addObject().put("name", "residual");
        ObjectNode trials = network.putObject("trials");
        for (Map.Entry<TrialKey, TrialOutcome> trial : outcomes().entrySet()) {
            TrialKey key = trial.getKey();
            if (key.rate() > 0) {
                trials.withObject("/" + key.scheme())
                        .withArray("/" + key.rate())
                        .add(trial.getValue().accuracy());
            }
        }
        return results;
    }

    private static SortedMap<TrialKey, TrialOutcome> outcomes() {
        try (TrialStore store = TrialStore.open(plain().resolve("trials.db"))) {
            return store.trials();
        }
    }
}
