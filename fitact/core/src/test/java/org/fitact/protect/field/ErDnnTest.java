package org.fitact.protect.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.LeakyRelu;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErDnnTest {

    private static final Shape ROW = Shape.of(12);

    /** What the unit behind a function makes of numbers, for a layer that reached −1 to 2. */
    private static float[] of(Activation function, float... x) {
        NeuronProfile profile =
                new NeuronProfile(Map.of("f", filled(2)), Map.of("f", filled(-1)), Map.of("f", ROW.elements()));
        HardeningJob job = new HardeningJob(
                null, null, profile, 1, HardeningSettings.DEFAULT, 1, (_, _) -> {}, PartialWork.NOT_KEPT);
        try (Network network = new Network(
                        new Architecture("unit", ROW, 12),
                        new GraphBuilder(ROW).add("f", function).build(),
                        Toy.REFERENCE,
                        _ -> null);
                Tensor input = Tensor.of(Toy.REFERENCE, ROW.withBatch(1), x)) {
            new ErDnn().protect(network, job);
            try (Plan plan = Plan.of(network, 1, true)) {
                return plan.logits(input);
            }
        }
    }

    private static float[] filled(float value) {
        float[] all = new float[ROW.elements()];
        java.util.Arrays.fill(all, value);
        return all;
    }

    /**
     * Knees at 2, 4, 6, 8, 10, where y is 2, 3, 3.8, 4.4, 4.9: 2 + ½·2, 3 + 0.4·2, 3.8 + 0.3·2, 4.4 + 0.25·2; behind them 0.2, so 32768
     * gives 4.9 + 0.2·32758.
     */
    @Test
    void slopesFallAtTheKnees() {
        assertArrayEquals(
                new float[] {0, 0, 1, 2, 2.5f, 3, 3.4f, 3.8f, 4.4f, 4.9f, 5.9f, 6556.5f},
                of(new Relu(), -3, 0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 32768),
                1e-3f);
    }

    /** Below 0 the knees are at −1, −2, …, where y is −1, −1.5, −1.9, −2.2, −2.45; the other side is as before. */
    @Test
    void bothSidesBendWhereValuesAreOnBoth() {
        assertArrayEquals(
                new float[] {-0.5f, -1, -1.5f, -1.9f, -2.2f, -2.45f, -2.65f, 0, 1, 2, 2.5f, 5.9f},
                of(new LeakyRelu(1), -0.5f, -1, -2, -3, -4, -5, -6, 0, 1, 2, 3, 15),
                1e-5f);
    }

    @Test
    void whatTheProfileSawPassesAsItIs() {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network bent = Toy.hardened("erdnn", HardeningSettings.DEFAULT);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.data().train())) {
            assertTrue(bent.graph().nodes().size() > plain.graph().nodes().size());
            List<float[]> expected = Toy.logits(plain, images);
            List<float[]> found = Toy.logits(bent, images);
            for (int batch = 0; batch < expected.size(); batch++) {
                assertArrayEquals(expected.get(batch), found.get(batch));
            }
        }
    }

    @Test
    void isExportedAsStandardOperators(@TempDir Path folder) throws IOException {
        try (Network bent = Toy.hardened("erdnn", HardeningSettings.DEFAULT);
                EvaluationSet images = Toy.upload(Toy.REFERENCE, Toy.images(20, 4))) {
            // A weight that was struck, so that values lie beyond all knees.
            float[] weights = bent.parameter("conv1.weight").value().toArray();
            weights[3] = 4096;
            bent.parameter("conv1.weight").value().upload(weights);
            Path file = folder.resolve("bent.onnx");
            OnnxExport.write(file, bent, ExportOptions.DEFAULT, Map.of());
            try (Network read = OnnxImport.read(file, "toy").load(Toy.REFERENCE);
                    Plan ours = Plan.of(bent, 25, true);
                    Plan theirs = Plan.of(read, 25, true)) {
                float[] expected = ours.logits(images.first());
                float[] found = theirs.logits(images.first());
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], found[i], 1e-4 * Math.abs(expected[i]) + 1e-4);
                }
            }
        }
    }

    @Test
    void boundsAreNotBent() {
        try (Network network = Toy.hardened("ranger", HardeningSettings.DEFAULT);
                EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut());
                Network plain = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = Toy.job(plain, heldOut, HardeningSettings.DEFAULT);
            var before = network.graph();
            assertThrows(IllegalArgumentException.class, () -> new ErDnn().protect(network, job));
            assertEquals(before, network.graph());
        }
    }
}
