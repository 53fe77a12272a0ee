package org.fitact.nn.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.graph.pass.Schedule;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.FastIntegerOps;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.integer.Tally;
import org.fitact.tensor.random.Philox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Flips in accumulators, values and images of networks in integers. */
class WordFaultsTest {

    private static final String SUMS = "sums of ";

    private final Backend backend = Backends.cpu(BackendOptions.defaults());

    @AfterEach
    void close() {
        backend.close();
    }

    /**
     * A flip of some bits.
     *
     * @param place name of a value, or {@link #SUMS} and that of a product
     * @param element of the image
     */
    private record Flip(String place, int element, long mask) {}

    /** Strikes one word of one image. */
    private record Single(Flip flip, int image, int elements, Format format) implements WordFaults {

        @Override
        public void started(int images) {}

        private boolean isAt(String place, int first, int images) {
            return place.equals(flip.place) && first <= image && image < first + images;
        }

        private void strike(String place, long[] words, int first, int images) {
            if (isAt(place, first, images)) {
                int index = (image - first) * elements + flip.element;
                words[index] = format.wrap(words[index] ^ flip.mask);
            }
        }

        @Override
        public boolean strikesSums(String product, int first, int images) {
            return isAt(SUMS + product, first, images);
        }

        @Override
        public void summed(String product, long[] words, int first, int images) {
            strike(SUMS + product, words, first, images);
        }

        @Override
        public void made(String value, long[] words, int first, int images) {
            strike(value, words, first, images);
        }
    }

    /**
     * The network of {@link #tiny} by hand, in longs: a convolution of one map by 2×2 taps to two, a bound at 2.5, and a linear layer of
     * three outputs. Fractions of the words: images 5, weights 3 and 4, biases 6 and 5, sums 8, values 4, logits 5.
     *
     * @param atEach whether a sum saturates after each addition
     */
    private record ByHand(Map<String, long[]> parameters, boolean atEach, Flip flip) {

        private long struck(String place, int element, long word, int bits) {
            if (flip == null || !flip.place.equals(place) || flip.element != element) {
                return word;
            }
            long low = (word ^ flip.mask) & (1L << bits) - 1;
            return low >= 1L << bits - 1 ? low - (1L << bits) : low;
        }

        private static long saturated(long word, int bits) {
            return Math.max(-(1L << bits - 1), Math.min((1L << bits - 1) - 1, word));
        }

        private long added(long sum, long term, int bits) {
            return atEach ? saturated(sum + term, bits) : sum + term;
        }

        long[] logits(long[] pixels) {
            long[] image = new long[9];
            for (int i = 0; i < 9; i++) {
                image[i] = struck(Graph.IMAGES, i, pixels[i], 8);
            }
            long[] maps = new long[8];
            for (int pixel = 0; pixel < 4; pixel++) {
                for (int o = 0; o < 2; o++) {
                    long sum = added(0, parameters.get("conv.bias")[o] * 4, 14);
                    for (int tap = 0; tap < 4; tap++) {
                        long x = image[(pixel / 2 + tap / 2) * 3 + pixel % 2 + tap % 2];
                        sum = added(sum, x * parameters.get("conv.weight")[tap * 2 + o], 14);
                    }
                    int element = pixel * 2 + o;
                    sum = struck(SUMS + "conv", element, saturated(sum, 14), 14);
                    long word = struck("conv", element, saturated(sum >> 4, 8), 8);
                    maps[element] = struck("relu.bound", element, word > 0 && word <= 40 ? word : 0, 8);
                }
            }
            long[] logits = new long[3];
            for (int j = 0; j < 3; j++) {
                long sum = added(0, parameters.get("fc.bias")[j] * 8, 16);
                for (int l = 0; l < 8; l++) {
                    // A map after the other, as a linear layer behind maps reads them.
                    sum = added(sum, maps[l % 4 * 2 + l / 4] * parameters.get("fc.weight")[l * 3 + j], 16);
                }
                sum = struck(SUMS + "fc", j, saturated(sum, 16), 16);
                logits[j] = struck("fc", j, saturated(sum >> 3, 8), 8);
            }
            return logits;
        }
    }

    private static FixedType floor(int width, int fraction) {
        return new FixedType(Format.signed(width, fraction), Rounding.FLOOR, Overflow.SATURATE);
    }

    private static Graph tiny() {
        Graph plain = new GraphBuilder(Shape.of(3, 3, 1))
                .conv("conv", 2, 2, 1, 0)
                .relu("relu")
                .flatten()
                .linear("fc", 3)
                .build();
        Bound bound = new Bound(BoundedRelu.Policy.ZERO, BoundedRelu.Granularity.LAYER, 1);
        return new Program(plain.withSites(site -> site.bounded(bound)), Map.of())
                .through(List.of(new DropIdentity(), new Schedule()))
                .graph();
    }

    private static NetworkArithmetic arithmetic(boolean atEach) {
        Accumulator.Moment moment = atEach ? Accumulator.Moment.EACH_ADDITION : Accumulator.Moment.END;
        return new NetworkArithmetic(
                floor(8, 5),
                Map.of(
                        "conv", LayerArithmetic.of(new Accumulator(floor(14, 8), moment), floor(8, 4)),
                        "fc", LayerArithmetic.of(new Accumulator(floor(16, 8), moment), floor(8, 5))),
                0);
    }

    private static Map<String, long[]> parameters(Graph graph) {
        Map<String, long[]> all = new LinkedHashMap<>();
        for (ParameterSpec spec : graph.parameters()) {
            long[] words = new long[spec.shape().elements()];
            for (int i = 0; i < words.length; i++) {
                // Of six bits, and large enough that some sums saturate.
                words[i] = (i * 37 + spec.name().length() * 11) % 61 - 30;
            }
            all.put(spec.name(), spec.kind() == ParameterSpec.Kind.BOUND ? new long[] {40} : words);
        }
        return all;
    }

    private static List<ParameterWords> stored(Map<String, long[]> parameters) {
        Map<String, Integer> fractions = Map.of("conv.weight", 3, "conv.bias", 6, "fc.weight", 4, "fc.bias", 5);
        List<ParameterWords> all = new ArrayList<>();
        parameters.forEach((name, words) ->
                all.add(new ParameterWords(name, Format.signed(8, fractions.getOrDefault(name, 4)), words.clone())));
        return all;
    }

    @Test
    void everySingleFlipIsWhatItIsByHand() {
        Graph graph = tiny();
        Map<String, long[]> parameters = parameters(graph);
        Map<String, Integer> bits = new TreeMap<>(Map.of(
                Graph.IMAGES,
                9 * 8,
                SUMS + "conv",
                8 * 14,
                "conv",
                8 * 8,
                "relu.bound",
                8 * 8,
                SUMS + "fc",
                3 * 16,
                "fc",
                3 * 8));
        Map<String, Integer> widths = Map.of(SUMS + "conv", 14, SUMS + "fc", 16);
        float[] pixels = new float[18];
        long[] words = new long[18];
        for (int i = 0; i < 18; i++) {
            words[i] = (i * 53 + 7) % 97 - 40;
            pixels[i] = words[i] / 32f;
        }
        for (IntegerOps ops : List.of(new ReferenceIntegerOps(), Backends.integers(backend))) {
            for (boolean atEach : new boolean[] {false, true}) {
                Map<String, Integer> seen = new TreeMap<>();
                try (IntegerPlan plan = IntegerPlan.of(graph, arithmetic(atEach), stored(parameters), ops, 2, 1);
                        Tensor images = Tensor.of(backend, Shape.of(2, 3, 3, 1), pixels)) {
                    long[] clean = plan.words(images);
                    bits.forEach((place, all) -> {
                        int width = widths.getOrDefault(place, 8);
                        for (int bit = 0; bit < all; bit++) {
                            Flip flip = new Flip(place, bit / width, 1L << bit % width);
                            int image = bit % 2;
                            Single faults = new Single(flip, image, all / width, Format.signed(width, 0));
                            long[] struck = plan.struckBy(faults, () -> plan.words(images));
                            for (int i = 0; i < 2; i++) {
                                ByHand network = new ByHand(parameters, atEach, i == image ? flip : null);
                                long[] expected = network.logits(Arrays.copyOfRange(words, i * 9, i * 9 + 9));
                                assertArrayEquals(expected, Arrays.copyOfRange(struck, i * 3, i * 3 + 3), flip + "");
                            }
                            seen.merge(place, Arrays.equals(clean, struck) ? 0 : 1, Integer::sum);
                        }
                    });
                    assertArrayEquals(clean, plan.words(images), "nothing is left behind");
                }
                seen.forEach((place, changed) -> assertTrue(changed > 0, place + " of " + seen));
                assertEquals(24, seen.get("fc"), "each bit of a logit is seen");
                assertTrue(seen.get(SUMS + "conv") < 8 * 14, "roundings and the bound hide none: " + seen);
            }
        }
    }

    /** Flips one word in 16 of everything, by a counter; the same for every thread and batch. */
    private static final class Many implements WordFaults {

        private final IntegerSteps steps;

        Many(IntegerPlan plan) {
            this.steps = new IntegerSteps(plan.graph(), plan.arithmetic());
        }

        @Override
        public void started(int images) {}

        @Override
        public boolean strikesSums(String product, int first, int images) {
            return true;
        }

        @Override
        public void summed(String product, long[] words, int first, int images) {
            Format format =
                    steps.accumulator(steps.node(steps.number(product))).type().format();
            strike(SUMS + product, steps.number(product), format, words, first, images);
        }

        @Override
        public void made(String value, long[] words, int first, int images) {
            int number = steps.number(value);
            strike(value, number, steps.type(number).format(), words, first, images);
        }

        private void strike(String place, int value, Format format, long[] words, int first, int images) {
            int elements = steps.elements(value);
            for (int i = 0; i < images * elements; i++) {
                long drawn = Philox.bits(place.hashCode(), first + i / elements, i % elements);
                if ((drawn & 15) == 0) {
                    words[i] = format.wrap(words[i] ^ 1L << Long.remainderUnsigned(drawn >>> 4, format.width()));
                }
            }
        }
    }

    /** Values at the ends of their range, and sums that no proof foresaw: whatever computes a layer, its words are the reference's. */
    @Test
    void struckNetworksHaveTheWordsAndCountsOfTheReference() {
        FixedType type = FixedType.of(Format.signed(16, 9));
        Accumulator sums = new Accumulator(FixedType.of(Format.signed(40, 17)), Accumulator.Moment.END);
        try (Network network = TestNetworks.zoo(backend, "resnet20", Shape.of(12, 12, 3), 4);
                Tensor images = Tensor.of(backend, Shape.of(5, 12, 12, 3), Patterns.pattern(3, 5 * 432))) {
            TestNetworks.boundEverywhere(
                    network,
                    new Relu(),
                    new Bound(BoundedRelu.Policy.SATURATE, BoundedRelu.Granularity.CHANNEL, 20),
                    i -> 0.5 + i % 5 * 0.25);
            Program program = IntegerPlan.program(network);
            NetworkArithmetic arithmetic = IntegerPlanTest.alike(program.graph(), type, sums);
            Run expected = run(program, arithmetic, new FastIntegerOps(), 1, images);
            assertFalse(Arrays.equals(expected.clean, expected.struck));
            for (int threads = 1; threads <= 3; threads++) {
                Run other = run(program, arithmetic, Backends.integers(backend), threads, images);
                assertArrayEquals(expected.clean, other.clean, threads + " threads");
                assertArrayEquals(expected.struck, other.struck, threads + " threads");
                assertEquals(expected.counts, other.counts, threads + " threads");
            }
        }
    }

    /** Has all sums taken apart, and changes nothing. */
    private static final class Apart implements WordFaults {

        @Override
        public void started(int images) {}

        @Override
        public boolean strikesSums(String product, int first, int images) {
            return true;
        }

        @Override
        public void summed(String product, long[] words, int first, int images) {}

        @Override
        public void made(String value, long[] words, int first, int images) {}
    }

    /** Taking the sums of a product apart changes neither a word nor a count, though its roundings draw. */
    @Test
    void sumsThatAreTakenApartAreTheSame() {
        FixedType drawing = new FixedType(Format.signed(12, 6), Rounding.STOCHASTIC, Overflow.SATURATE_SYMMETRIC);
        for (Accumulator.Moment moment : Accumulator.Moment.values()) {
            Accumulator narrow = new Accumulator(
                    new FixedType(Format.signed(20, 14), Rounding.STOCHASTIC, Overflow.SATURATE_ZERO), moment);
            try (Network network = TestNetworks.zoo(backend, "lenet5", Shape.of(16, 16, 1), 4);
                    Tensor images = Tensor.of(backend, Shape.of(3, 16, 16, 1), Patterns.pattern(3, 3 * 256))) {
                Program program = IntegerPlan.program(network);
                NetworkArithmetic arithmetic = IntegerPlanTest.alike(program.graph(), drawing, narrow);
                WordFaults apart = new Apart();
                try (IntegerPlan plan = plan(program, arithmetic, new ReferenceIntegerOps(), 3, 1);
                        IntegerPlan other = plan(program, arithmetic, new ReferenceIntegerOps(), 3, 1)) {
                    assertArrayEquals(plan.words(images), other.struckBy(apart, () -> other.words(images)));
                    assertEquals(counts(plan), counts(other));
                }
            }
        }
    }

    private record Run(long[] clean, long[] struck, Map<String, List<Long>> counts) {}

    private static IntegerPlan plan(
            Program program, NetworkArithmetic arithmetic, IntegerOps ops, int batch, int threads) {
        return IntegerPlan.of(
                program.graph(), arithmetic, IntegerPlanTest.words(program, arithmetic.images()), ops, batch, threads);
    }

    private static Run run(Program program, NetworkArithmetic arithmetic, IntegerOps ops, int threads, Tensor images) {
        try (IntegerPlan plan = plan(program, arithmetic, ops, 5, threads)) {
            long[] clean = plan.words(images);
            long[] struck = plan.struckBy(new Many(plan), () -> plan.words(images));
            return new Run(clean, struck, counts(plan));
        }
    }

    private static Map<String, List<Long>> counts(IntegerPlan plan) {
        Map<String, List<Long>> counts = new TreeMap<>();
        plan.tallies().forEach((value, tally) -> counts.put(value, counts(tally)));
        return counts;
    }

    private static List<Long> counts(Tally tally) {
        return List.of(
                tally.outputs(), tally.outputOverflows(), tally.accumulatorOverflows(), (long) tally.accumulatorBits());
    }
}
