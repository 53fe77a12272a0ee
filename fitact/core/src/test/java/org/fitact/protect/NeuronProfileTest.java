package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeuronProfileTest {

    private static final int CHANNELS = 6;
    /** A 16×16 image after a 5×5 convolution without padding. */
    private static final int SIDE = 12;

    /** Channel c of the first convolution is slope(c) times the pixel in the middle of the kernel, plus shift(c). */
    private static float slope(int channel) {
        return channel % 2 == 0 ? channel + 1 : -channel;
    }

    private static float shift(int channel) {
        return channel == 3 ? 1.5f : 0;
    }

    private static Network handMade() {
        Network network = Models.create(new Architecture("lenet5", Shape.of(16, 16, 1), 4), Toy.REFERENCE, 1);
        float[] kernel = new float[5 * 5 * CHANNELS];
        float[] bias = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            kernel[(2 * 5 + 2) * CHANNELS + c] = slope(c);
            bias[c] = shift(c);
        }
        network.parameter("conv1.weight").value().upload(kernel);
        network.parameter("conv1.bias").value().upload(bias);
        return network;
    }

    /** [row, column, channel], the maximum over the images alone. */
    private static float[] expected(Images images) {
        float[] maxima = new float[SIDE * SIDE * CHANNELS];
        for (int image = 0; image < images.size(); image++) {
            byte[] pixels = images.image(image);
            for (int i = 0; i < maxima.length; i++) {
                int row = i / CHANNELS / SIDE + 2;
                int column = i / CHANNELS % SIDE + 2;
                float pixel = Byte.toUnsignedInt(pixels[row * 16 + column]) / 255f;
                float x = slope(i % CHANNELS) * pixel + shift(i % CHANNELS);
                maxima[i] = Math.max(maxima[i], x);
            }
        }
        return maxima;
    }

    @Test
    void maximumIsOverTheImagesOnlyAndNeuronsLieByRowColumnChannel() {
        Images images = Toy.images(7, 11);
        float[] expected = expected(images);
        try (Network network = handMade();
                EvaluationSet set = new EvaluationSet(Toy.REFERENCE, images, Normalisation.none(1), 3)) {
            NeuronProfile profile = NeuronProfile.measure(network, set);
            Site first = network.sites().getFirst();
            assertArrayEquals(expected, profile.at(first, Granularity.NEURON), 1e-5f);
            float[] channels = new float[CHANNELS];
            float layer = 0;
            for (int i = 0; i < expected.length; i++) {
                channels[i % CHANNELS] = Math.max(channels[i % CHANNELS], expected[i]);
                layer = Math.max(layer, expected[i]);
            }
            assertArrayEquals(channels, profile.at(first, Granularity.CHANNEL), 1e-5f);
            assertArrayEquals(new float[] {layer}, profile.at(first, Granularity.LAYER), 1e-5f);
            assertEquals(0, channels[1], "a channel that is never positive has the maximum 0");
            assertTrue(layer > channels[0], "channels differ");
        }
    }

    @Test
    void callerMayChangeWhatItGets() {
        try (Network network = handMade()) {
            NeuronProfile profile = Toy.profile(network);
            Site first = network.sites().getFirst();
            float before = profile.at(first, Granularity.NEURON)[0];
            profile.at(first, Granularity.NEURON)[0] = -1;
            assertEquals(before, profile.at(first, Granularity.NEURON)[0]);
        }
    }

    @Test
    void aTanhIsProfiledAsItIsAndABoundedActivationIsNot() {
        Images images = Toy.images(7, 11);
        try (Network network = handMade();
                EvaluationSet set = new EvaluationSet(Toy.REFERENCE, images, Normalisation.none(1), 3)) {
            Site first = network.sites().getFirst();
            float[] expected = NeuronProfile.measure(network, set).at(first, Granularity.NEURON);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (float) Math.tanh(expected[i]);
            }
            network.transform(
                    network.graph().withSite(first.name(), site -> site.with(new org.fitact.nn.graph.op.Tanh())));
            assertArrayEquals(expected, NeuronProfile.measure(network, set).at(first, Granularity.NEURON), 1e-6f);
            Site second = network.sites().get(1);
            new BoundedActivation(Policy.ZERO, Granularity.LAYER, BoundSource.GIVEN)
                    .install(network, second, Bounds.within(second, 1));
            String message = assertThrows(IllegalArgumentException.class, () -> NeuronProfile.measure(network, set))
                    .getMessage();
            assertTrue(message.startsWith("activation relu2 is bounded already"), message);
        }
    }

    @Test
    void profileOfAnotherNetworkIsRefused() {
        try (Network network = handMade();
                Network larger = Models.create(new Architecture("lenet5", Shape.of(28, 28, 1), 4), Toy.REFERENCE, 1)) {
            NeuronProfile profile = Toy.profile(network);
            Site site = larger.sites().getFirst();
            String message = assertThrows(IllegalArgumentException.class, () -> profile.at(site, Granularity.NEURON))
                    .getMessage();
            assertTrue(message.contains("relu1") && message.contains("3456"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "vgg-small"})
    void equalsTheMaximumOfImageByImage(String model) {
        Images images = Toy.images(3, 1);
        Normalisation normalisation = Normalisation.of(images);
        Architecture architecture = new Architecture(model, Shape.of(16, 16, 1), 4);
        try (Network network = Models.create(architecture, Toy.REFERENCE, 3);
                EvaluationSet batches = new EvaluationSet(Toy.REFERENCE, images, normalisation, 2);
                EvaluationSet singles = new EvaluationSet(Toy.REFERENCE, images, normalisation, 1)) {
            NeuronProfile profile = NeuronProfile.measure(network, batches);
            Map<String, float[]> expected = imageByImage(network, singles);
            List<String> sites = network.sites().stream().map(Site::name).toList();
            assertEquals(sites, List.copyOf(profile.maxima().keySet()), "order of the sites");
            for (String site : sites) {
                assertArrayEquals(expected.get(site), profile.maxima().get(site), site);
            }
        }
    }

    private static Map<String, float[]> imageByImage(Network network, EvaluationSet images) {
        Map<String, float[]> maxima = new LinkedHashMap<>();
        images.forEachBatch(image -> {
            try (Tape tape = Tape.inference(network.backend())) {
                Forward.of(
                        network,
                        Pass.observed(tape, (node, x) -> raise(network, maxima, node.name(), x.toArray())),
                        image);
            }
        });
        return maxima;
    }

    private static void raise(Network network, Map<String, float[]> maxima, String site, float[] x) {
        if (network.sites().stream().map(Site::name).noneMatch(site::equals)) {
            return;
        }
        float[] highest = maxima.computeIfAbsent(site, _ -> new float[x.length]);
        for (int i = 0; i < x.length; i++) {
            highest[i] = Math.max(highest[i], x[i]);
        }
    }
}
