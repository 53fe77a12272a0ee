package org.fitact.nn.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.fixedpoint.ApFixed;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.FastIntegerOps;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.integer.Tally;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntegerPlanTest {

    private static final FixedType Q15_16 = FixedType.of(Format.signed(32, 16));
    private static final Accumulator WIDE =
            new Accumulator(FixedType.of(Format.signed(64, 32)), Accumulator.Moment.END);

    private final Backend backend = Backends.cpu(BackendOptions.defaults());

    @AfterEach
    void close() {
        backend.close();
    }

    /** Every parameter in a format, every value of a type, and an accumulator for all that multiplies. */
    static NetworkArithmetic alike(Graph graph, FixedType type, Accumulator accumulator) {
        Map<String, LayerArithmetic> layers = new LinkedHashMap<>();
        graph.nodes()
                .forEach(node -> layers.put(
                        node.name(),
                        new LayerArithmetic(
                                Optional.of(type), Optional.of(accumulator), Optional.of(Format.signed(16, 11)))));
        return new NetworkArithmetic(type, layers, 5);
    }

    static List<ParameterWords> words(Program program, FixedType type) {
        List<ParameterWords> all = new ArrayList<>();
        program.graph().parameters().forEach(spec -> {
            float[] values = program.values().get(spec.name());
            int[] words = new int[values.length];
            for (int i = 0; i < words.length; i++) {
                words[i] = (int)
                        Math.rint(values[i] * Math.scalb(1.0, type.format().fraction()));
            }
            all.add(ParameterWords.of(spec.name(), type.format(), words));
        });
        return all;
    }

    private static IntegerPlan plan(Network network, FixedType type, Accumulator accumulator, int batch, int threads) {
        return plan(network, type, accumulator, new ReferenceIntegerOps(), batch, threads);
    }

    private static IntegerPlan plan(
            Network network, FixedType type, Accumulator accumulator, IntegerOps ops, int batch, int threads) {
        Program program = IntegerPlan.program(network);
        return IntegerPlan.of(
                program.graph(), alike(program.graph(), type, accumulator), words(program, type), ops, batch, threads);
    }

    private Network network(String model, BoundedRelu.Policy policy) {
        Network network = TestNetworks.zoo(backend, model, Shape.of(8, 8, 2), 4);
        TestNetworks.boundEverywhere(
                network, new Relu(), new Bound(policy, BoundedRelu.Granularity.CHANNEL, 20), i -> 0.5 + i % 5 * 0.25);
        return network;
    }

    private Tensor images(int count) {
        return Tensor.of(backend, Shape.of(8, 8, 2).withBatch(count), Patterns.pattern(3, count * 128));
    }

    /** In Q15.16 nothing but rounding differs, and what rounding does is known from the size of the layers. */
    @Test
    void inWideFormatsTheLogitsAreThoseOfFloat() {
        for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
            try (Network network = network("resnet20", policy);
                    Tensor images = images(2);
                    Plan floats = Plan.of(network, 2, true);
                    IntegerPlan integers = plan(network, Q15_16, WIDE, 2, 1)) {
                float[] expected = floats.logits(images);
                float[] logits = integers.logits(images);
                double distance = 0;
                double spread = 0;
                for (int i = 0; i < logits.length; i++) {
                    distance = Math.max(distance, Math.abs(expected[i] - logits[i]));
                    spread = Math.max(spread, Math.abs(expected[i]));
                }
                // A hard bound is a step: beside it, a unit in the last place may decide. A smooth one is steep there,
                // up to
                // κ/4·λ, and its gate is known to 8.4e−5.
                double tolerance = policy == BoundedRelu.Policy.SATURATE ? 0.01 : 0.1;
                assertTrue(distance <= tolerance * spread, policy + ": " + distance + " of " + spread);
                Tally sums = integers.tallies()
                        .get(integers.graph().nodes().getFirst().name());
                assertTrue(sums.accumulatorBits() > 20 && sums.accumulatorBits() < 50, "" + sums.accumulatorBits());
            }
        }
    }

    @Test
    void neitherThreadsNorBatchesChangeAWord() {
        FixedType drawing = new FixedType(Format.signed(16, 9), Rounding.STOCHASTIC, Overflow.WRAP);
        Accumulator narrow = new Accumulator(
                new FixedType(Format.signed(20, 14), Rounding.STOCHASTIC, Overflow.SATURATE),
                Accumulator.Moment.EACH_ADDITION);
        try (Network network = TestNetworks.zoo(backend, "lenet5", Shape.of(32, 32, 1), 10);
                Tensor nine = Tensor.of(backend, Shape.of(9, 32, 32, 1), Patterns.pattern(3, 9 * 1024));
                IntegerPlan all = plan(network, drawing, narrow, 9, 1)) {
            long[] words = all.words(nine);
            for (int threads = 2; threads <= 3; threads++) {
                try (IntegerPlan shared = plan(network, drawing, narrow, 9, threads)) {
                    assertArrayEquals(words, shared.words(nine));
                    shared.tallies().forEach((value, tally) -> {
                        Tally expected = all.tallies().get(value);
                        assertEquals(expected.outputOverflows(), tally.outputOverflows(), value);
                        assertEquals(expected.accumulatorOverflows(), tally.accumulatorOverflows(), value);
                        assertEquals(expected.accumulatorBits(), tally.accumulatorBits(), value);
                    });
                }
            }
            try (IntegerPlan single = plan(network, drawing, narrow, 1, 1);
                    Tensor last = Tensor.of(
                            backend, Shape.of(1, 32, 32, 1), Arrays.copyOfRange(nine.toArray(), 8 * 1024, 9 * 1024))) {
                assertArrayEquals(Arrays.copyOfRange(words, 80, 90), single.words(last));
            }
        }
    }

    /** Operands of another size than the result: what is drawn for an image is counted within it. */
    @Test
    void whatIsPutTogetherIsRoundedAlikeInEveryBatch() {
        FixedType fine = FixedType.of(Format.signed(16, 12));
        FixedType drawing = new FixedType(Format.signed(8, 2), Rounding.STOCHASTIC, Overflow.SATURATE);
        GraphBuilder layers = new GraphBuilder(Shape.of(5));
        Graph graph = layers.concat(List.of(layers.branch(), layers.branch())).build();
        NetworkArithmetic arithmetic =
                new NetworkArithmetic(fine, Map.of(graph.output(), LayerArithmetic.of(drawing)), 5);
        float[] numbers = Patterns.pattern(3, 3 * 5);
        try (IntegerPlan three = IntegerPlan.of(graph, arithmetic, List.of(), new ReferenceIntegerOps(), 3, 1);
                Tensor all = Tensor.of(backend, Shape.of(3, 5), numbers)) {
            long[] words = three.words(all);
            for (int image = 0; image < 3; image++) {
                float[] own = Arrays.copyOfRange(numbers, image * 5, image * 5 + 5);
                try (Tensor one = Tensor.of(backend, Shape.of(1, 5), own)) {
                    assertArrayEquals(Arrays.copyOfRange(words, image * 10, image * 10 + 10), three.words(one));
                }
            }
        }
    }

    /** Of every kind of layer, before and after words were overwritten, with values that go through stages of several images. */
    @Test
    void theBackendsOpsHaveTheWordsAndCountsOfTheReference() {
        FixedType type = FixedType.of(Format.signed(16, 9));
        Accumulator end = new Accumulator(FixedType.of(Format.signed(48, 17)), Accumulator.Moment.END);
        IntegerOps ops = Backends.integers(backend);
        for (int threads = 1; threads <= 3; threads++) {
            try (Network network = TestNetworks.zoo(backend, "resnet20", Shape.of(16, 16, 3), 4);
                    Tensor images = Tensor.of(backend, Shape.of(5, 16, 16, 3), Patterns.pattern(3, 5 * 768));
                    IntegerPlan reference = plan(network, type, end, new FastIntegerOps(), 5, 1);
                    IntegerPlan plan = plan(network, type, end, ops, 5, threads)) {
                String weight = reference.graph().parameters().getFirst().name();
                assertSame(reference, plan, images, threads + " threads");
                plan.write(weight, new int[] {1, 20}, new int[] {-32768, 99});
                reference.write(weight, new int[] {1, 20}, new int[] {-32768, 99});
                assertSame(reference, plan, images, threads + " threads, after a flip");
            }
        }
    }

    private static void assertSame(IntegerPlan reference, IntegerPlan plan, Tensor images, String what) {
        Map<String, Long> before = new LinkedHashMap<>();
        reference.tallies().forEach((value, tally) -> before.put(value, tally.outputOverflows()));
        Map<String, Long> own = new LinkedHashMap<>();
        plan.tallies().forEach((value, tally) -> own.put(value, tally.outputOverflows()));
        assertArrayEquals(reference.words(images), plan.words(images), what);
        reference.tallies().forEach((value, tally) -> {
            Tally other = plan.tallies().get(value);
            assertEquals(tally.outputOverflows() - before.get(value), other.outputOverflows() - own.get(value), value);
        });
    }

    /** By hand: x = (1.5, −0.75), w = (0.5, 2), b = 0.25, in quarters; −0.5 · 4 = −2, and after a ReLU 0. */
    @Test
    void aSmallNetworkByHand() {
        FixedType quarters = FixedType.of(Format.signed(8, 2));
        float[] numbers = {0.5f, 2};
        try (Network network = TestNetworks.of(
                        backend,
                        Shape.of(2),
                        spec -> spec.name().endsWith("weight") ? numbers : new float[] {0.25f},
                        layers -> layers.add("out", new Linear(1)));
                Tensor images = Tensor.of(backend, Shape.of(1, 2), new float[] {1.5f, -0.75f});
                IntegerPlan plan = plan(network, quarters, WIDE, 1, 1)) {
            assertArrayEquals(new long[] {-2}, plan.words(images));
            assertArrayEquals(new float[] {-0.5f}, plan.logits(images));
            // 1.5 · 30 − 0.75 · 2 + 0.25 = 43.75 is beyond 31.75, of which 8 bits in quarters end.
            plan.write("out.weight", new int[] {0}, new int[] {120});
            assertArrayEquals(new long[] {127}, plan.words(images));
            assertEquals(1, plan.tallies().get("out").outputOverflows());
            assertEquals(3, plan.tallies().get("out").outputs());
        }
    }

    @Test
    void anOverflowThatIsAnErrorNamesTheNode() {
        FixedType strict = new FixedType(Format.signed(8, 6), Rounding.HALF_EVEN, Overflow.ERROR);
        try (Network network = TestNetworks.zoo(backend, "lenet5", Shape.of(32, 32, 1), 10);
                Tensor images = Tensor.of(backend, Shape.of(1, 32, 32, 1), Patterns.pattern(3, 1024));
                IntegerPlan plan = plan(network, FixedType.of(Format.signed(16, 8)), WIDE, 1, 1);
                IntegerPlan failing = failing(network, strict)) {
            plan.words(images);
            var error = assertThrows(ArithmeticException.class, () -> failing.words(images));
            assertTrue(error.getMessage().startsWith("node "), error.getMessage());
        }
    }

    private static IntegerPlan failing(Network network, FixedType strict) {
        Program program = IntegerPlan.program(network);
        FixedType usual = FixedType.of(Format.signed(16, 8));
        NetworkArithmetic arithmetic = alike(program.graph(), strict, WIDE);
        return IntegerPlan.of(
                program.graph(),
                new NetworkArithmetic(usual, arithmetic.layers(), 0),
                words(program, usual),
                new ReferenceIntegerOps(),
                1,
                1);
    }

    @Test
    void whatIsNotComputedInIntegersIsRefusedByName() {
        try (Network network = TestNetworks.of(
                backend, Shape.of(4), TestNetworks.noise(1), layers -> layers.add("last", new Softmax(0, false)))) {
            var error = assertThrows(IllegalArgumentException.class, () -> plan(network, Q15_16, WIDE, 1, 1));
            assertTrue(error.getMessage().contains("node last (softmax)"), error.getMessage());
        }
        try (Network network = TestNetworks.of(
                backend, Shape.of(4), TestNetworks.noise(1), layers -> layers.add("fc", new Linear(3)))) {
            Program program = IntegerPlan.program(network);
            NetworkArithmetic none = new NetworkArithmetic(Q15_16, Map.of(), 0);
            var error = assertThrows(
                    IllegalArgumentException.class,
                    () -> IntegerPlan.of(
                            program.graph(), none, words(program, Q15_16), new ReferenceIntegerOps(), 1, 1));
            assertTrue(error.getMessage().contains("accumulator"), error.getMessage());
            NetworkArithmetic other = new NetworkArithmetic(Q15_16, Map.of("fd", LayerArithmetic.SAME), 0);
            error = assertThrows(
                    IllegalArgumentException.class,
                    () -> IntegerPlan.of(
                            program.graph(), other, words(program, Q15_16), new ReferenceIntegerOps(), 1, 1));
            assertTrue(error.getMessage().contains("node fd"), error.getMessage());
        }
    }

    /** A function by a table of 16 bits is that function to the step of its index. */
    @Test
    void functionsAreLookedUp() {
        try (Network network = TestNetworks.of(
                        backend, Shape.of(64), TestNetworks.noise(1), layers -> layers.add("act", new Silu()));
                Tensor images = Tensor.of(backend, Shape.of(1, 64), Patterns.pattern(4, 64));
                IntegerPlan plan = plan(network, Q15_16, WIDE, 1, 1)) {
            float[] x = images.toArray();
            float[] y = plan.logits(images);
            for (int i = 0; i < x.length; i++) {
                double exact = x[i] / (1 + Math.exp(-x[i]));
                assertEquals(exact, y[i], 1.1 * Math.scalb(1.0, -12) + Math.scalb(1.0, -16));
            }
        }
    }

    @Test
    void aTypeIsWrittenAsHardwarePeopleWriteIt() {
        assertNotEquals(ApFixed.parse("ap_fixed<32,16>"), Q15_16);
        assertEquals("ap_fixed<32,16,AP_RND_CONV,AP_SAT>", Q15_16.toString());
    }
}
