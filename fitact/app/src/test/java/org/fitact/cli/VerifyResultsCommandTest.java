package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
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
    private static final StringWriter OUT = new StringWriter();
    private static final StringWriter ERR = new StringWriter();

    @TempDir
    private static Path folder;

    private static int fitact(Object... args) {
        OUT.getBuffer().setLength(0);
        ERR.getBuffer().setLength(0);
        String[] line = Stream.of(args).map(Object::toString).toArray(String[]::new);
        return Main.run(new PrintWriter(OUT), new PrintWriter(ERR), line);
    }

    private static void done(Object... args) {
        assertEquals(0, fitact(args), ERR::toString);
    }

    /** One line that says why, and nothing else. */
    private static void refused(String why, Object... args) {
        assertEquals(
                Main.FAILED,
                fitact(Stream.concat(Stream.of("verify-results"), Stream.of(args))
                        .toArray()));
        assertTrue(ERR.toString().contains(why), ERR.toString());
        assertEquals(1, ERR.toString().lines().count(), ERR.toString());
        assertEquals("", OUT.toString());
    }

    private static Path campaign(String out, String... more) {
        Object[] all = {
            "campaign", hardened(), "--rates", "1e-5,1e-3", "--trials", 4, "--images", 12, "--out", folder.resolve(out)
        };
        done(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
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
        done("import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        done("harden", trained, "--schemes", "none,ranger", "--out", hardened());
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
        done("verify-results", study, "--networks", hardened(), "--trials", 3, "--seed", 4);
        assertTrue(OUT.toString().contains("3 of "), OUT.toString());
        assertTrue(OUT.toString().contains(", 6 outcomes, all as recorded"), OUT.toString());
    }

    @Test
    void aCampaignInIntegersIsReplayed() {
        done("quantise", hardened(), "--scheme", "ranger", "--images", 20, "--compared-images", 10, "--weights", 8);
        Path study = campaign("integers", "--arithmetic", hardened().toString(), "--schemes", "ranger");
        done("verify-results", study, "--networks", hardened(), "--trials", 2);
        assertTrue(OUT.toString().contains("2 of 4 trials replayed, 4 outcomes, all as recorded"), OUT.toString());
    }

    @Test
    void whichTrialsAreReplayedFollowsFromTheSeed() throws IOException {
        done("verify-results", plain(), "--networks", hardened(), "--trials", 100, "--json");
        assertEquals(
                JSON.readTree("{\"stored\": 8, \"replayed\": 8, \"outcomes\": 16, \"differences\": []}"),
                ((ObjectNode) JSON.readTree(OUT.toString()).get(0)).without("study"));
        int differing = 0;
        Path other = changed("changed", 1);
        for (int seed = 1; seed <= 6; seed++) {
            differing += fitact("verify-results", other, "--networks", hardened(), "--trials", 4, "--seed", seed);
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
        assertEquals(Main.FAILED, fitact("verify-results", other, "--networks", hardened(), "--trials", 8));
        assertTrue(
                ERR.toString().startsWith("fitact: 1 of 16 outcomes differ, first ranger, rate 10⁻³, trial 2: "),
                ERR.toString());
        assertEquals(1, ERR.toString().lines().count());
        assertTrue(OUT.toString().contains("1 not as recorded"), OUT.toString());
    }

    @Test
    void whatItTakesIsSaid() throws IOException {
        refused("plain/trials.db: what its trials were found on is not there: ", plain());
        assertTrue(
                ERR.toString().contains("hardened-none.safetensors and 1 more, expected the folder of the"),
                ERR.toString());
        assertTrue(ERR.toString().contains("; the trials came from \"fitact campaign "), ERR.toString());
        Path other = folder.resolve("trained otherwise");
        done("import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.3, "--sd", 0.353, "--out", other);
        done("harden", other, "--schemes", "none,ranger");
        refused(
                "the study's conditions.normalisation.mean[0] is 0.286, expected 0.3 as here",
                plain(),
                "--networks",
                other);
        refused("what it holds is nothing of trials", folder);
        assertEquals(Main.MISUSED, fitact("verify-results", plain(), "--trials", 0));
    }

    @Test
    void committedResultsSayWhatTheyLack() {
        refused("what its 3,600 outcomes were found on is not there: ", "../../docs/results/cifar10");
        assertTrue(
                ERR.toString().contains("networks/vgg16-cifar10/hardened-clip-act.safetensors and 11 more"),
                ERR.toString());
        assertTrue(
                ERR.toString()
                        .contains("expected the folder that \"fitact reproduce all --preset cpu --data-dir data "
                                + "--out runs/cpu at commit 1348f67b4d9c\" left, by --networks"),
                ERR.toString());
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
        done("verify-results", told, "--networks", run, "--trials", 8);
        assertTrue(
                OUT.toString().contains("residual: 8 of 8 trials replayed, 16 outcomes, all as recorded"),
                OUT.toString());
        ArrayNode accuracies = (ArrayNode) results.at("/networks/0/trials/ranger/0.001");
        accuracies.set(2, accuracies.get(2).doubleValue() + 1e-15);
        JSON.writeValue(told.resolve("reproduction.json").toFile(), results);
        assertEquals(Main.FAILED, fitact("verify-results", told, "--networks", run, "--trials", 8));
        assertTrue(
                ERR.toString().contains("1 of 16 outcomes differ, first ranger, rate 10⁻³, trial 2"), ERR.toString());
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
