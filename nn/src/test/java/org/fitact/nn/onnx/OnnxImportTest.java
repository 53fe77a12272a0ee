package org.fitact.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.Close;
import org.fitact.nn.Patterns;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Networks that PyTorch made and exported; {@code make.py} beside the files made them and printed the logits. */
class OnnxImportTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    static Path resource(String name) {
        try {
            return Path.of(OnnxImportTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertLogits(Network network, float... expected) {
        Shape shape = network.architecture().input().withBatch(2);
        float[] images = Patterns.channelsLast(shape, Patterns.pattern(1, shape.elements()));
        try (Plan plan = Plan.of(network, 2, true);
                Tensor tensor = Tensor.of(BACKEND, shape, images)) {
            Close.assertClose(expected, plan.logits(tensor), 1e-5, "logits");
        }
    }

    private static List<String> sites(Network network) {
        return network.sites().stream().map(Site::name).toList();
    }

    @Test
    void residualBlocksWithBatchNormFoldedAndTheShapeWorkedOutInTheGraph() throws IOException {
        OnnxImport imported = OnnxImport.read(resource("residual.onnx"), "residual");
        assertEquals(
                "residual for 32x32x1 images and 10 classes",
                imported.architecture().toString());
        assertEquals(List.of(), imported.boundedSites());
        try (Network network = imported.load(BACKEND)) {
            assertEquals(
                    List.of("relu1", "layer1.0.relu", "layer1.0.relu_2", "layer1.1.relu", "layer1.1.relu_2"),
                    sites(network));
            assertEquals(
                    List.of("layer1.1.conv2.weight", "layer1.1.conv2.bias", "layer1.1.shortcut.0.weight"),
                    network.parameters().stream().map(p -> p.name()).toList().subList(8, 11));
            assertLogits(
                    network,
                    -3.582373f,
                    -25.502857f,
                    -19.701809f,
                    -14.891114f,
                    -26.963181f,
                    18.005499f,
                    -7.896985f,
                    -0.407592f,
                    14.130251f,
                    -7.472366f,
                    -3.252199f,
                    -24.942915f,
                    -19.310171f,
                    -14.594595f,
                    -26.467354f,
                    17.618946f,
                    -7.540422f,
                    -0.504894f,
                    14.025473f,
                    -7.487894f);
        }
    }

    @Test
    void batchNormAsNodesAveragePoolingRelu6TanhAndAProductWithoutBias() throws IOException {
        OnnxImport imported = OnnxImport.read(resource("plain.onnx"), "plain");
        assertEquals(List.of(), imported.boundedSites(), "6 belongs to the function");
        try (Network network = imported.load(BACKEND)) {
            assertEquals(new Clip(0, 6), network.sites().get(1).function());
            assertEquals(List.of("features.2.relu", "features.5.relu", "classifier.0.relu"), sites(network));
            assertLogits(
                    network,
                    0.096165f,
                    0.092882f,
                    -0.268324f,
                    -0.046918f,
                    0.370082f,
                    -0.124845f,
                    0.079951f,
                    0.374750f,
                    -0.262066f,
                    0.030081f,
                    0.099110f,
                    0.109895f,
                    -0.260519f,
                    -0.044281f,
                    0.385672f,
                    -0.133599f,
                    0.085487f,
                    0.371258f,
                    -0.277662f,
                    0.024559f);
        }
    }
}
