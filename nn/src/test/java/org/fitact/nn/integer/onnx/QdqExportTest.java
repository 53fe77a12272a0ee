package org.fitact.nn.integer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.LayerArithmetic;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.onnx.ValueNames;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.ApFixed;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QdqExportTest {

    private static final Shape IMAGE = Shape.of(8, 8, 2);

    private final Backend backend = Backends.cpu(BackendOptions.defaults());
    private final Network network = TestNetworks.of(
            backend,
            IMAGE,
            5,
            TestNetworks.noise(2),
            layers -> layers.convNorm("conv1", 4, 3, 1, 1)
                    .relu("relu1")
                    .averagePool(2)
                    .conv("conv2", 6, 3, 1, 0)
                    .relu("relu2")
                    .maxPool(2)
                    .flatten()
                    .linear("fc", 5));
    private final Program program = IntegerPlan.program(network);

    @AfterEach
    void close() {
        network.close();
        backend.close();
    }

    private NetworkArithmetic arithmetic(int bits, FixedType like, int accumulatorBits) {
        Map<String, FixedType> types = new LinkedHashMap<>();
        types.put(Graph.IMAGES, like.with(Format.signed(bits, bits - 2)));
        Map<String, LayerArithmetic> layers = new LinkedHashMap<>();
        for (Node node : program.graph().nodes()) {
            FixedType type = types.get(node.input());
            int product = type.format().fraction() + bits - 1;
            if (node.op() instanceof Product || node.op() instanceof Relu) {
                boolean signed = node.op() instanceof Product;
                type = like.with(new Format(bits, bits - 4, signed));
            }
            types.put(node.name(), type);
            layers.put(
                    node.name(),
                    new LayerArithmetic(
                            Optional.of(type),
                            Optional.of(new Accumulator(
                                    FixedType.of(Format.signed(accumulatorBits, product)), Accumulator.Moment.END)),
                            Optional.empty()));
        }
        return new NetworkArithmetic(types.get(Graph.IMAGES), layers, 0);
    }

    /** Biases have far more bits than accumulators, which round them. */
    private List<ParameterWords> words(int bits) {
        List<ParameterWords> all = new ArrayList<>();
        program.graph().parameters().forEach(spec -> {
            Format format = spec.name().endsWith("bias") ? Format.signed(32, 29) : Format.signed(bits, bits - 1);
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

    private ModelProto model(NetworkArithmetic arithmetic, int bits) {
        return QdqExport.model(
                network.architecture(), program.graph(), arithmetic, words(bits), ValueNames.DEFAULT, Map.of());
    }

    /** The most units of the logits' type by which the file and the plan differ, on two images. */
    private double farthest(int bits, ModelProto model) {
        NetworkArithmetic arithmetic = arithmetic(bits, FixedType.of(Format.signed(8, 0)), 48);
        double farthest = 0;
        try (IntegerPlan plan =
                IntegerPlan.of(program.graph(), arithmetic, words(bits), new ReferenceIntegerOps(), 1, 1)) {
            for (int image = 1; image <= 2; image++) {
                Shape one = IMAGE.withBatch(1);
                float[] maps = Patterns.pattern(image, IMAGE.elements());
                float[] found = new QdqModel(model).run(maps, 2, 8, 8);
                try (Tensor here = Tensor.of(backend, one, Patterns.channelsLast(one, maps))) {
                    float[] expected = plan.logits(here);
                    double unit = plan.type("fc").format().resolution();
                    for (int i = 0; i < expected.length; i++) {
                        farthest = Math.max(farthest, Math.abs(expected[i] - found[i]) / unit);
                    }
                }
            }
        }
        return farthest;
    }

    /** All sums of this network are whole numbers of less than 24 bits: float32 makes the same words of them. */
    @Test
    void ofEightBitsEveryWordIsThatOfThePlan() {
        ModelProto model = model(arithmetic(8, FixedType.of(Format.signed(8, 0)), 48), 8);
        assertEquals(0, farthest(8, model));
        assertEquals(17, model.getOpsetImport(0).getVersion());
        QdqModel read = new QdqModel(model);
        // The images, three products, two ReLUs, an average; a maximum and a flattening have words already.
        assertEquals(7, read.count("QuantizeLinear"));
        assertEquals(7 + 6, read.count("DequantizeLinear"));
    }

    @Test
    void ofSixteenBitsSumsInFloatAreAFewUnitsOff() {
        ModelProto model = model(arithmetic(16, FixedType.of(Format.signed(16, 0)), 48), 16);
        double farthest = farthest(16, model);
        assertTrue(farthest <= 4, farthest + " units");
        assertEquals(21, model.getOpsetImport(0).getVersion());
        assertEquals(10, model.getIrVersion());
    }

    private void refused(NetworkArithmetic arithmetic, int bits, String... parts) {
        var error = assertThrows(IllegalArgumentException.class, () -> model(arithmetic, bits));
        for (String part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    @Test
    void whatOnnxCannotSayIsRefusedWithItsReason() {
        FixedType usual = FixedType.of(Format.signed(8, 0));
        refused(arithmetic(12, usual, 48), 12, "the images", "has 12 bits, expected 8 or 16");
        refused(
                arithmetic(8, new FixedType(usual.format(), Rounding.FLOOR, Overflow.SATURATE), 48),
                8,
                "AP_TRN",
                "expected half-even");
        refused(
                arithmetic(8, new FixedType(usual.format(), Rounding.HALF_EVEN, Overflow.WRAP), 48),
                8,
                "overflows otherwise");
        refused(arithmetic(8, usual, 16), 8, "node conv", "may be beyond its accumulator ap_fixed<16,");
        NetworkArithmetic coarse = arithmetic(8, usual, 48);
        Map<String, LayerArithmetic> layers = new LinkedHashMap<>(coarse.layers());
        layers.put(
                "fc",
                LayerArithmetic.of(
                        new Accumulator(ApFixed.parse("ap_fixed<48,44,AP_RND_CONV,AP_SAT>"), Accumulator.Moment.END),
                        layers.get("fc").output().orElseThrow()));
        refused(new NetworkArithmetic(coarse.images(), layers, 0), 8, "node fc (linear)", "rounds products");
    }
}
