package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.LayerComparison;
import org.fitact.nn.integer.NetworkComparison;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.number.TensorFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that computes with the words of its memory. */
class IntegerMemoryTest {

    private final EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(20, 9));

    @AfterEach
    void close() {
        images.close();
    }

    private static Deployment deployment(Quantisation quantisation) {
        return new Deployment(FixedPoint.DEFAULT, true, 25).with(quantisation);
    }

    private Quantisation quantisation(Network network, int bits) {
        return Calibration.of(network, images).quantise(QuantisationSettings.of(bits, 48));
    }

    private static StoredNetwork deploy(Network network, Deployment deployment, Quantisation quantisation) {
        return StoredNetwork.of(network, deployment, quantisation.arithmetic(), new ReferenceIntegerOps(), 1);
    }

    @ParameterizedTest
    @CsvSource({"none, 16, 0", "none, 8, 1", "fitact, 16, 1", "ranger, 16, 0"})
    void aCalibratedNetworkSeesWhatTheFloatOneSees(String scheme, int bits, int mayDiffer) {
        try (Network network = Toy.hardened(scheme, HardeningSettings.DEFAULT);
                StoredNetwork floats = StoredNetwork.of(network, Deployment.of(FixedPoint.DEFAULT))) {
            Quantisation quantisation = quantisation(network, bits);
            try (StoredNetwork memory = deploy(network, deployment(quantisation), quantisation)) {
                int[] expected = images.predict(floats.inference());
                int[] classes = images.predict(memory.inference());
                int differ = 0;
                for (int i = 0; i < classes.length; i++) {
                    differ += classes[i] == expected[i] ? 0 : 1;
                }
                assertTrue(differ <= mayDiffer, differ + " of " + classes.length);
                assertThrows(IllegalStateException.class, memory::plan);
            }
        }
    }

    /** What is computed after faults is what a plan of the words that lie in memory then computes; undo is exact. */
    @ParameterizedTest
    @CsvSource({"none", "guard", "secded39"})
    void struckWordsGoIntoTheArithmetic(String code) {
        try (Network network = Toy.hardened("fitact", HardeningSettings.DEFAULT)) {
            Quantisation quantisation = quantisation(network, 16);
            Deployment guarded = deployment(quantisation).with(_ -> MemoryCodes.parse(code));
            try (StoredNetwork memory = deploy(network, guarded, quantisation)) {
                float[] logits = memory.inference().logits(images.first());
                FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(2e-4), 5);
                boolean changed = false;
                for (int trial = 0; trial < 3; trial++) {
                    try (AppliedFaults faults = memory.strike(sampler, trial)) {
                        float[] struck = memory.inference().logits(images.first());
                        changed |= !Arrays.equals(logits, struck);
                        if (code.equals("none")) {
                            assertArrayEquals(anew(network, quantisation, memory), struck);
                        }
                    }
                    assertArrayEquals(logits, memory.inference().logits(images.first()));
                }
                assertEquals(!code.equals("secded39"), changed, "one flip in a word is mended");
            }
        }
    }

    /** A plan of the words as they lie in memory now. */
    private float[] anew(Network network, Quantisation quantisation, StoredNetwork memory) {
        List<ParameterWords> words = memory.space().regions().stream()
                .map(region -> ParameterWords.of(
                        region.name(),
                        ((FixedPoint) region.format()).format().format(),
                        Arrays.copyOfRange(memory.storedWords(), region.offset(), region.end())))
                .toList();
        Graph graph = IntegerPlan.program(network).graph();
        try (IntegerPlan plan =
                IntegerPlan.of(graph, quantisation.arithmetic(), words, new ReferenceIntegerOps(), 25, 1)) {
            return plan.logits(images.first());
        }
    }

    @Test
    void formatsOfWeightsAreAsTightAsTheirNumbers() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            Quantisation quantisation = quantisation(network, 8);
            MemoryImage image = MemoryImage.of(network, deployment(quantisation));
            for (Region region : image.space().regions()) {
                int[] words = Arrays.copyOfRange(image.words(), region.offset(), region.end());
                int largest = Arrays.stream(words).map(Math::abs).max().orElseThrow();
                int bits = region.name().endsWith("bias") ? 32 : 8;
                assertEquals(bits, region.format().width());
                assertTrue(largest >= 1 << bits - 2, region.name() + " has no word beyond " + largest);
            }
            assertTrue(image.losses().isEmpty());
        }
    }

    /** Under the name of a memory's format weights, biases and bounds have its words: a campaign in float meets the same faults. */
    @ParameterizedTest
    @CsvSource({"none, auto16", "fitact, auto16", "ranger, Q15.16"})
    void aFormatOfMemoriesHasItsWords(String scheme, String name) {
        TensorFormat format = NumberFormats.parse(name);
        QuantisationSettings usual = QuantisationSettings.of(16, 64);
        QuantisationSettings settings = new QuantisationSettings(
                format,
                format,
                format,
                64,
                usual.moment(),
                usual.rounding(),
                usual.overflow(),
                usual.method(),
                usual.seed());
        try (Network network = Toy.hardened(scheme, HardeningSettings.DEFAULT)) {
            Quantisation quantisation = Calibration.of(network, images).quantise(settings);
            Deployment inFloat = new Deployment(format, true, 25);
            assertEquals(
                    MemoryImage.of(network, inFloat).sha256(),
                    MemoryImage.of(network, deployment(quantisation)).sha256());
            try (StoredNetwork floats = StoredNetwork.of(network, inFloat);
                    StoredNetwork memory = deploy(network, deployment(quantisation), quantisation)) {
                assertArrayEquals(images.predict(floats.inference()), images.predict(memory.inference()));
            }
        }
    }

    @Test
    void layersAreComparedWithFloat() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            double[] noise = new double[2];
            for (int bits : new int[] {6, 12}) {
                Quantisation quantisation = quantisation(network, bits);
                try (StoredNetwork memory = deploy(network, deployment(quantisation), quantisation)) {
                    IntegerPlan plan = (IntegerPlan) memory.inference();
                    List<LayerComparison> layers = NetworkComparison.of(network, plan, images);
                    assertEquals(Graph.IMAGES, layers.getFirst().value());
                    assertEquals(plan.graph().output(), layers.getLast().value());
                    assertTrue(layers.size() >= plan.graph().nodes().size(), layers.toString());
                    layers.forEach(layer -> assertFalse(Double.isNaN(layer.signalToNoise()), layer.toString()));
                    noise[bits / 12] = layers.getLast().signalToNoise();
                    assertTrue(layers.getLast().changedTop1() <= (bits == 6 ? 0.5 : 0.05), layers.toString());
                }
            }
            // A bit is 6.02 dB, where nothing saturates.
            assertEquals(6 * 6.02, noise[1] - noise[0], 9);
        }
    }

    @Test
    void wordsThatAreNoFixedPointAreRefused() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            Quantisation quantisation = quantisation(network, 8);
            for (String format : new String[] {"int8:channel", "bf16"}) {
                Deployment scaled = Deployment.of(NumberFormats.parse(format));
                var error = assertThrows(IllegalArgumentException.class, () -> deploy(network, scaled, quantisation));
                assertTrue(error.getMessage().startsWith("conv1.weight is stored as"), error.getMessage());
                assertThrows(
                        IllegalArgumentException.class,
                        () -> QuantisationSettings.requireFixedPoint(NumberFormats.parse(format)));
            }
        }
    }
}
