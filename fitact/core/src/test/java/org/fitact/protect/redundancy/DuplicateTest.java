package org.fitact.protect.redundancy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gains, choice and correction of channels that are computed twice, on numbers that can be found by hand. */
class DuplicateTest {

    private static final int SIDE = 16;
    private static final int CHANNELS = 3;
    private static final int CLASSES = 4;
    private static final Shape IMAGE = Shape.of(SIDE, SIDE, 1);
    private static final Graph GRAPH = new Graph(
            IMAGE,
            List.of(
                    new Node(
                            "conv",
                            new Conv2d(CHANNELS, 1, Window2d.of(1, 1, 1, 0), true),
                            List.of(Graph.IMAGES),
                            List.of("conv.weight", "conv.bias")),
                    new Node("flat", new Flatten(), "conv"),
                    new Node("fc", new Linear(CLASSES), List.of("flat"), List.of("fc.weight", "fc.bias"))),
            "fc");

    /** Weights of the last layer by channel, place and class: the third channel is not looked at. */
    private static final float[] LAST = new float[SIDE * SIDE * CHANNELS * CLASSES];

    static {
        for (int i = 0; i < LAST.length; i++) {
            int channel = i / CLASSES / (SIDE * SIDE);
            LAST[i] = channel == 2 ? 0 : (channel == 0 ? 0.002f : -0.01f) * (1 + i % 7);
        }
    }

    private static Network network() {
        Map<String, float[]> values = Map.of(
                "conv.weight",
                new float[] {1, -2, 3},
                "conv.bias",
                new float[CHANNELS],
                "fc.weight",
                LAST,
                "fc.bias",
                new float[] {0, 0.1f, 0.2f, 0.3f});
        return new Network(
                new Architecture("lenet5", IMAGE, CLASSES), GRAPH, Toy.REFERENCE, spec -> values.get(spec.name()));
    }

    /** ∂L/∂logits is softmax − one-hot; by a sum of the convolution it is that times the weights of the last layer. */
    @Test
    void gainsAreMeanAbsoluteGradients() {
        try (Network network = network();
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(30, 4))) {
            ChannelGains gains = ChannelGains.of(network, List.of("conv", "fc"), images);
            double[] last = new double[CLASSES];
            double[] first = new double[CHANNELS];
            int[] labels = images.labels();
            int image = 0;
            for (float[] logits : Toy.logits(network, images)) {
                for (int row = 0; row < logits.length; row += CLASSES, image++) {
                    double[] byLogits = new double[CLASSES];
                    double sum = 0;
                    for (int c = 0; c < CLASSES; c++) {
                        sum += byLogits[c] = Math.exp(logits[row + c]);
                    }
                    for (int c = 0; c < CLASSES; c++) {
                        byLogits[c] = byLogits[c] / sum - (labels[image] == c ? 1 : 0);
                        last[c] += Math.abs(byLogits[c]) / 30;
                    }
                    for (int i = 0; i < SIDE * SIDE * CHANNELS; i++) {
                        double bySum = 0;
                        for (int c = 0; c < CLASSES; c++) {
                            bySum += byLogits[c] * LAST[i * CLASSES + c];
                        }
                        first[i / (SIDE * SIDE)] += Math.abs(bySum) / 30;
                    }
                }
            }
            assertEquals(30, image);
            assertArrayEquals(last, gains.byStep().get("fc"), 1e-6);
            assertArrayEquals(first, gains.byStep().get("conv"), 1e-5);
            assertTrue(first[1] > first[0] && first[0] > 0, "they differ");
            assertEquals(0, gains.byStep().get("conv")[2]);
        }
    }

    @Test
    void theLargestGainsAreChosen() {
        Map<String, double[]> byStep = new LinkedHashMap<>();
        byStep.put("a", new double[] {1, 5, 3});
        byStep.put("b", new double[] {5, 2});
        ChannelGains gains = new ChannelGains(byStep);
        assertEquals(
                List.of("a1", "b0", "a2", "b1", "a0"),
                gains.ranked().stream()
                        .map(channel -> channel.step() + channel.channel())
                        .toList());
        assertEquals(Map.of("a", List.of(1)), gains.largest(0.2));
        assertEquals(Map.of("a", List.of(1), "b", List.of(0)), gains.largest(0.3));
        assertEquals(Map.of("a", List.of(1, 2), "b", List.of(0)), gains.largest(0.6));
        assertEquals(Map.of("a", List.of(0, 1, 2), "b", List.of(0, 1)), gains.largest(1));
    }

    /** What a map says of a layer is the mean of its channels: 0.9 · 5/3 is more than 0.9, and 0.1 · 5/3.5 less than any of the other. */
    @Test
    void aMapIsDividedAmongTheChannelsOfALayer() {
        Map<String, double[]> byStep = new LinkedHashMap<>();
        byStep.put("a", new double[] {1, 5, 3});
        byStep.put("b", new double[] {5, 2});
        byStep.put("c", new double[] {0, 0});
        ChannelGains mapped = new ChannelGains(byStep).withMeans(Map.of("a", 0.9, "b", 0.1, "c", 0.2));
        assertArrayEquals(new double[] {0.3, 1.5, 0.9}, mapped.byStep().get("a"), 1e-12);
        assertArrayEquals(
                new double[] {0.1 / 0.7, 0.1 * 2 / 3.5}, mapped.byStep().get("b"), 1e-12);
        assertArrayEquals(new double[] {0.2, 0.2}, mapped.byStep().get("c"), 1e-12);
        assertEquals(Map.of("a", List.of(0, 1, 2)), mapped.largest(3 / 7.0));
    }

    private static Map<String, Object> mapped(Map<String, Double> byLayer) {
        HardeningSettings plain = HardeningSettings.DEFAULT;
        HardeningSettings settings = new HardeningSettings(
                plain.postTraining(),
                plain.search(),
                0,
                plain.places(),
                plain.arithmetic(),
                plain.faults(),
                new HardeningSettings.Duplication(2 / 7.0, byLayer));
        try (Network network = network();
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(30, 4))) {
            return new Duplicate()
                    .protect(network, Toy.job(network, images, settings))
                    .details();
        }
    }

    /** The first layer's sums are more, and so are their gradients; where flips in it do nothing, channels of the last are chosen. */
    @Test
    void channelsAreChosenByAMap() {
        Map<String, Object> byGain = mapped(Map.of());
        assertEquals(Map.of("conv", "2 of 3"), byGain.get("channels"));
        assertTrue(!byGain.containsKey(HardeningSettings.DUPLICATED_FROM));
        Map<String, Double> byLayer = Map.of("conv", 0.0, "fc", 0.5);
        Map<String, Object> byMap = mapped(byLayer);
        assertEquals(Map.of("fc", "2 of 4"), byMap.get("channels"));
        assertEquals(byLayer, byMap.get(HardeningSettings.DUPLICATED_FROM));
        double[] fc = ranks(byMap, "fc");
        assertEquals(0.5, Arrays.stream(fc).average().orElseThrow(), 1e-6);
        assertEquals(ranks(byGain, "fc")[1] / ranks(byGain, "fc")[0], fc[1] / fc[0], 1e-6, "as gradients have it");
        assertArrayEquals(new double[3], ranks(byMap, "conv"));
        String refused = assertThrows(IllegalArgumentException.class, () -> mapped(Map.of("conv", 0.5)))
                .getMessage();
        assertTrue(refused.contains("product fc") && refused.contains("[conv]"), refused);
    }

    private static double[] ranks(Map<String, Object> details, String step) {
        List<?> some = (List<?>) ((Map<?, ?>) details.get("gains")).get(step);
        return some.stream().mapToDouble(rank -> ((Number) rank).doubleValue()).toArray();
    }

    @ParameterizedTest
    @CsvSource({"1, -2, 1", "-3, 2, 2", "NaN, 7, 7", "7, NaN, 7", "Infinity, -1, -1", "4, 4, 4"})
    void theSmallerSizeIsTaken(float some, float other, float expected) {
        int bits = DuplicationCheck.smaller(Float.floatToRawIntBits(some), Float.floatToRawIntBits(other));
        assertEquals(expected, Float.intBitsToFloat(bits));
    }

    /** Of 768 multiply-adds of the convolution a channel has 256, of 3,072 of the last layer 768. */
    @Test
    void whatItCostsIsCounted() {
        try (Network network = network();
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(30, 4))) {
            Map<String, Object> details = new Duplicate()
                    .protect(network, Toy.job(network, images, HardeningSettings.DEFAULT))
                    .details();
            Graph plan =
                    Plan.program(network, new PlanOptions(1, true, Fusion.SUMS)).graph();
            List<Duplicate.RankedChannel> ranked = Duplicate.ranked(plan, details);
            assertEquals(7, ranked.size());
            assertEquals(
                    1,
                    ranked.stream()
                            .mapToDouble(Duplicate.RankedChannel::multiplyAdds)
                            .sum(),
                    1e-12);
            for (Duplicate.RankedChannel channel : ranked) {
                assertEquals(
                        channel.step().equals("conv") ? 256.0 / 3840 : 768.0 / 3840, channel.multiplyAdds(), 1e-12);
            }
            // A quarter of seven channels, rounded up.
            double two = ranked.get(0).multiplyAdds() + ranked.get(1).multiplyAdds();
            assertEquals(two, (double) details.get("moreMultiplyAdds"), 1e-12);
        }
    }

    /** Adds to sums of the first attempt alone, before the check sees them. */
    private static StepObserver adding(float... some) {
        return new StepObserver() {
            @Override
            public void summed(Sums sums) {
                if (sums.step().name().equals("conv") && sums.attempt() == 0) {
                    float[] numbers = new float[2 * SIDE * SIDE * CHANNELS];
                    Toy.REFERENCE.download(sums.value(), 0, MemorySegment.ofArray(numbers));
                    for (int i = 0; i < some.length; i++) {
                        numbers[i] += some[i];
                    }
                    Toy.REFERENCE.upload(MemorySegment.ofArray(numbers), sums.value(), 0);
                }
            }

            @Override
            public void done(Node step, Buffer value, int batch) {}
        };
    }

    /** All pixels are 1, so the sums of a place are 1, −2 and 3; channels 0 and 1 are computed twice. */
    @Test
    void aChosenChannelIsMendedWhereItBecameLarger() {
        float[][] seen = new float[1][2 * SIDE * SIDE * CHANNELS];
        float[] ones = new float[2 * SIDE * SIDE];
        Arrays.fill(ones, 1);
        try (Network network = network();
                Plan plan = Plan.of(network, new PlanOptions(2, true, Fusion.SUMS));
                Tensor images = Tensor.of(Toy.REFERENCE, IMAGE.withBatch(2), ones)) {
            DuplicationCheck check = new DuplicationCheck(Map.of("conv", List.of(0, 1)));
            check.deployed(plan);
            plan.observe(check.then(new StepObserver() {
                @Override
                public void done(Node step, Buffer value, int batch) {
                    if (step.name().equals("conv")) {
                        Toy.REFERENCE.download(value, 0, MemorySegment.ofArray(seen[0]));
                    }
                }
            }));
            plan.logits(images);
            assertEquals(new BitSet(), check.found(), "no false alarm");
            // At the first place all are struck: larger, smaller in size, and not chosen; at the second the first
            // alone, and NaN.
            plan.observedFirstBy(adding(10, 1.5f, 10, Float.NaN), () -> plan.logits(images));
            assertArrayEquals(new float[] {1, -0.5f, 13, 1, -2, 3}, Arrays.copyOf(seen[0], 6));
            BitSet first = new BitSet();
            first.set(0);
            assertEquals(first, check.found());
            // What is not chosen is not seen.
            plan.observedFirstBy(adding(0, 0, 10), () -> plan.logits(images));
            assertEquals(new BitSet(), check.found());
            assertEquals(13, seen[0][2]);
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        try (Network network = network();
                Plan plan = Plan.of(network, new PlanOptions(2, true, Fusion.SUMS))) {
            assertTrue(assertThrows(
                            IllegalArgumentException.class,
                            () -> new DuplicationCheck(Map.of("conv", List.of(3))).deployed(plan))
                    .getMessage()
                    .contains("channel 3 of conv"));
            assertTrue(assertThrows(
                            IllegalArgumentException.class,
                            () -> new DuplicationCheck(Map.of("conv9", List.of(0))).deployed(plan))
                    .getMessage()
                    .contains("conv9"));
            assertTrue(assertThrows(
                            IllegalArgumentException.class, () -> new Duplicate().checks(network.graph(), Map.of()))
                    .getMessage()
                    .contains("scheme duplicate has no duplicated"));
        }
    }
}
