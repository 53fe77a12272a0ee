package org.fitact.protect.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredValues;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Outcome;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Bounding;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.Test;

class ProActTest {

    private static final HardeningSettings TWO_EPOCHS = new HardeningSettings(
            new PostTraining(0.01, 1, 20, 0.35f, 0.01, 1e-8f, 2, 40, 2, Granularity.NEURON),
            HardeningSettings.DEFAULT.search(),
            0,
            HardeningSettings.DEFAULT.arithmetic());

    private final EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut());

    @Test
    void hyReluIsTheSmoothBound() {
        float[] x = {-1, 0, 0.5f, 1.9f, 2, 2.1f, 3, 100};
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = (float) Math.max(0, x[i] - x[i] / (1 + Math.exp(-20.0 * (x[i] - 2))));
        }
        try (Tape tape = Tape.inference(Toy.REFERENCE)) {
            Tensor in = tape.own(Tensor.of(Toy.REFERENCE, Shape.of(1, x.length), x));
            Tensor bound = tape.own(Tensor.of(Toy.REFERENCE, Shape.of(1), new float[] {2}));
            var layer = new org.fitact.nn.graph.op.Bound(Policy.SMOOTH, Granularity.LAYER, 20);
            Tensor y = Bounding.boundedRelu(tape, layer.geometry(Shape.of(x.length)), in, bound);
            assertArrayEquals(expected, y.toArray(), 1e-6f);
        }
    }

    /** ½·(−ln 0.8 …) by hand: softmax of (ln 4, 0) is (0.8, 0.2); with targets (¾, ¼) the loss is −(¾ ln 0.8 + ¼ ln 0.2). */
    @Test
    void softTargetsByHand() {
        try (Tape tape = Tape.inference(Toy.REFERENCE)) {
            Tensor logits =
                    tape.own(Tensor.of(Toy.REFERENCE, Shape.of(2, 2), new float[] {(float) Math.log(4), 0, 0, 0}));
            Tensor targets = tape.own(Tensor.of(Toy.REFERENCE, Shape.of(2, 2), new float[] {0.75f, 0.25f, 1, 0}));
            double expected = (-(0.75 * Math.log(0.8) + 0.25 * Math.log(0.2)) + Math.log(2)) / 2;
            assertEquals(
                    expected, Losses.softCrossEntropy(tape, logits, targets).item(), 1e-6);
            Tensor hard = tape.own(Tensor.of(Toy.REFERENCE, Shape.of(2, 2), new float[] {0, 1, 1, 0}));
            Tensor labels = tape.own(Tensor.of(Toy.REFERENCE, Shape.of(2), new int[] {1, 0}));
            assertEquals(
                    Losses.crossEntropy(tape, logits, labels, 0).item(),
                    Losses.softCrossEntropy(tape, logits, hard).item(),
                    1e-6);
        }
    }

    @Test
    void onlyTheLastActivationHasABoundForEachNeuron() {
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network network = Toy.network(Toy.REFERENCE)) {
            Outcome outcome = new ProAct().protect(network, Toy.job(network, heldOut, TWO_EPOCHS));
            NeuronProfile profile = Toy.profile(plain);
            List<Site> sites = network.sites();
            assertEquals(1 + 1 + 1 + 84, outcome.details().get("bounds"));
            for (Site site : sites) {
                boolean last = site.equals(sites.getLast());
                assertEquals(
                        last ? Granularity.NEURON : Granularity.LAYER,
                        site.bound().granularity());
                assertEquals(Policy.SMOOTH, site.bound().policy());
                float[] start = profile.at(site, site.bound().granularity());
                float[] found = network.bounds(site);
                for (int i = 0; i < found.length; i++) {
                    // 8 steps of about the learning rate, whichever of the two it is.
                    assertEquals(start[i] + 0.35, found[i], 8 * (last ? 0.001 : 0.01) + 1e-4, site.name());
                }
            }
            assertTrue((int) outcome.details().get("layersMoved") > 0);
            Map<String, float[]> weights = Toy.weights(plain);
            Toy.weights(network).forEach((name, values) -> assertArrayEquals(weights.get(name), values, name));
        }
    }

    @Test
    void aLayerTakesNoMoreStepsThanItMay() {
        PostTraining single = new PostTraining(0.01, 1, 20, 0.35f, 0.01, 1e-8f, 5, 2, 1, Granularity.NEURON);
        HardeningSettings settings = new HardeningSettings(
                single, HardeningSettings.DEFAULT.search(), 0, HardeningSettings.DEFAULT.arithmetic());
        try (Network network = Toy.network(Toy.REFERENCE)) {
            Outcome outcome = new ProAct().protect(network, Toy.job(network, heldOut, settings));
            int steps = (int) outcome.details().get("stepsTaken");
            assertTrue(steps <= 256 * network.sites().size(), steps + " steps");
            assertTrue(steps > 256, steps + " steps");
        }
    }

    /** From bounds that cost nothing, training may not lose more than 0.2 points, which is less than one image here. */
    @Test
    void noLayerIsKeptThatLosesMoreThanTheTolerance() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            Outcome outcome = new ProAct().protect(network, Toy.job(network, heldOut, TWO_EPOCHS));
            double before = (double) outcome.details().get("heldOutAccuracyBefore");
            double after = (double) outcome.details().get("heldOutAccuracyAfter");
            assertTrue(before - after <= 0.002, before + " to " + after);
            try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(TWO_EPOCHS.arithmetic()))) {
                assertEquals(after, heldOut.accuracy(memory.plan()));
            }
        }
    }

    /** A run that was killed after any layer ends with the same bits. */
    @Test
    void goesOnWhereItStood() throws IOException {
        List<SafetensorsFile> saved = new ArrayList<>();
        List<float[]> expected = harden(new PartialWork() {
            @Override
            public Optional<StoredValues> load() {
                return Optional.empty();
            }

            @Override
            public void save(SafetensorsFile state) {
                saved.add(state);
            }
        });
        assertEquals(3, saved.size());
        for (SafetensorsFile state : saved) {
            List<float[]> found = harden(new PartialWork() {
                @Override
                public Optional<StoredValues> load() {
                    return Optional.of(new StoredValues(java.nio.file.Path.of("partial"), state));
                }

                @Override
                public void save(SafetensorsFile later) {}
            });
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), found.get(i));
            }
        }
    }

    private List<float[]> harden(PartialWork work) {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = Toy.job(network, heldOut, TWO_EPOCHS).reporting((_, _) -> {}, work);
            new ProAct().protect(network, job);
            return network.sites().stream().map(network::bounds).toList();
        }
    }
}
