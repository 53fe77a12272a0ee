package org.fitact.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.Site;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {

    private static final Shape IMAGE = Shape.of(32, 32, 3);

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    /**
     * The last three and all at 224×224 as torchvision 0.14 has them, with a hook on each ReLU and ReLU6:
     *
     * <pre>
     * net = torchvision.models.resnet18()                      # mobilenet_v2(), densenet121()
     * net = torchvision.models.resnet18(num_classes=10)        # for 32×32
     * net.conv1, net.maxpool = nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.Identity()
     * net = torchvision.models.mobilenet_v2(num_classes=10)
     * net.features[0][0].stride = net.features[2].conv[1][0].stride = (1, 1)
     * net = torchvision.models.densenet121(num_classes=10)
     * net.features.conv0, net.features.pool0 = nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.Identity()
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "alexnet, 32, 10, 23272266, 51200",
        "vgg16, 32, 10, 14728266, 276480",
        "resnet50, 32, 10, 23520842, 2940928",
        "resnet20, 32, 10, 272474, 188416",
        "resnet29, 32, 10, 313114, 569344",
        "vgg-small, 32, 10, 242474, 65536",
        "lenet5, 32, 10, 62006, 6508",
        "resnet18, 32, 10, 11173962, 557056",
        "mobilenet-v2, 32, 10, 2236682, 1502208",
        "densenet121, 32, 10, 6956426, 4919296",
        "resnet18, 224, 1000, 11689512, 2308096",
        "mobilenet-v2, 224, 1000, 3504872, 6105792",
        "densenet121, 224, 1000, 7978856, 15667456"
    })
    void aModelHasThePublishedCounts(String model, int side, int classes, int parameters, int neurons) {
        Architecture architecture = new Architecture(model, Shape.of(side, side, 3), classes);
        // The values do not matter here, so none are drawn.
        try (Network network = Models.create(
                architecture, backend, request -> new float[request.shape().elements()])) {
            assertEquals(parameters, network.parameterCount());
            assertEquals(neurons, network.neurons());
            assertEquals(Shape.of(classes), network.graph().outputShape());
            Set<String> names = new HashSet<>();
            network.parameters().forEach(parameter -> assertTrue(names.add(parameter.name()), parameter.name()));
            network.sites().forEach(site -> assertTrue(names.add(site.name()), site.name()));
        }
    }

    @Test
    void theCountsAreOfAllModels() {
        assertEquals(
                Set.of(
                        "alexnet",
                        "vgg16",
                        "resnet50",
                        "resnet20",
                        "resnet29",
                        "vgg-small",
                        "lenet5",
                        "resnet18",
                        "mobilenet-v2",
                        "densenet121"),
                Set.copyOf(Models.names()));
    }

    @Test
    void weightsAreKaimingNormalAndEveryOneHasItsOwnStream() {
        try (Network network = Models.create(new Architecture("vgg-small", IMAGE, 10), backend, 1)) {
            // [kernel height, kernel width, in, out]: fan = 3·3·64
            assertNormal(network.parameter("conv3.conv.weight"), Math.sqrt(2.0 / (9 * 64)));
            assertNormal(network.parameter("fc.weight"), Math.sqrt(2.0 / 128));
            float[] third = network.parameter("conv3.conv.weight").value().toArray();
            float[] fourth = network.parameter("conv4.conv.weight").value().toArray();
            // Scaled to the same deviation, the streams still differ everywhere.
            int same = 0;
            for (int i = 0; i < third.length; i++) {
                same += Math.abs(third[i] - fourth[i] * Math.sqrt(2)) < 1e-6 ? 1 : 0;
            }
            assertTrue(same < third.length / 1000, "equal elements: " + same);
            assertArrayEquals(
                    filled(10, 0), network.parameter("fc.bias").value().toArray());
            assertArrayEquals(
                    filled(64, 1),
                    network.parameter("conv2.norm.weight").value().toArray());
            assertArrayEquals(
                    filled(64, 0), network.parameter("conv2.norm.bias").value().toArray());
            assertArrayEquals(
                    filled(64, 0),
                    network.parameter("conv2.norm.running_mean").value().toArray());
            assertArrayEquals(
                    filled(64, 1),
                    network.parameter("conv2.norm.running_var").value().toArray());
        }
    }

    private static float[] filled(int n, float value) {
        float[] values = new float[n];
        Arrays.fill(values, value);
        return values;
    }

    /** Mean, deviation and kurtosis within five standard errors. */
    private static void assertNormal(Parameter weight, double deviation) {
        double[] moments = new double[5];
        float[] values = weight.value().toArray();
        for (float value : values) {
            for (int k = 1; k <= 4; k++) {
                moments[k] += Math.pow(value / deviation, k) / values.length;
            }
        }
        double error = 5 / Math.sqrt(values.length);
        assertEquals(0, moments[1], error);
        assertEquals(1, moments[2], error * Math.sqrt(2));
        assertEquals(3, moments[4], error * Math.sqrt(96));
    }

    @Test
    void theSeedDecidesTheWeights() {
        Architecture architecture = new Architecture("lenet5", IMAGE, 10);
        List<float[]> first = new ArrayList<>();
        for (long seed : new long[] {5, 5, 6}) {
            try (Network network = Models.create(architecture, backend, seed)) {
                first.add(network.parameter("fc1.weight").value().toArray());
            }
        }
        assertArrayEquals(first.get(0), first.get(1));
        assertTrue(!Arrays.equals(first.get(0), first.get(2)));
    }

    @Test
    void whatNoModelIsAndWhatAModelCannotTakeIsRefused() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> Models.named("resnet51"));
        assertTrue(unknown.getMessage().contains("resnet50"), unknown.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> Models.create(new Architecture("lenet5", Shape.of(8, 8, 3), 10), backend, 1));
    }

    @Test
    void aNeuronIsAnElementOfAFeatureMapAfterAnActivation() {
        try (Network network = Models.create(new Architecture("resnet20", Shape.of(8, 8, 3), 10), backend, 1)) {
            List<Site> sites = network.sites();
            assertEquals(1 + 9 * 2, sites.size());
            assertEquals("stage2.block1.relu1", sites.get(7).name());
            assertEquals(Shape.of(4, 4, 32), sites.get(7).featureMap());
        }
    }
}
