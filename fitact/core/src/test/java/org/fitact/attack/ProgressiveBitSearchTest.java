package org.fitact.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressiveBitSearchTest {

    private static final Shape ROW = Shape.of(1, 3, 1);
    private static final Backend CPU = Backends.cpu(new BackendOptions(1));

    @AfterAll
    static void close() {
        CPU.close();
    }

    private static Network linear(long seed) {
        Graph graph = new GraphBuilder(ROW).flatten().linear("fc", 2).build();
        return new Network(new Architecture("tiny", ROW, 2), graph, Toy.REFERENCE, ParameterSource.random(seed));
    }

    private static EvaluationSet images(int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        byte[] labels = new byte[pixels.length / 3];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 2);
        }
        return new EvaluationSet(
                Toy.REFERENCE,
                new ImageSet("tiny", 1, 3, 1, List.of("a", "b"), bytes, labels),
                Normalisation.none(1),
                2);
    }

    private static Deployment deployment(String format) {
        return new Deployment(NumberFormats.parse(format), true, 25);
    }

    private static FaultPattern flip(int address, int bit) {
        return FaultPattern.builder(FaultOperation.FLIP).add(address, bit).build();
    }

    /**
     * Of one image and two classes the loss ln(1 + e^−d) falls with the margin d, and d is linear in every weight: what the gradient
     * orders by is what the loss does, so the best of a bit is the best of all.
     */
    @ParameterizedTest
    @CsvSource({"Q3.4, 1", "Q3.4, 2", "int8, 3", "Q7.8, 4"})
    void onALinearNetworkItFindsWhatExhaustiveSearchFinds(String format, long seed) {
        for (Candidates candidates : Candidates.values()) {
            try (Network network = linear(seed);
                    EvaluationSet images = images(200, 90, 30)) {
                MemoryImage image = MemoryImage.of(network, deployment(format));
                AttackSettings settings = new AttackSettings(4, candidates, AttackSettings.WEIGHTS);
                try (StoredNetwork memory = StoredNetwork.of(image, Toy.REFERENCE);
                        StoredNetwork tried = StoredNetwork.of(image, Toy.REFERENCE);
                        ProgressiveBitSearch search =
                                new ProgressiveBitSearch(network, image, memory, true, images, settings)) {
                    Set<FaultPattern> made = new HashSet<>();
                    for (int i = 0; i < 4; i++) {
                        double worst = worst(tried, images, made);
                        WorstFlip found = search.next().orElseThrow();
                        assertEquals(worst, found.loss(), 1e-6 * worst);
                        made.add(flip(found.address(), found.bit()));
                        tried.strike(flip(found.address(), found.bit()));
                        assertEquals(found.loss(), new BatchLoss(images).of(tried.inference()), 1e-12);
                    }
                    assertEquals(4, made.size());
                }
            }
        }
    }

    /** The largest loss after one more flip of a weight that was not flipped before. */
    private static double worst(StoredNetwork memory, EvaluationSet images, Set<FaultPattern> made) {
        Region weights = memory.space().region("fc.weight");
        double worst = 0;
        for (int address = weights.offset(); address < weights.end(); address++) {
            for (int bit = 0; bit < weights.format().width(); bit++) {
                if (!made.contains(flip(address, bit))) {
                    try (FaultLog _ = memory.strike(flip(address, bit))) {
                        worst = Math.max(worst, new BatchLoss(images).of(memory.inference()));
                    }
                }
            }
        }
        return worst;
    }

    /** Logits 1 and 3, label 0: ln(1 + e²); the mean with label 1 of the same: minus 1. */
    @Test
    void lossByHand() {
        ParameterSource source = spec -> spec.shape().rank() == 1 ? new float[] {1, 3} : new float[6];
        Graph graph = new GraphBuilder(ROW).flatten().linear("fc", 2).build();
        try (Network network = new Network(new Architecture("tiny", ROW, 2), graph, Toy.REFERENCE, source);
                EvaluationSet one = images(1, 2, 3);
                EvaluationSet two = images(1, 2, 3, 4, 5, 6);
                StoredNetwork memory = StoredNetwork.of(network, deployment("Q3.4"))) {
            double ofFirst = Math.log(1 + Math.exp(2));
            assertEquals(ofFirst, new BatchLoss(one).of(memory.inference()), 1e-12);
            assertEquals(ofFirst - 1, new BatchLoss(two).of(memory.inference()), 1e-12);
        }
    }

    private static Network convolutional() {
        Shape image = Shape.of(4, 4, 1);
        Graph graph = new GraphBuilder(image)
                .convNorm("conv", 3, 3, 1, 1)
                .add("smooth", new Tanh())
                .flatten()
                .linear("fc", 2)
                .build();
        ParameterSource random = ParameterSource.random(7);
        return new Network(new Architecture("tiny", image, 2), graph, Toy.REFERENCE, spec -> {
            float[] values = random.values(spec);
            for (int i = 0; i < values.length; i++) {
                values[i] += 0.1f * (i % 3);
            }
            return values;
        });
    }

    /** Batch norm folded or not, by central differences of the deployed network's loss. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsAreThoseOfTheDeployedNetwork(boolean fold) {
        byte[] pixels = new byte[3 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        ImageSet set = new ImageSet("tiny", 4, 4, 1, List.of("a", "b"), pixels, new byte[] {0, 1, 1});
        Deployment deployment = new Deployment(NumberFormats.parse("float32"), fold, 2);
        try (Network network = convolutional();
                EvaluationSet images = new EvaluationSet(Toy.REFERENCE, set, Normalisation.none(1), 2)) {
            MemoryImage image = MemoryImage.of(network, deployment);
            Set<String> tensors =
                    image.space().regions().stream().map(Region::name).collect(Collectors.toSet());
            try (StoredNetwork memory = StoredNetwork.of(image, Toy.REFERENCE);
                    LossGradient gradient = LossGradient.of(network, image, fold, images, tensors)) {
                Map<String, float[]> found = gradient.find();
                assertEquals(fold, found.containsKey("conv.conv.bias"), found.keySet()::toString);
                assertTrue(found.containsKey("conv.conv.weight"), found.keySet()::toString);
                for (Region region : image.space().regions()) {
                    float[] byNumbers = found.get(region.name());
                    float[] numbers = image.numbers().get(region.name());
                    for (int i = 0; byNumbers != null && i < numbers.length; i += 2) {
                        assertEquals(
                                difference(memory, images, region.offset() + i, numbers[i]),
                                byNumbers[i],
                                5e-4,
                                region.name() + "[" + i + "]");
                    }
                }
            }
        }
    }

    private static double difference(StoredNetwork memory, EvaluationSet images, int address, float number) {
        float step = 1e-3f;
        BatchLoss loss = new BatchLoss(images);
        memory.writeValue(address, number + step);
        double above = loss.of(memory.inference());
        memory.writeValue(address, number - step);
        double below = loss.of(memory.inference());
        memory.writeValue(address, number);
        return (above - below) / (2 * step);
    }

    private static List<WorstFlip> attack(
            Backend backend, String scheme, String format, String code, AttackSettings settings) {
        List<WorstFlip> made = new ArrayList<>();
        Deployment deployment = deployment(format).with(_ -> MemoryCodes.parse(code));
        try (Network network = Toy.hardened(scheme, HardeningSettings.DEFAULT, backend);
                EvaluationSet images = Toy.upload(backend, Toy.images(12, 9))) {
            MemoryImage image = MemoryImage.of(network, deployment);
            try (StoredNetwork memory = StoredNetwork.of(image, backend);
                    ProgressiveBitSearch search =
                            new ProgressiveBitSearch(network, image, memory, true, images, settings)) {
                double before = search.loss();
                for (int i = 0; i < settings.flips(); i++) {
                    Optional<WorstFlip> found = search.next();
                    found.ifPresent(made::add);
                }
                for (WorstFlip flip : made) {
                    assertTrue(flip.loss() > before, "the loss rises");
                    before = flip.loss();
                }
                assertEquals(before, search.loss());
                assertEquals(before, new BatchLoss(images).of(memory.inference()), "flips stay");
            }
        }
        return made;
    }

    /** Bounds included, and the same for one thread and two. */
    @ParameterizedTest
    @EnumSource(Candidates.class)
    void itIsTheSameForAnyNumberOfThreads(Candidates candidates) {
        AttackSettings settings = new AttackSettings(
                2, candidates, AttackSettings.WEIGHTS.withKinds(ParameterKind.WEIGHT, ParameterKind.BOUND));
        try (Backend two = Backends.cpu(new BackendOptions(2))) {
            List<WorstFlip> made = attack(CPU, "ranger", "int8", "none", settings);
            assertEquals(2, made.size());
            assertEquals(made, attack(two, "ranger", "int8", "none", settings));
        }
    }

    /** A flip of an exponent makes a number so large that the loss is none: that is the worst, and the last that can be found. */
    @Test
    void anAnswerThatIsNoNumberIsTheWorst() {
        AttackSettings settings = new AttackSettings(2, Candidates.TENSOR, AttackSettings.WEIGHTS);
        List<WorstFlip> made = attack(CPU, "none", "float32", "none", settings);
        assertEquals(30, made.getFirst().bit());
        assertEquals(Double.POSITIVE_INFINITY, made.getLast().loss());
    }

    /** Who reads through SECDED sees that no single flip changes anything; parity turns a flip into a 0. */
    @Test
    void itReadsThroughCodes() {
        AttackSettings settings = new AttackSettings(1, Candidates.TENSOR, AttackSettings.WEIGHTS);
        assertEquals(List.of(), attack(CPU, "none", "int8", "secded72", settings));
        List<WorstFlip> plain = attack(CPU, "none", "int8", "none", settings);
        List<WorstFlip> parity = attack(CPU, "none", "int8", "parity", settings);
        assertEquals(7, plain.getFirst().bit());
        assertEquals(0, parity.getFirst().bit(), "all bits of a word read 0, the first is as good as any");
        List<WorstFlip> radar = attack(CPU, "none", "int8", "radar", settings);
        assertNotEquals(plain, radar);
    }

    @Test
    void whatCannotBeIsRefused() {
        FaultFilter norms = AttackSettings.WEIGHTS.withKinds(ParameterKind.NORM);
        AttackSettings settings = new AttackSettings(1, Candidates.TENSOR, norms);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> attack(CPU, "none", "int8", "none", settings))
                .getMessage();
        assertTrue(message.contains("no stored parameter is of kinds [NORM]"), message);
        try (Network network = convolutional();
                EvaluationSet images = images(1, 2, 3)) {
            MemoryImage image = MemoryImage.of(network, new Deployment(NumberFormats.parse("int8"), false, 2));
            try (StoredNetwork memory = StoredNetwork.of(image, Toy.REFERENCE)) {
                String apart = assertThrows(
                                IllegalArgumentException.class,
                                () -> new ProgressiveBitSearch(network, image, memory, false, images, settings))
                        .getMessage();
                assertTrue(apart.startsWith("conv.norm."), apart);
            }
        }
        assertThrows(
                IllegalArgumentException.class, () -> new AttackSettings(0, Candidates.TENSOR, AttackSettings.WEIGHTS));
    }

    @Test
    void randomFlipsAreOfTheSameBits() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            MemoryImage image = MemoryImage.of(network, deployment("int8"));
            List<Integer> bits = List.of(7, 7, 6, 0);
            FaultFilter filter = AttackSettings.WEIGHTS.withLayers("conv1");
            List<RandomFlips.Flip> drawn = RandomFlips.draw(image.space(), filter, bits, 5, 0);
            assertEquals(bits, drawn.stream().map(RandomFlips.Flip::bit).toList());
            assertEquals(4, Set.copyOf(drawn).size());
            Region weights = image.space().region("conv1.weight");
            assertTrue(drawn.stream()
                    .allMatch(flip -> image.space().regionAt(flip.address()).equals(weights)));
            assertEquals(drawn, RandomFlips.draw(image.space(), filter, bits, 5, 0));
            assertNotEquals(drawn, RandomFlips.draw(image.space(), filter, bits, 5, 1));
            // All words of a tensor, each once.
            List<Integer> all = Collections.nCopies(weights.words(), 3);
            assertEquals(
                    weights.words(),
                    Set.copyOf(RandomFlips.draw(image.space(), filter, all, 5, 2))
                            .size());
        }
    }
}
