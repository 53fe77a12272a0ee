package org.fitact.bench.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.fitact.memory.Deployment;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.integer.onnx.QdqExport;
import org.fitact.nn.onnx.ValueNames;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.FastIntegerOps;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime computes from QuantizeLinear and DequantizeLinear against inference in integers. */
class QdqAgreementTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** Of 8 bits every sum is a whole number that float32 holds; of 16 bits a word may be its neighbour, and later ones a few off. */
    @ParameterizedTest
    @CsvSource({"lenet5, relu, 8, 0", "lenet5, relu, 16, 4", "resnet20, relu, 8, 0", "vgg-small, ranger, 8, 0"})
    void logitsAreAFewUnitsApart(String model, String activation, int bits, int units) throws Exception {
        try (Network network = PeerNetworks.network(BACKEND, model, activation);
                EvaluationSet seen = PeerNetworks.images(BACKEND, 8, 3);
                EvaluationSet set = PeerNetworks.images(BACKEND, 20, 5)) {
            Quantisation quantisation = Calibration.of(network, seen).quantise(QuantisationSettings.of(bits, 48));
            List<ParameterWords> words = MemoryImage.of(
                            network, new Deployment(FixedPoint.DEFAULT, true, 1).with(quantisation))
                    .parameterWords();
            Graph graph = IntegerPlan.program(network).graph();
            byte[] file = QdqExport.model(
                            network.architecture(),
                            graph,
                            quantisation.arithmetic(),
                            words,
                            ValueNames.DEFAULT,
                            Map.of())
                    .toByteArray();
            Tensor images = set.first();
            try (IntegerPlan plan =
                            IntegerPlan.of(graph, quantisation.arithmetic(), words, new FastIntegerOps(), 20, 2);
                    OnnxRuntimeEngine peer = new OnnxRuntimeEngine(file, images, 2)) {
                peer.run();
                float[] expected = plan.logits(images);
                float[] found = peer.logits();
                double unit = plan.type(graph.output()).format().resolution();
                double farthest = 0;
                for (int i = 0; i < expected.length; i++) {
                    farthest = Math.max(farthest, Math.abs(expected[i] - found[i]) / unit);
                }
                assertTrue(farthest <= units, farthest + " units");
            }
        }
    }
}
