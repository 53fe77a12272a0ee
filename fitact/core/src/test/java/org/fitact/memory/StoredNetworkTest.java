package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.SpyBackend;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredNetworkTest {

    private static final Deployment DEFAULT = Deployment.of(FixedPoint.DEFAULT);

    private final EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(6, 9));

    @AfterEach
    void close() {
        images.close();
    }

    private Tensor batch() {
        return images.first();
    }

    /** A VGG with batch norm whose statistics are not those of an untrained one. */
    private static Network vgg() {
        Network network = Models.create(new Architecture("vgg-small", Shape.of(16, 16, 1), 4), Toy.REFERENCE, 2);
        SplittableRandom random = new SplittableRandom(8);
        for (Parameter parameter : network.parameters()) {
            if (parameter.kind() == ParameterSpec.Kind.NORM || parameter.kind() == ParameterSpec.Kind.STATISTIC) {
                float[] values = new float[parameter.value().elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0.5f + random.nextFloat();
                }
                parameter.value().upload(values);
            }
        }
        return network;
    }

    private static List<String> regions(StoredNetwork memory) {
        return memory.space().regions().stream()
                .map(region -> region.kind() + " " + region.name() + " " + region.words())
                .toList();
    }

    /** So that the address of an upper bound is one, whether or not there are lower ones. */
    @Test
    void lowerBoundsLieBehindUpperOnes() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            network.transform(network.graph().withSites(site -> site.with(new Tanh())));
            new BoundedActivation(Policy.ZERO, Granularity.LAYER, BoundSource.GIVEN)
                    .install(network, EnumSet.allOf(Site.Kind.class), site -> Bounds.within(site, 1));
            try (StoredNetwork memory = StoredNetwork.of(network, DEFAULT)) {
                List<String> regions = regions(memory);
                List<String> bounds = regions.subList(regions.size() - 10, regions.size());
                assertEquals("BOUND relu1.bounds 1", bounds.getFirst());
                assertEquals("BOUND relu1.lower 1", bounds.get(5));
                assertTrue(
                        bounds.subList(0, 5).stream().allMatch(region -> region.contains(".bounds")), bounds::toString);
                assertTrue(
                        bounds.subList(5, 10).stream().allMatch(region -> region.contains(".lower")), bounds::toString);
                assertEquals(10, memory.boundWords());
                Region lower = memory.space().region("relu1.lower");
                assertEquals(-1, lower.format().decode(memory.read(lower.offset())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q15.16", "Q7.8", "Q3.4"})
    void wordsAreTheQuantisedParametersAndThePlanComputesWithTheirValues(String notation) {
        QFormat format = QFormat.parse(notation);
        double unit = Math.pow(2, format.fractionBits());
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(FixedPoint.of(format)))) {
            for (Region region : memory.space().regions()) {
                Parameter parameter = network.parameter(region.name());
                float[] values = parameter.value().toArray();
                assertEquals(values.length, region.words());
                for (int i = 0; i < values.length; i++) {
                    long word = (long) Math.rint(values[i] * unit);
                    word = Math.clamp(word, format.minWord(), format.maxWord());
                    assertEquals(word, memory.read(region.offset() + i), region.name() + " " + i);
                    values[i] = (float) (word / unit);
                }
                parameter.value().upload(values);
            }
            assertEquals(network.parameterCount(), memory.words());
            try (Plan quantised = Plan.of(network, 6, true)) {
                assertArrayEquals(quantised.logits(batch()), memory.plan().logits(batch()));
            }
        }
    }

    @Test
    void spaceHasWeightsAndBiasesInTheOrderOfThePlanAndBoundsLast() {
        try (Network network = Toy.hardened("ranger", HardeningSettings.DEFAULT);
                StoredNetwork memory = StoredNetwork.of(network, DEFAULT)) {
            assertEquals(
                    List.of(
                            "WEIGHT conv1.weight 150",
                            "BIAS conv1.bias 6",
                            "WEIGHT conv2.weight 2400",
                            "BIAS conv2.bias 16",
                            "WEIGHT fc1.weight 1920",
                            "BIAS fc1.bias 120",
                            "WEIGHT fc2.weight 10080",
                            "BIAS fc2.bias 84",
                            "WEIGHT fc3.weight 336",
                            "BIAS fc3.bias 4",
                            "BOUND relu1.bounds 1",
                            "BOUND relu2.bounds 1",
                            "BOUND relu3.bounds 1",
                            "BOUND relu4.bounds 1"),
                    regions(memory));
            assertEquals(4, memory.boundWords());
        }
    }

    @Test
    void batchNormIsFoldedOrHasItsFourVectorsInTheSpace() {
        try (Network network = vgg();
                StoredNetwork folded = StoredNetwork.of(network, DEFAULT);
                StoredNetwork apart = StoredNetwork.of(network, new Deployment(FixedPoint.DEFAULT, false, 6))) {
            assertEquals(
                    List.of("WEIGHT conv1.conv.weight 288", "BIAS conv1.conv.bias 32"),
                    regions(folded).subList(0, 2));
            assertTrue(folded.space().regions().stream().noneMatch(r -> r.kind() == ParameterKind.NORM));
            assertEquals(
                    List.of(
                            "WEIGHT conv1.conv.weight 288",
                            "NORM conv1.norm.weight 32",
                            "NORM conv1.norm.bias 32",
                            "NORM conv1.norm.running_mean 32",
                            "NORM conv1.norm.running_var 32",
                            "WEIGHT conv2.conv.weight 18432"),
                    regions(apart).subList(0, 6));
            float[] expected = apart.plan().logits(batch());
            float[] found = folded.plan().logits(batch());
            float scale = 0;
            for (float logit : expected) {
                scale = Math.max(scale, Math.abs(logit));
            }
            assertArrayEquals(expected, found, 0.01f * scale, "the two forms are one network");
        }
    }

    @Test
    void sameAddressIsTheSameWeightUnderEveryScheme() {
        try (Network plain = Toy.hardened("none", HardeningSettings.DEFAULT);
                StoredNetwork expected = StoredNetwork.of(plain, DEFAULT)) {
            assertEquals(0, expected.boundWords());
            for (String scheme : List.of("ranger", "gbrelu", "fitrelu-naive")) {
                try (Network network = Toy.hardened(scheme, HardeningSettings.DEFAULT);
                        StoredNetwork memory = StoredNetwork.of(network, DEFAULT)) {
                    assertEquals(expected.words(), memory.space().sharedWords());
                    int shared = expected.space().regions().size();
                    assertEquals(
                            expected.space().regions(), memory.space().regions().subList(0, shared));
                    for (int address = 0; address < expected.words(); address++) {
                        assertEquals(expected.read(address), memory.read(address));
                    }
                }
            }
        }
    }

    @Test
    void writeOfAWordChangesExactlyOneElementOfThePlan() {
        SpyBackend spy = new SpyBackend(Toy.REFERENCE);
        try (Network network = Toy.network(spy.backend());
                StoredNetwork memory = StoredNetwork.of(network, DEFAULT)) {
            List<SpyBackend.Write> expected = new ArrayList<>();
            spy.forget();
            for (Region region : memory.space().regions()) {
                int index = region.words() / 2;
                memory.write(region.offset() + index, -3 << 14);
                assertEquals(-3 << 14, memory.read(region.offset() + index));
                expected.add(new SpyBackend.Write(region.words(), index, -0.75f));
            }
            assertEquals(expected, spy.writes());
        }
    }

    @Test
    void writtenWeightIsWhatThePlanComputesWith() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, DEFAULT)) {
            Region region = memory.space().regions().get(2);
            memory.writeValue(region.offset() + 77, 5.25f);
            for (Region stored : memory.space().regions()) {
                float[] values = new float[stored.words()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = memory.read(stored.offset() + i) / 65536f;
                }
                network.parameter(stored.name()).value().upload(values);
            }
            assertEquals(5.25f, network.parameter("conv2.weight").value().toArray()[77]);
            try (Plan plan = Plan.of(network, 6, true)) {
                assertArrayEquals(plan.logits(batch()), memory.plan().logits(batch()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q15.16", "Q7.8", "Q3.4"})
    void undoRestoresWordsAndOutputsToTheBitAfterThousandsOfFlips(String notation) {
        FixedPoint arithmetic = FixedPoint.of(QFormat.parse(notation));
        try (Network network = Toy.hardened("fitrelu-naive", HardeningSettings.DEFAULT);
                StoredNetwork memory = StoredNetwork.of(network, Deployment.of(arithmetic))) {
            long words = memory.checksum();
            float[] logits = memory.plan().logits(batch());
            FaultSampler sampler = new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(0.03), 5);
            for (int trial = 0; trial < 3; trial++) {
                FaultPattern pattern = sampler.trial(trial);
                assertTrue(pattern.bits() > 3000, pattern.toString());
                try (FaultLog log = memory.strike(pattern)) {
                    assertEquals(pattern.bits(), log.changedBits());
                    assertNotEquals(words, memory.checksum());
                    assertFalse(Arrays.equals(logits, memory.plan().logits(batch())));
                }
                assertEquals(words, memory.checksum());
                assertArrayEquals(logits, memory.plan().logits(batch()));
            }
        }
    }

    @Test
    void boundsInNarrowWordsTakeLessMemoryAndChangeNothingElse() {
        Deployment half = DEFAULT.withBounds(FixedPoint.of(QFormat.Q7_8));
        Deployment quarter = DEFAULT.withBounds(FixedPoint.of(QFormat.Q3_4));
        try (Network network = Toy.hardened("fitrelu-naive", HardeningSettings.DEFAULT);
                StoredNetwork wide = StoredNetwork.of(network, DEFAULT);
                StoredNetwork in16 = StoredNetwork.of(network, half);
                StoredNetwork in8 = StoredNetwork.of(network, quarter)) {
            assertEquals(4L * wide.boundWords(), wide.space().boundBytes());
            assertEquals(2L * wide.boundWords(), in16.space().boundBytes());
            assertEquals(1L * wide.boundWords(), in8.space().boundBytes());
            assertEquals(wide.space().sharedBytes(), in8.space().sharedBytes());
            assertEquals(
                    8 * (in8.space().sharedBytes() + in8.space().boundBytes()),
                    in8.space().bits());
            int shared = wide.space().sharedWords();
            for (int address = 0; address < shared; address++) {
                assertEquals(wide.read(address), in8.read(address));
            }
            for (int address = shared; address < wide.words(); address++) {
                int expected = Math.clamp(Math.round(wide.read(address) / 4096.0), -128, 127);
                assertEquals(expected, in8.read(address), 1, "bound " + (address - shared)); // half-even
            }
        }
    }

    /** What a stored bound is comes back to the plan at the scale of its own format. */
    @Test
    void aFlipInABoundMovesItByTheWeightOfTheBitInItsOwnFormat() {
        Deployment quarter = DEFAULT.withBounds(FixedPoint.of(QFormat.Q3_4));
        try (Network network = Toy.hardened("fitrelu-naive", HardeningSettings.DEFAULT);
                StoredNetwork memory = StoredNetwork.of(network, quarter)) {
            float[] logits = memory.plan().logits(batch());
            for (int address = memory.space().sharedWords(); address < memory.words(); address++) {
                memory.writeValue(address, 0);
                assertEquals(0, memory.read(address));
            }
            assertFalse(Arrays.equals(logits, memory.plan().logits(batch())));
            for (int address = memory.space().sharedWords(); address < memory.words(); address++) {
                memory.writeValue(address, 100);
                assertEquals(127, memory.read(address), "saturated at 7.9375");
            }
        }
    }

    @Test
    void aBitErrorRateHitsBitsThatExistAndTheSameWeightsWhateverTheBoundsFormat() {
        Deployment quarter = DEFAULT.withBounds(FixedPoint.of(QFormat.Q3_4));
        try (Network network = Toy.hardened("fitrelu-naive", HardeningSettings.DEFAULT);
                StoredNetwork wide = StoredNetwork.of(network, DEFAULT);
                StoredNetwork narrow = StoredNetwork.of(network, quarter)) {
            long hits = 0;
            int trials = 40;
            double rate = 0.01;
            int shared = narrow.space().sharedWords();
            Region weights = new Region("all", "all", ParameterKind.WEIGHT, 0, shared, FixedPoint.of(QFormat.Q15_16));
            Region bounds = new Region(
                    "all", "all", ParameterKind.BOUND, shared, narrow.boundWords(), FixedPoint.of(QFormat.Q3_4));
            for (int trial = 0; trial < trials; trial++) {
                FaultPattern ofWide = sampler(wide, rate).trial(trial);
                FaultPattern ofNarrow = sampler(narrow, rate).trial(trial);
                assertEquals(ofWide.within(weights), ofNarrow.within(weights));
                FaultPattern inBounds = ofNarrow.within(bounds);
                for (int mask : inBounds.masks()) {
                    assertEquals(0, mask & ~0xFF, "a bit that an 8-bit word does not have");
                }
                hits += inBounds.bits();
                long before = narrow.checksum();
                try (FaultLog log = narrow.strike(ofNarrow)) {
                    assertEquals(ofNarrow.bits(), log.changedBits());
                }
                assertEquals(before, narrow.checksum());
            }
            double expected = trials * rate * 8 * narrow.boundWords();
            assertEquals(expected, hits, 5 * Math.sqrt(expected));
        }
    }

    private static FaultSampler sampler(StoredNetwork memory, double rate) {
        return new FaultSampler(memory.space(), FaultFilter.ALL, new BitErrorRate(rate), 5);
    }

    @Test
    void nanIsReportedWithTheParametersNameAndIndex() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            float[] weights = network.parameter("conv2.weight").value().toArray();
            weights[7] = Float.NaN;
            network.parameter("conv2.weight").value().upload(weights);
            String message = assertThrows(ArithmeticException.class, () -> StoredNetwork.of(network, DEFAULT))
                    .getMessage();
            assertTrue(message.contains("conv2.weight") && message.contains("NaN at index 7"), message);
        }
    }

    @Test
    void faultsOfOneKindOfBitHitNoOther() {
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, DEFAULT)) {
            FaultFilter signs = FaultFilter.ALL.withBits(BitSelector.positions(31));
            FaultPattern pattern = new FaultSampler(memory.space(), signs, new BitErrorRate(0.1), 5).trial(0);
            int[] before = new int[memory.words()];
            Arrays.setAll(before, memory::read);
            try (FaultLog log = memory.strike(pattern)) {
                assertTrue(log.changedWords() > 1000);
                for (int address : log.changedAddresses()) {
                    assertEquals(1 << 31, memory.read(address) ^ before[address]);
                }
            }
        }
    }
}
