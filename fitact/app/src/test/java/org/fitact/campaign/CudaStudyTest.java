package org.fitact.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.Emulator;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.store.TrialStore;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole study with the CUDA kernels, on the emulator: training, hardening by FitAct, a campaign. */
class CudaStudyTest {

    private static final List<Double> RATES = List.of(3e-5, 3e-4);
    private static Backend device;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        device = Emulator.open(new BackendOptions(2));
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    /** Flips and correct images of every trial. */
    private Map<TrialKey, List<Long>> campaign(String file, Backend backend, ProtectedNetwork hardened) {
        CampaignSettings settings = new CampaignSettings(
                RATES,
                StoppingRule.exactly(3),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, 25),
                42);
        Map<TrialKey, List<Long>> found = new TreeMap<>();
        try (EvaluationSet images = Toy.upload(backend, Toy.images(20, 21));
                TrialStore store =
                        TrialStore.openOrCreate(folder.resolve(file), JsonNodeFactory.instance.objectNode())) {
            new Campaign(settings, List.of(CampaignScheme.of(hardened, settings)), images, images, store)
                    .run((_, _, _) -> {});
            store.trials()
                    .forEach((key, outcome) -> found.put(key, List.of(outcome.flips(), (long) outcome.correct())));
        }
        return found;
    }

    @Test
    void tenStepsOfTrainingLoseAsOnTheCpu() {
        List<Double> expected = Toy.losses(Toy.REFERENCE);
        List<Double> actual = Toy.losses(device);
        assertEquals(10, actual.size());
        assertTrue(expected.getLast() < 0.98 * expected.getFirst(), "the loss falls: " + expected);
        for (int step = 0; step < 10; step++) {
            assertEquals(expected.get(step), actual.get(step), 1e-4 * expected.get(step), "loss of step " + step);
        }
    }

    private static void copyParameters(Network from, Network to) {
        from.parameters()
                .forEach(parameter -> to.parameter(parameter.name())
                        .value()
                        .upload(parameter.value().toArray()));
    }

    @Test
    void aNetworkHardenedOnTheDeviceIsStruckByTheSameFaultsAsOnTheCpu() {
        try (Network hardened = Toy.hardened("fitact", HardeningSettings.DEFAULT, device);
                Network copy = Toy.hardened("fitact", HardeningSettings.DEFAULT, Toy.REFERENCE)) {
            copyParameters(hardened, copy);
            Map<TrialKey, List<Long>> expected =
                    campaign("cpu.db", Toy.REFERENCE, new ProtectedNetwork("fitact", copy));
            Map<TrialKey, List<Long>> actual = campaign("cuda.db", device, new ProtectedNetwork("fitact", hardened));
            assertSameOutcomes(expected, actual);
        }
    }

    private static void assertSameOutcomes(Map<TrialKey, List<Long>> expected, Map<TrialKey, List<Long>> actual) {
        assertEquals(1 + RATES.size() * 3, actual.size());
        List<TrialKey> different = new ArrayList<>();
        expected.forEach((key, outcome) -> {
            assertEquals(outcome.getFirst(), actual.get(key).getFirst(), () -> "flips of " + key);
            if (!outcome.equals(actual.get(key))) {
                different.add(key);
            }
        });
        assertEquals(List.of(), different, "trials with another accuracy");
    }

    @Test
    void aNetworkInIntegersAnswersUnderFaultsAsOnTheCpu() {
        try (Network network = Toy.network(Toy.REFERENCE);
                Network copy = Toy.network(device);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(20, 21))) {
            Quantisation quantisation = Calibration.of(network, images).quantise(QuantisationSettings.of(16, 48));
            assertSame(
                    device.integers().orElseThrow(),
                    inIntegers(copy, quantisation).integers().orElseThrow().ops());
            Map<TrialKey, List<Long>> expected = campaign("cpu.db", Toy.REFERENCE, inIntegers(network, quantisation));
            Map<TrialKey, List<Long>> actual = campaign("cuda.db", device, inIntegers(copy, quantisation));
            assertSameOutcomes(expected, actual);
            assertTrue(actual.values().stream().distinct().count() > 2, "faults do nothing: " + actual);
        }
    }

    private static ProtectedNetwork inIntegers(Network network, Quantisation quantisation) {
        return new ProtectedNetwork(Protections.baseline(), network)
                .with(IntegerInference.of(network, quantisation, 2));
    }
}
