package org.fitact.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.model.TestNetworks;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

class FaultAwareTest {

    private static final float RATE = 0.5f;
    private static final float CLIP = 0.3f;

    private final Backend backend = Backends.open("reference", new BackendOptions(1));
    private final TrainingData data = Toys.data();

    /** Without what differs between training and inference. */
    private Network network() {
        return TestNetworks.of(
                backend,
                Toys.IMAGE,
                3,
                TestNetworks.noise(4),
                builder -> builder.conv("conv1", 3, 3, 1, 1)
                        .relu("relu1")
                        .maxPool(4)
                        .flatten()
                        .linear("fc1", 3));
    }

    /** One step of plain gradient descent an epoch, on all images at once. */
    private Recipe recipe(int epochs, int cleanEpochs) {
        UpdateRule plain = new UpdateRule.Sgd(0, false, 0);
        int all = data.train().size();
        return new Recipe(epochs, all, plain, RATE, Recipe.Decay.CONSTANT, 0, 0, Augmentation.NONE, 7)
                .with(new FaultAware(1e-3, CLIP, "int8", cleanEpochs));
    }

    private static Map<String, float[]> values(Network network) {
        Map<String, float[]> values = new HashMap<>();
        network.parameters()
                .forEach(parameter ->
                        values.put(parameter.name(), parameter.value().toArray()));
        return values;
    }

    /** One weight becomes 9. */
    private static Disturbance.Undo strike(Network network) {
        Parameter weight = network.parameter("fc1.weight");
        float[] before = weight.value().toArray();
        float[] struck = before.clone();
        struck[2] = 9;
        weight.value().upload(struck);
        return () -> weight.value().upload(before);
    }

    private Map<String, float[]> gradients(Network network) {
        int[] labels = new int[data.train().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.train().label(i);
        }
        try (EvaluationSet images = new EvaluationSet(backend, data.train(), data.normalisation(), labels.length);
                Tape tape = Tape.recording(backend)) {
            Tensor classes = tape.own(Tensor.of(backend, Shape.of(labels.length), labels));
            tape.backward(
                    Losses.crossEntropy(tape, Forward.of(network, Pass.inference(tape), images.first()), classes, 0));
            Map<String, float[]> gradients = new HashMap<>();
            network.parameters()
                    .forEach(parameter -> gradients.put(
                            parameter.name(), tape.gradient(parameter.value()).toArray()));
            return gradients;
        }
    }

    /** p ← p − rate·½(∂L/∂p + ∂L/∂p of the struck network), weights then cut at ±0.3; both gradients are found apart. */
    @Test
    void aStepIsTheMeanOfCleanAndStruckAndClipsWeights() throws IOException {
        try (Network network = network()) {
            Map<String, float[]> start = values(network);
            Map<String, float[]> clean = gradients(network);
            Map<String, float[]> struck;
            try (Disturbance.Undo _ = strike(network)) {
                struck = gradients(network);
            }
            try (Trainer trainer = new Trainer(network, data, recipe(1, 0), _ -> strike(network))) {
                trainer.run(new TrainingListener() {});
            }
            int clipped = 0;
            for (Map.Entry<String, float[]> found : values(network).entrySet()) {
                String name = found.getKey();
                float[] expected = start.get(name).clone();
                for (int i = 0; i < expected.length; i++) {
                    expected[i] -= RATE * (clean.get(name)[i] + struck.get(name)[i]) / 2;
                    if (name.endsWith("weight")) {
                        clipped += Math.abs(expected[i]) > CLIP ? 1 : 0;
                        expected[i] = Math.clamp(expected[i], -CLIP, CLIP);
                    }
                }
                assertArrayEquals(expected, found.getValue(), 1e-5f, name);
            }
            assertTrue(clipped > 0, "nothing is clipped");
        }
    }

    @Test
    void theFirstEpochsAreClean() throws IOException {
        List<Long> steps = new ArrayList<>();
        try (Network network = network();
                Trainer trainer = new Trainer(network, data, recipe(3, 1), step -> {
                    steps.add(step);
                    return () -> {};
                })) {
            trainer.run(new TrainingListener() {});
        }
        assertEquals(List.of(1L, 2L), steps);
    }

    /** What is struck may have a loss that is no number; the step is then half of the clean one. */
    @Test
    void aLossThatIsNoNumberGivesNoGradient() throws IOException {
        try (Network network = network()) {
            Map<String, float[]> start = values(network);
            Map<String, float[]> clean = gradients(network);
            Parameter bias = network.parameter("fc1.bias");
            try (Trainer trainer = new Trainer(network, data, recipe(1, 0), _ -> {
                float[] before = bias.value().toArray();
                bias.value().upload(new float[] {Float.NaN, 0, 0});
                return () -> bias.value().upload(before);
            })) {
                trainer.run(new TrainingListener() {});
            }
            float[] expected = start.get("fc1.bias");
            for (int i = 0; i < expected.length; i++) {
                expected[i] -= RATE * clean.get("fc1.bias")[i] / 2;
            }
            assertArrayEquals(expected, bias.value().toArray(), 1e-6f);
        }
    }

    @Test
    void aRecipeAndWhatStrikesBelongTogether() {
        try (Network network = network()) {
            assertThrows(IllegalArgumentException.class, () -> new Trainer(network, data, recipe(1, 0)));
            assertThrows(
                    IllegalArgumentException.class, () -> new Trainer(network, data, Toys.recipe(1), _ -> () -> {}));
        }
        assertThrows(IllegalArgumentException.class, () -> new FaultAware(0, 1, "int8", 0));
        assertThrows(IllegalArgumentException.class, () -> new FaultAware(0.1, 0, "int8", 0));
        assertThrows(IllegalArgumentException.class, () -> new FaultAware(0.1, 1, "int8", -1));
    }
}
