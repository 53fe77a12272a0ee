package org.fitact.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.model.Models;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.study.Hardening;
import org.fitact.study.HeldOut;
import org.fitact.study.NetworkImport;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What ONNX Runtime computes from an exported network against this program's plan. */
class OnnxRuntimeAgreementTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    /** Made and exported by PyTorch; make.py lies beside it. */
    private static final Path PYTORCH = Path.of("../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx");

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static float[] run(Engine engine) throws Exception {
        try (engine) {
            engine.run();
            return engine.logits();
        }
    }

    private static float[] peer(Network network, Tensor images, ExportOptions options) throws Exception {
        return run(new OnnxRuntimeEngine(OnnxExport.bytes(network, options), images, 2));
    }

    private static void assertClose(float[] expected, float[] found) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0, "all logits are 0");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-4 * largest, "logit " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5, relu, true, true",
        "lenet5, fitrelu-smooth, true, true",
        "lenet5, fitrelu-smooth, true, false",
        "vgg-small, relu, false, true",
        "vgg-small, fitrelu-naive, true, true",
        "vgg-small, ranger, true, false",
        "vgg-small, ranger, false, true",
        "resnet20, relu, true, true",
        "resnet20, fitrelu-smooth, false, true",
        "resnet20, clip-act, true, true",
        "alexnet, fitrelu-naive, true, true",
        "vgg16, fitrelu-smooth, true, true",
        "resnet50, relu, true, true"
    })
    void logitsAgree(String model, String activation, boolean fold, boolean guarded) throws Exception {
        try (Network network = PeerNetworks.network(BACKEND, model, activation);
                EvaluationSet set = PeerNetworks.images(BACKEND, 3, 5)) {
            Tensor images = set.first();
            assertClose(run(new PlanEngine(network, images)), peer(network, images, new ExportOptions(fold, guarded)));
        }
    }

    /** Weights that faults made huge give infinities and NaN, and what is guarded must not let them through. */
    @ParameterizedTest
    @EnumSource(Policy.class)
    void infinityAndNaNAreStoppedAlike(Policy policy) throws Exception {
        Architecture architecture = new Architecture("lenet5", Shape.of(32, 32, 3), 10);
        try (Network network = Models.create(architecture, BACKEND, 3);
                EvaluationSet set = PeerNetworks.images(BACKEND, 2, 5)) {
            float[] weight = network.parameter("conv1.weight").value().toArray();
            weight[0] = Float.NaN; // the output channel is the last dimension: all of channel 0
            weight[1] = Float.POSITIVE_INFINITY; // channel 1 is ∞ or −∞, by the sign of one pixel
            for (int i = 2; i < weight.length; i += 6) {
                weight[i] *= 1e30f;
            }
            network.parameter("conv1.weight").value().upload(weight);
            Bound bound = new Bound(policy, Granularity.NEURON, 20);
            network.transform(network.graph().withSites(site -> site.bounded(bound)), spec -> {
                float[] bounds = new float[spec.shape().elements()];
                Arrays.fill(bounds, 2);
                return bounds;
            });
            Tensor images = set.first();
            float[] expected = run(new PlanEngine(network, images));
            for (float logit : expected) {
                assertTrue(Float.isFinite(logit), "the plan lets " + logit + " through");
            }
            assertClose(expected, peer(network, images, ExportOptions.DEFAULT));
        }
    }

    /** A network made and exported by PyTorch is imported, hardened, exported, and run by ONNX Runtime. */
    @Test
    void fromPyTorchThroughHardeningToOnnxRuntime() throws Exception {
        DataSet data = DataSets.open("fashion-mnist-small", folder);
        Normalisation normalisation = new Normalisation(new float[] {0.286f}, new float[] {0.353f});
        StudyFolder study = new StudyFolder(folder);
        NetworkImport.Result imported = new NetworkImport(
                        PYTORCH, OnnxImport.read(PYTORCH, "residual"), data, new HeldOut(0.1, 1))
                .save(study, BACKEND, normalisation);
        assertEquals(0.7410, imported.testAccuracy(), 0.001, "the accuracy that make.py printed");
        new Hardening(study, BACKEND, data.train(), HardeningSettings.DEFAULT, 1)
                .run(List.of(Protections.named("fitact")), (_, _) -> {});

        Images test = data.test().first(500);
        try (Network network = Checkpoint.read(study.hardened("fitact")).load(BACKEND);
                EvaluationSet set = new EvaluationSet(BACKEND, test, normalisation, test.size())) {
            Path onnx = folder.resolve("hardened.onnx");
            OnnxExport.write(onnx, network, ExportOptions.DEFAULT, Map.of());
            Tensor images = set.first();
            float[] expected = run(new PlanEngine(network, images));
            float[] found = run(new OnnxRuntimeEngine(Files.readAllBytes(onnx), images, 2));
            assertClose(expected, found);
            int[] predictions = classes(found, test.size());
            assertArrayEquals(classes(expected, test.size()), predictions);
            int right = 0;
            for (int i = 0; i < predictions.length; i++) {
                right += predictions[i] == test.label(i) ? 1 : 0;
            }
            assertTrue(right > 0.65 * predictions.length, right + " of " + predictions.length + " right");
        }
    }

    private static int[] classes(float[] logits, int images) {
        int classes = logits.length / images;
        int[] best = new int[images];
        for (int i = 0; i < logits.length; i++) {
            int image = i / classes;
            best[image] = logits[i] > logits[image * classes + best[image]] ? i % classes : best[image];
        }
        return best;
    }
}
