package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.sampling.Sampling;
import org.fitact.store.TrialStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a rate becomes flips, from the command line to the report. */
class SamplingCampaignTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    private static int campaign(String out, Object... more) {
        Object[] all = {
            "campaign", folder.resolve("hardened"), "--trials", 6, "--images", 10, "--out", folder.resolve(out)
        };
        return PROGRAM.fitact(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
    }

    @BeforeAll
    static void harden() {
        Path trained = folder.resolve("trained");
        Object[] network = {
            "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained
        };
        assertEquals(0, PROGRAM.fitact(network), PROGRAM::err);
        assertEquals(
                0,
                PROGRAM.fitact("harden", trained, "--schemes", "none", "--out", folder.resolve("hardened")),
                PROGRAM::err);
    }

    @ParameterizedTest
    @EnumSource
    void isNamedWhereverTheNumbersStand(Sampling sampling) throws IOException {
        String name = sampling.toString();
        assertEquals(0, campaign(name, "--rates", "1e-4,1e-3", "--sampling", name), PROGRAM::err);
        JsonNode results = new ObjectMapper()
                .readTree(folder.resolve(name).resolve("results.json").toFile());
        assertEquals(
                name + ": " + sampling.rule(),
                results.at("/provenance/sampling").textValue());
        boolean exact = sampling == Sampling.PER_BIT;
        assertEquals(exact ? null : name, results.path("sampling").textValue());
        String page = Files.readString(folder.resolve(name).resolve("report.html"));
        assertTrue(page.contains(sampling.rule()), "the report says what the rate means");
        assertEquals(!exact, page.contains("Rates became flips as in other tools, " + name));
        try (TrialStore store = TrialStore.open(folder.resolve(name).resolve("trials.db"))) {
            JsonNode faults = store.study().at("/conditions/faults");
            assertEquals("flip", faults.path("kind").textValue());
            assertEquals(exact ? null : name, faults.path("sampling").textValue());
            assertEquals(sampling.dependsOnLargestRate(), faults.has("largestRate"));
            Set<Long> flips = store.trials().entrySet().stream()
                    .filter(trial -> trial.getKey().rate() == 1e-3)
                    .map(trial -> trial.getValue())
                    .map(TrialOutcome::flips)
                    .collect(Collectors.toSet());
            assertEquals(sampling == Sampling.PER_TENSOR_TRUNCATED, flips.size() == 1, flips::toString);
        }
        assertEquals(0, campaign(name, "--resume"), PROGRAM::err);
    }

    @Test
    void isRefusedWhereSomethingRestsOnIndependentBits() {
        refused("--faults is stuck-at-0", "--faults", "stuck-at-0");
        refused("--estimator averaged takes every bit to flip independently", "--estimator", "averaged");
        refused("--scrubs takes every flip to come by itself", "--scrubs", 3);
        refused("without --rates --transient hits nothing there", "--transient", "value", "--transient-one");
        assertEquals(Main.MISUSED, PROGRAM.fitact("map", folder.resolve("hardened"), "--sampling", "per-word"));
        assertTrue(PROGRAM.err().contains("unknown option '--sampling'"), PROGRAM.err());
        assertEquals(Main.MISUSED, campaign("refused", "--sampling", "per-byte"));
        assertTrue(PROGRAM.err().contains("unknown value of --sampling 'per-byte': did you mean"), PROGRAM.err());
    }

    private static void refused(String message, Object... more) {
        Object[] all = Stream.concat(Stream.of("--sampling", "per-word"), Stream.of(more))
                .toArray();
        assertEquals(Main.MISUSED, campaign("refused", all));
        assertTrue(PROGRAM.err().contains("--sampling per-word is of flips that are drawn in memory"), PROGRAM.err());
        assertTrue(PROGRAM.err().contains(message), PROGRAM.err());
        assertEquals(1, PROGRAM.err().lines().count(), PROGRAM.err());
        assertFalse(Files.exists(folder.resolve("refused")));
    }
}
