package org.fitact.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.nn.Patterns;
import org.fitact.nn.data.Normalisation;
import org.fitact.nn.layer.ActivationFunction;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.layer.Parameter;
import org.fitact.nn.layer.Pass;
import org.fitact.nn.model.Network;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.BoundedRelu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {

    private static final CheckpointInfo INFO = new CheckpointInfo(
            "some-images",
            List.of("cat", "λ \"dog\"", "ship"),
            new Normalisation(new float[] {0.1f, 1 / 3f, 0}, new float[] {0.5f, 1e-3f, 7}),
            Map.of("scheme", "fitact", "line", "a\nb"));

    private final Backend backend = Backends.cpu(BackendOptions.defaults());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        backend.close();
    }

    /** All functions that there are, one after another, over the sites of a network. */
    private void putEveryFunction(Network network) {
        int turn = 0;
        for (ActivationSite site : network.activationSites()) {
            int choice = turn++ % 11;
            if (choice == 9) {
                site.replace(new ActivationFunction.Tanh());
            } else if (choice < 9) {
                BoundedRelu.Policy policy = BoundedRelu.Policy.values()[choice / 3];
                BoundedRelu.Granularity granularity = BoundedRelu.Granularity.values()[choice % 3];
                Tensor bounds = site.replaceWithBounds(policy, granularity, 20.5f, backend)
                        .value();
                bounds.upload(Patterns.pattern(turn, bounds.elements()));
            }
        }
    }

    private static List<String> functions(Network network) {
        List<String> functions = new ArrayList<>();
        for (ActivationSite site : network.activationSites()) {
            functions.add(site.name()
                    + switch (site.function()) {
                        case ActivationFunction.Bounded bounded ->
                            bounded.policy() + " " + bounded.granularity() + " " + bounded.kappa() + " "
                                    + bounded.bounds().name();
                        case ActivationFunction other -> other.toString();
                    });
        }
        return functions;
    }

    private static float[] logits(Network network) {
        Shape shape = network.architecture().input().withBatch(1);
        try (Tape tape = Tape.inference(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), shape, Patterns.pattern(1, shape.elements())));
            return network.forward(Pass.inference(tape), images).toArray();
        }
    }

    @ParameterizedTest
    @CsvSource({"lenet5, 18, 1", "vgg-small, 16, 3", "resnet20, 8, 3"})
    void aNetworkComesBackAsItWas(String model, int side, int channels) throws IOException {
        Path file = folder.resolve("network.safetensors");
        try (Network network = TestNetworks.zoo(backend, model, Shape.of(side, side, channels), 3)) {
            putEveryFunction(network);
            Checkpoint.save(file, network, INFO);
            Checkpoint read = Checkpoint.read(file);
            assertEquals(network.architecture(), read.architecture());
            assertEquals(INFO, read.info());
            assertEquals(List.of(), read.history());
            try (Network loaded = read.load(backend)) {
                assertEquals(functions(network), functions(loaded));
                assertSame(network, loaded);
                assertArrayEquals(logits(network), logits(loaded));
            }
        }
    }

    private static void assertSame(Network expected, Network found) {
        List<Parameter> stored = expected.parameters();
        List<Parameter> loaded = found.parameters();
        assertEquals(stored.size(), loaded.size());
        for (int p = 0; p < stored.size(); p++) {
            assertSame(stored.get(p), loaded.get(p));
        }
    }

    private static void assertSame(Parameter expected, Parameter found) {
        assertEquals(expected.name(), found.name());
        assertEquals(expected.kind(), found.kind());
        assertEquals(expected.layout(), found.layout());
        assertEquals(expected.value().shape(), found.value().shape());
        assertEquals(expected.value().requiresGradient(), found.value().requiresGradient());
        assertArrayEquals(expected.value().toArray(), found.value().toArray(), expected.name());
    }

    @ParameterizedTest
    @CsvSource({"vgg16, 32", "resnet50, 8"})
    void largeNetworksComeBackToo(String model, int side) throws IOException {
        Path file = folder.resolve(model);
        try (Network network = TestNetworks.zoo(backend, model, Shape.of(side, side, 3), 10)) {
            Checkpoint.save(file, network, INFO);
            try (Network loaded = Checkpoint.read(file).load(backend)) {
                assertSame(network, loaded);
            }
        }
    }

    /** Shapes and the order of elements are those that torch.nn's state_dict has. */
    @Test
    void tensorsAreInTheOrderOfPyTorch() throws IOException {
        Path file = folder.resolve("network.safetensors");
        try (Network network = TestNetworks.zoo(backend, "vgg-small", Shape.of(16, 12, 3), 10)) {
            network.activationSites().forEach(site -> {
                Tensor bounds = site.replaceWithBounds(
                                BoundedRelu.Policy.ZERO, BoundedRelu.Granularity.NEURON, 1, backend)
                        .value();
                bounds.upload(Patterns.pattern(3, bounds.elements()));
            });
            Checkpoint.save(file, network, INFO);
            Map<String, StoredTensor> tensors = SafetensorsFile.read(file).tensors();
            assertArrayEquals(
                    new int[] {64, 32, 3, 3}, tensors.get("conv2.conv.weight").shape());
            assertArrayEquals(new int[] {10, 128 * 2}, tensors.get("fc.weight").shape());
            assertArrayEquals(new int[] {10}, tensors.get("fc.bias").shape());
            assertArrayEquals(
                    new int[] {64}, tensors.get("conv2.norm.running_var").shape());
            assertArrayEquals(new int[] {64, 8, 6}, tensors.get("relu2.bounds").shape());
            for (Parameter parameter : network.parameters()) {
                float[] torch = tensors.get(parameter.name()).floats();
                assertArrayEquals(
                        Patterns.parameter(parameter.layout(), parameter.value().shape(), torch),
                        parameter.value().toArray(),
                        parameter.name());
            }
        }
    }

    @Test
    void aFreshNetworkIsStoredWithItsRelus() throws IOException {
        Path file = folder.resolve("network.safetensors");
        try (Network network = TestNetworks.zoo(backend, "lenet5", Shape.of(32, 32, 1), 10)) {
            Checkpoint.save(file, network, INFO);
            try (Network loaded = Checkpoint.read(file).load(backend)) {
                loaded.activationSites()
                        .forEach(site -> assertInstanceOf(ActivationFunction.Relu.class, site.function()));
            }
        }
        assertEquals(
                "{\"function\":\"relu\"}", SafetensorsFile.read(file).metadata().get("activation.relu1"));
    }
}
