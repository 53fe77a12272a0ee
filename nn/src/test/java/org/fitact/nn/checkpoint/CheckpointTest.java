package org.fitact.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.nn.Patterns;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.TestNetworks;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
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
    private static void putEveryFunction(Network network) {
        Iterator<Integer> turns = Stream.iterate(0, turn -> (turn + 1) % 11).iterator();
        network.transform(
                network.graph().withSites(site -> changed(site, turns.next())),
                TestNetworks.byIndex(i -> i % 17 / 8.0));
    }

    private static Site changed(Site site, int choice) {
        if (choice < 9) {
            BoundedRelu.Policy policy = BoundedRelu.Policy.values()[choice / 3];
            BoundedRelu.Granularity granularity = BoundedRelu.Granularity.values()[choice % 3];
            return site.bounded(new Bound(policy, granularity, 20.5f));
        }
        return choice == 9 ? site.with(new Tanh()) : site;
    }

    private static float[] logits(Network network) {
        Shape shape = network.architecture().input().withBatch(1);
        try (Tape tape = Tape.inference(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), shape, Patterns.pattern(1, shape.elements())));
            return Forward.of(network, Pass.inference(tape), images).toArray();
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
                assertEquals(network.graph(), loaded.graph());
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
            Bound bound = new Bound(BoundedRelu.Policy.ZERO, BoundedRelu.Granularity.NEURON, 1);
            TestNetworks.bound(network, bound, i -> i % 101 / 32.0);
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

    /** What stands in a file is a promise to every later version. */
    @Test
    void aGraphIsStoredAsJson() throws IOException {
        Path file = folder.resolve("network.safetensors");
        try (Network network = TestNetworks.of(
                backend,
                Shape.of(4),
                4,
                TestNetworks.noise(1),
                builder -> builder.linear("fc", 4).relu("relu"))) {
            TestNetworks.bound(
                    network, new Bound(BoundedRelu.Policy.SMOOTH, BoundedRelu.Granularity.LAYER, 20), i -> 1);
            Checkpoint.save(file, network, INFO);
        }
        assertEquals("""
                {"nodes":[\
                {"name":"fc","op":{"op":"linear","outFeatures":4},"inputs":["images"],\
                "parameters":["fc.weight","fc.bias"]},\
                {"name":"relu","op":{"op":"relu"},"inputs":["fc"],"parameters":[]},\
                {"name":"relu.bound","op":{"op":"bound","policy":"SMOOTH","granularity":"LAYER","kappa":20.0},\
                "inputs":["relu"],"parameters":["relu.bounds"]}],\
                "output":"relu.bound"}""", SafetensorsFile.read(file).metadata().get("architecture.graph"));
    }
}
