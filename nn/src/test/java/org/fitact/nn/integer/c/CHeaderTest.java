package org.fitact.nn.integer.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.LayerArithmetic;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CHeaderTest {

    private static final int BOUNDS = 3;

    private final Backend backend = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        backend.close();
    }

    /** As a calibration would have it: unsigned behind a ReLU, an accumulator at the products' binary point. */
    private static NetworkArithmetic arithmetic(Graph graph, int bits, Format weight, Accumulator.Moment moment) {
        Map<String, FixedType> types = new LinkedHashMap<>();
        types.put(Graph.IMAGES, FixedType.of(Format.signed(bits, bits - 2)));
        Map<String, LayerArithmetic> layers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            FixedType type = node.op() instanceof Product
                    ? FixedType.of(Format.signed(bits, bits - 4))
                    : node.op() instanceof Relu || node.op() instanceof Bound bound && !bound.twoSided()
                            ? FixedType.of(Format.unsigned(bits, bits - 3))
                            : types.get(node.input());
            types.put(node.name(), type);
            int product = types.get(node.input()).format().fraction() + weight.fraction();
            layers.put(
                    node.name(),
                    new LayerArithmetic(
                            Optional.of(type),
                            Optional.of(new Accumulator(FixedType.of(Format.signed(2 * bits + 8, product)), moment)),
                            Optional.empty()));
        }
        return new NetworkArithmetic(types.get(Graph.IMAGES), layers, 0);
    }

    private static List<ParameterWords> words(Program program, Format format) {
        List<ParameterWords> all = new ArrayList<>();
        program.graph().parameters().forEach(spec -> {
            float[] values = program.values().get(spec.name());
            long[] words = new long[values.length];
            for (int i = 0; i < words.length; i++) {
                words[i] = Math.clamp(
                        Math.round(values[i] * Math.scalb(1.0, format.fraction())), format.minWord(), format.maxWord());
            }
            all.add(new ParameterWords(spec.name(), format, words));
        });
        return all;
    }

    private static float[] image(int number, Shape shape) {
        return Patterns.pattern(number, shape.elements());
    }

    /** In 8 and 16 bits, summed at the end and at each addition. */
    @Test
    void aLeNet5SaysWhatTheReferenceSays() throws Exception {
        CompiledHeaders compiled = new CompiledHeaders(backend, folder);
        try (Network network = TestNetworks.zoo(backend, "lenet5", Shape.of(32, 32, 1), 10)) {
            Program program = IntegerPlan.program(network);
            Shape image = program.graph().image();
            for (int bits : new int[] {8, 16}) {
                Format weight = Format.signed(bits, bits - 2);
                Accumulator.Moment moment = bits == 8 ? Accumulator.Moment.EACH_ADDITION : Accumulator.Moment.END;
                CHeader header = compiled.add(
                        "lenet-" + bits,
                        program.graph(),
                        arithmetic(program.graph(), bits, weight, moment),
                        words(program, weight),
                        image(1, image),
                        image(2, image));
                // Half of the bits are half of the bytes.
                assertEquals((28 * 28 * 6 + 14 * 14 * 6) * bits / 8, header.memoryBytes());
                assertEquals(61706 * bits / 8, header.constantBytes());
            }
        }
        compiled.check();
    }

    /** Two residual blocks, one with a shortcut that is a convolution, and bounds of every policy everywhere. */
    @Test
    void aResidualNetworkSaysWhatTheReferenceSays() throws Exception {
        CompiledHeaders compiled = new CompiledHeaders(backend, folder);
        for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
            try (Network network = residual()) {
                BoundedRelu.Granularity granularity = BoundedRelu.Granularity.values()[policy.ordinal()];
                TestNetworks.boundEverywhere(
                        network, new Relu(), new Bound(policy, granularity, 20), i -> 0.5 + i % 5 * 0.25);
                Program program = IntegerPlan.program(network);
                Format weight = Format.signed(16, 12);
                compiled.add(
                        "residual " + policy,
                        program.graph(),
                        arithmetic(program.graph(), 16, weight, Accumulator.Moment.END),
                        words(program, weight),
                        image(1, program.graph().image()),
                        image(2, program.graph().image()));
            }
        }
        compiled.check();
    }

    private Network residual() {
        Consumer<GraphBuilder> layers = network -> {
            network.convNorm("stem", 4, 3, 1, 1).relu("stem.relu");
            block(network, "block1", 4, 1);
            block(network, "block2", 6, 2);
            network.averagePool(network.shape().extent(0)).flatten().linear("fc", 5);
        };
        return TestNetworks.of(backend, Shape.of(8, 8, 3), TestNetworks.noise(4), layers);
    }

    private static void block(GraphBuilder network, String name, int width, int stride) {
        GraphBuilder body = network.branch()
                .convNorm(name + ".conv1", width, 3, stride, 1)
                .relu(name + ".relu1")
                .convNorm(name + ".conv2", width, 3, 1, 1);
        GraphBuilder shortcut = network.branch();
        if (stride > 1) {
            shortcut.convNorm(name + ".shortcut", width, 1, stride, 0);
        }
        network.sum(name + ".sum", body, shortcut).relu(name + ".relu");
    }

    /** Every op, rounding and overflow, widths up to 64 bits, words that are beyond a type that fails then. */
    @Test
    void randomNetworksSayWhatTheReferenceSays() throws Exception {
        CompiledHeaders compiled = new CompiledHeaders(backend, folder);
        int refused = 0;
        for (int seed = 0; seed < 12; seed++) {
            RandomNetworks networks = new RandomNetworks(seed, seed % 4 == 0 ? 60 : seed % 4 == 1 ? 32 : 12);
            Graph graph = switch (seed % 3) {
                case 0 -> networks.maps();
                case 1 -> networks.branches();
                default -> networks.matrices();
            };
            List<ParameterWords> words = networks.words(graph);
            NetworkArithmetic arithmetic = networks.arithmetic(graph, words, seed % 5 == 4);
            try {
                compiled.add("random" + seed, graph, arithmetic, words, networks.image(graph), networks.image(graph));
            } catch (IllegalArgumentException e) {
                // Binary points too far apart for an exact sum, or a table of words beyond a type that fails then.
                assertTrue(e.getMessage().matches("node .*(bits|beyond).*"), e.getMessage());
                refused++;
            }
        }
        long failing = compiled.expected().stream()
                .filter(line -> !line.contains(" logits "))
                .count();
        assertTrue(refused <= 3, refused + " refused");
        assertTrue(failing >= 1, failing + " beyond a type that fails");
        compiled.check();
    }

    /** Ends, ties, halves of the smallest, infinities and what is no number. */
    @Test
    void numbersBecomeTheWordsOfTheReference() throws Exception {
        float[] numbers = {
            0,
            -0f,
            1,
            -1,
            0.5f,
            -0.5f,
            1.5f,
            -1.5f,
            0.25f,
            -0.25f,
            0.75f,
            -0.75f,
            1.25f,
            3.999f,
            -4.001f,
            127.5f,
            -128.5f,
            1e9f,
            -1e9f,
            1e30f,
            -1e30f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            1e-40f,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            4.8828125e-4f,
            0x1p62f,
            -0x1p63f,
            0x1.8p40f,
            12345.678f
        };
        Graph graph = new Graph(Shape.of(1), List.of(new Node("same", new Reshape(List.of(1)), Graph.IMAGES)), "same");
        float[][] images = new float[numbers.length][1];
        for (int i = 0; i < numbers.length; i++) {
            images[i][0] = numbers[i];
        }
        List<Format> formats = List.of(
                Format.signed(8, 0),
                Format.unsigned(9, 1),
                Format.signed(16, 11),
                Format.signed(64, 10),
                Format.signed(32, -4),
                Format.signed(40, 160));
        CompiledHeaders compiled = new CompiledHeaders(backend, folder);
        for (int i = 0; i < 18; i++) {
            FixedType type = new FixedType(
                    formats.get(i % formats.size()),
                    Rounding.values()[i % Rounding.values().length],
                    Overflow.values()[i % Overflow.values().length]);
            compiled.add("numbers " + i, graph, new NetworkArithmetic(type, Map.of(), 77), List.of(), images);
        }
        assertTrue(compiled.expected().stream().anyMatch(line -> line.endsWith(" number 1")));
        compiled.check();
    }

    @Test
    void bytesBecomeTheWordsOfTheirNumbers() throws Exception {
        CompiledHeaders compiled = new CompiledHeaders(backend, folder);
        for (int channels = 1; channels <= 2; channels++) {
            Normalisation normalisation = channels == 1
                    ? new Normalisation(new float[] {0.4f}, new float[] {0.3f})
                    : new Normalisation(new float[] {0.2f, 0.6f}, new float[] {0.25f, 0.1f});
            float[] numbers = new float[256 * channels];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = normalisation.table()[i % channels][i / channels];
            }
            Shape image = Shape.of(16, 16, channels);
            Graph graph = new Graph(image, List.of(new Node("last", new Relu(), Graph.IMAGES)), "last");
            NetworkArithmetic arithmetic = new NetworkArithmetic(FixedType.of(Format.signed(8, 6)), Map.of(), 0);
            compiled.addOfPixels("pixels" + channels, graph, arithmetic, normalisation, numbers);
        }
        compiled.check();
    }

    @Test
    void namesAreThoseOfCAndNoneIsThereTwice() {
        Graph graph = new Graph(
                Shape.of(2),
                List.of(
                        new Node("a.b", new Relu(), Graph.IMAGES),
                        new Node("a_b", new Relu(), "a.b"),
                        new Node("infer", new Relu(), "a_b"),
                        new Node("*/ ü", new Relu(), "infer")),
                "*/ ü");
        NetworkArithmetic arithmetic = new NetworkArithmetic(FixedType.of(Format.signed(8, 4)), Map.of(), 0);
        CHeader header = CHeader.of("2 small", graph, arithmetic, List.of(), Optional.empty(), List.of("a /* note */"));
        String text = header.text();
        assertEquals("n2_small", header.name());
        for (String function : List.of("a_b", "a_b_2", "infer_2", "n____")) {
            assertTrue(text.contains("void n2_small_" + function + "("), text);
        }
        assertTrue(text.contains("Value 4, * / ?: relu"), text);
        assertTrue(text.contains(" * a / * note * /\n"), text);
    }

    @Test
    void whatIsNotComputedInIntegersIsRefusedByName() {
        Graph graph = new Graph(Shape.of(4), List.of(new Node("last", new Softmax(0, false), Graph.IMAGES)), "last");
        NetworkArithmetic arithmetic = new NetworkArithmetic(FixedType.of(Format.signed(8, 4)), Map.of(), 0);
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> CHeader.of("net", graph, arithmetic, List.of(), Optional.empty(), List.of()));
        assertTrue(error.getMessage().contains("node last (softmax)"), error.getMessage());
        assertFalse(error.getMessage().contains("\n"));
    }

    /** Tables of gates are long: layers of one κ share theirs. */
    @Test
    void aTableOfGatesIsThereOnce() {
        try (Network network = residual()) {
            TestNetworks.boundEverywhere(
                    network,
                    new Relu(),
                    new Bound(BoundedRelu.Policy.SMOOTH, BoundedRelu.Granularity.LAYER, 20),
                    i -> BOUNDS);
            Program program = IntegerPlan.program(network);
            Format weight = Format.signed(16, 12);
            String text = CHeader.of(
                            "net",
                            program.graph(),
                            arithmetic(program.graph(), 16, weight, Accumulator.Moment.END),
                            words(program, weight),
                            Optional.empty(),
                            List.of())
                    .text();
            assertEquals(1, text.split("uint16_t net_gates", -1).length - 1);
            assertTrue(text.split("net_gate\\(", -1).length > 5);
        }
    }
}
