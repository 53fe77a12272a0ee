package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.fitact.estimate.Estimator;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.Region;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.integer.ArithmeticDocument;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.transients.TransientFaults;
import org.fitact.transients.TransientTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns on networks that compute in integers. */
class IntegerCampaignTest {

    private static final Deployment DEPLOYMENT = new Deployment(FixedPoint.DEFAULT, true, 25);
    private static final CampaignSettings SETTINGS = settings(DEPLOYMENT, Estimator.PLAIN);

    @TempDir
    private Path folder;

    private Network none;
    private Network ranger;
    private EvaluationSet images;

    @BeforeEach
    void open() {
        none = Toy.network(Toy.REFERENCE);
        ranger = Toy.hardened("ranger", HardeningSettings.DEFAULT);
        images = Toy.upload(Toy.REFERENCE, Toy.images(20, 21));
    }

    @AfterEach
    void close() {
        none.close();
        ranger.close();
        images.close();
    }

    private static CampaignSettings settings(Deployment deployment, Estimator estimator) {
        return new CampaignSettings(
                List.of(3e-4, 3e-3),
                StoppingRule.exactly(4),
                new FlipKind(),
                FaultFilter.ALL,
                deployment,
                42,
                estimator);
    }

    private Quantisation quantisation(Network network, int bits) {
        return Calibration.of(network, images).quantise(QuantisationSettings.of(bits, 48));
    }

    private ProtectedNetwork inIntegers(String scheme, Network network, int bits, int threads) {
        return new ProtectedNetwork(Protections.named(scheme), network)
                .with(IntegerInference.of(network, quantisation(network, bits), threads));
    }

    private List<ProtectedNetwork> inIntegers(int bits, int threads) {
        return List.of(inIntegers("none", none, bits, threads), inIntegers("ranger", ranger, bits, threads));
    }

    private List<ProtectedNetwork> inFloat() {
        return List.of(
                new ProtectedNetwork(Protections.baseline(), none),
                new ProtectedNetwork(Protections.named("ranger"), ranger));
    }

    private JsonNode definition(List<ProtectedNetwork> schemes) {
        StudyDefinition.Evaluated evaluated =
                new StudyDefinition.Evaluated(Toy.images(20, 21), Toy.images(20, 21), Normalisation.none(1));
        return StudyDefinition.of("toy", CampaignScheme.of(schemes, SETTINGS), SETTINGS, evaluated);
    }

    private List<String> run(List<ProtectedNetwork> schemes, int workers) {
        return run(schemes, workers, SETTINGS);
    }

    /** Everything but the time. */
    private List<String> run(List<ProtectedNetwork> schemes, int workers, CampaignSettings settings) {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        TrialScheduler scheduler = new ThreadScheduler(
                workers,
                () -> Backends.open("reference", new BackendOptions(1)),
                backend -> Toy.upload(backend, Toy.images(20, 21)));
        List<CampaignScheme> inMemory = CampaignScheme.of(schemes, settings);
        new Campaign(settings, inMemory, images, images, TrialLog.inMemory(trials), scheduler).run((_, _, _) -> {});
        List<String> findings = new ArrayList<>();
        trials.forEach((key, outcome) -> findings.add(key + ": " + outcome.flips() + " flips, " + outcome.correct()
                + " right, " + outcome.consequences() + outcome.transients()));
        return findings;
    }

    @Test
    void threadsAndWorkersFindTheSame() {
        List<String> expected = run(inIntegers(8, 1), 1);
        assertEquals(2 * (1 + 2 * 4), expected.size());
        assertTrue(
                expected.stream()
                                .map(text -> text.replaceAll(".* flips, (\\d+) right.*", "$1"))
                                .distinct()
                                .count()
                        > 2,
                "faults do nothing: " + expected);
        assertEquals(expected, run(inIntegers(8, 2), 1));
        assertEquals(expected, run(inIntegers(8, 1), 2));
    }

    private static TransientFaults transients(NumberFormat words) {
        return new TransientFaults(
                EnumSet.allOf(TransientTarget.class), Set.of(), words, new TransientFaults.Count.Fixed(1e-4));
    }

    @Test
    void whatIsComputedIsStruckAlikeByAnyThreadsAndWorkers() {
        CampaignSettings struck = SETTINGS.with(transients(TransientFaults.AS_COMPUTED));
        List<String> expected = run(inIntegers(8, 1), 1, struck);
        assertTrue(
                expected.stream()
                                .filter(text -> text.contains("TransientCounts[flips="))
                                .count()
                        == 2 * 2 * 4,
                expected.toString());
        assertNotEquals(run(inIntegers(8, 1), 1), expected);
        assertEquals(expected, run(inIntegers(8, 2), 1, struck));
        assertEquals(expected, run(inIntegers(8, 1), 2, struck));
        JsonNode study = StudyDefinition.of(
                "toy",
                CampaignScheme.of(inIntegers(8, 1), struck),
                struck,
                new StudyDefinition.Evaluated(Toy.images(20, 21), Toy.images(20, 21), Normalisation.none(1)));
        assertEquals("[count, targets, version]", names(study.at("/conditions/transients")));
    }

    private static String names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return new TreeSet<>(names).toString();
    }

    @Test
    void aStruckWordIsSeenInTheArithmetic() {
        ProtectedNetwork network = inIntegers("none", none, 16, 1);
        try (StoredNetwork memory = network.deploy(DEPLOYMENT)) {
            long[] before = words(memory);
            Region first = memory.space().regions().getFirst();
            int word = memory.read(0);
            memory.write(
                    0,
                    FaultOperation.FLIP.apply(
                            first.format(), word, 1 << first.format().width() - 1));
            assertFalse(Arrays.equals(before, words(memory)), "the sign of a weight of the first layer does nothing");
            memory.write(0, word);
            assertArrayEquals(before, words(memory));
        }
    }

    private long[] words(StoredNetwork memory) {
        return ((IntegerPlan) memory.inference()).words(images.first());
    }

    @Test
    void theArithmeticIsPartOfTheStudy() {
        JsonNode study = definition(inIntegers(8, 1));
        assertEquals(study, definition(inIntegers(8, 2)), "threads are no part of it");
        assertEquals("integers", study.at("/conditions/inference/name").textValue());
        assertTrue(
                study.at("/conditions/deployment/arithmetic").isMissingNode(), "no format but those of the arithmetic");
        String path = StudyUnion.difference(study, definition(inIntegers(9, 1)))
                .orElseThrow()
                .path();
        assertTrue(path.startsWith("networks.none.arithmetic."), path);
        assertEquals(
                "conditions.deployment.arithmetic",
                StudyUnion.difference(study, definition(inFloat()))
                        .orElseThrow()
                        .path());
    }

    @Test
    void aNetworkInFloatIsKnownAsEver() {
        JsonNode study = definition(inFloat());
        assertTrue(study.at("/conditions/inference").isMissingNode());
        assertTrue(study.at("/networks/none/arithmetic").isMissingNode());
    }

    @Test
    void whatOnlyFloatHasIsRefusedBeforeTheFirstTrial() {
        assertRefused("an averaged last layer", settings(DEPLOYMENT, new Estimator(Estimator.Kind.AVERAGED, 1)));
        assertRefused(
                "counts of what bounds cut", settings(DEPLOYMENT.observable(Fusion.ALL_BUT_BOUNDS), Estimator.PLAIN));
        assertRefused(
                "transient faults in words of another format",
                SETTINGS.with(transients(TransientFaults.format("Q3.4"))));
        assertRefused("batch norm by itself", settings(new Deployment(FixedPoint.DEFAULT, false, 25), Estimator.PLAIN));
        List<ProtectedNetwork> mixed =
                List.of(inIntegers("none", none, 8, 1), inFloat().getLast());
        var error = assertThrows(IllegalArgumentException.class, () -> CampaignScheme.of(mixed, SETTINGS));
        assertEquals("of 2 schemes only [none] compute in integers, expected all or none", error.getMessage());
    }

    private void assertRefused(String what, CampaignSettings settings) {
        var error = assertThrows(IllegalArgumentException.class, () -> CampaignScheme.of(inIntegers(8, 1), settings));
        assertEquals(
                "scheme none is to compute in integers with " + what
                        + ", which only networks that compute in float have",
                error.getMessage());
    }

    private Path file(Quantisation quantisation, String change, String to) throws IOException {
        String text = new ObjectMapper().writeValueAsString(ArithmeticDocument.of(quantisation));
        assertTrue(text.contains(change), text);
        return Files.writeString(folder.resolve("arithmetic.json"), text.replaceFirst(Pattern.quote(change), to));
    }

    @Test
    void aFileIsReadBackAndOneThatIsNoneIsRefusedByItsField() throws IOException {
        Quantisation quantisation = quantisation(none, 8);
        IntegerInference read = IntegerInference.read(file(quantisation, "conv1", "conv1"), none, 1);
        assertEquals(IntegerInference.of(none, quantisation, 1).identity(), read.identity());
        assertNotEquals(IntegerInference.of(none, quantisation(none, 9), 1).identity(), read.identity());
        assertField(
                file(quantisation, "\"conv1\"", "\"conv9\""),
                "layers.conv9 is there, expected only those of the network");
        assertField(
                file(quantisation, "AP_SAT", "ERROR"),
                "images is ap_fixed<8,",
                "expected an overflow that goes on, since faults make numbers overflow");
    }

    private void assertField(Path file, String... parts) {
        var error = assertThrows(InvalidFileException.class, () -> IntegerInference.read(file, none, 1));
        for (String part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
        assertFalse(error.getMessage().contains("\n"));
    }
}
