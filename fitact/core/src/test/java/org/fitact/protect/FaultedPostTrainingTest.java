package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultFilter;
import org.fitact.memory.Deployment;
import org.fitact.memory.ParameterFaults;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.OnlyTrained;
import org.fitact.protect.HardeningSettings.FaultTraining;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ThresholdSearch;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

/** Bounds that are trained while bits flip. */
class FaultedPostTrainingTest {

    private static final int IMAGES = 160;

    private final EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut());

    private static HardeningSettings settings(PostTraining training, double rate) {
        return new HardeningSettings(
                training,
                ThresholdSearch.DEFAULT,
                0,
                Site.Kind.USUAL,
                FixedPoint.DEFAULT,
                new FaultTraining(rate, 3, 0.01, 0.25f),
                HardeningSettings.Duplication.DEFAULT);
    }

    private static List<Parameter> bounds(Network network) {
        return network.parameters().stream()
                .filter(parameter -> parameter.kind() == ParameterSpec.Kind.BOUND)
                .toList();
    }

    private static List<float[]> values(Network network) {
        return bounds(network).stream().map(bound -> bound.value().toArray()).toList();
    }

    /** A network with smooth bounds, and what there is to train them with. */
    private HardeningJob begin(Network network, HardeningSettings settings, HardeningJob.Progress progress) {
        return begin(network, settings, 0.05f, progress);
    }

    private HardeningJob begin(
            Network network, HardeningSettings settings, float margin, HardeningJob.Progress progress) {
        HardeningJob job = Toy.job(network, heldOut, settings);
        new BoundedActivation(Policy.SMOOTH, Granularity.NEURON, BoundSource.TRAINED)
                .install(
                        network,
                        site -> job.profile().bounds(site, Granularity.NEURON).map(distance -> distance + margin));
        return job.reporting(progress, PartialWork.NOT_KEPT);
    }

    private static PostTrainer under(Network network, HardeningJob job) {
        return new PostTrainer(network, job, Policy.SMOOTH, job.settings().faults());
    }

    /**
     * One step of Adam, whose ε is far above the gradient g, moves a bound by −rate·g/(|g| + ε). That g is the mean of two that are found
     * apart from each other, one of them by the struck network.
     */
    @Test
    void theGradientIsTheMeanOfCleanAndStruck() {
        PostTraining oneStep = new PostTraining(0.9, 0, 20, 0.35f, 1, 100, 1, IMAGES, 1, Granularity.NEURON);
        List<List<float[]>> stepped = new ArrayList<>();
        try (Network network = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = begin(network, settings(oneStep, 3e-5), (_, _) -> stepped.add(values(network)));
            Map<String, float[]> start = new HashMap<>();
            bounds(network)
                    .forEach(bound -> start.put(bound.name(), bound.value().toArray()));
            under(network, job).run();
            bounds(network).forEach(bound -> bound.value().upload(start.get(bound.name())));
            ParameterFaults faults = new ParameterFaults(
                    network,
                    FixedPoint.DEFAULT,
                    FaultFilter.ALL.withLayers(
                            ParameterFaults.layersBeforeBounds(network.graph()).toArray(String[]::new)),
                    3e-5,
                    new PhiloxRandom(job.seed(), PostTrainer.TRAINING_STREAM).nextLong());
            List<float[]> clean = gradients(network);
            List<float[]> struck;
            try (AppliedFaults applied = faults.strike(0)) {
                assertTrue(applied.changedBits() > 10, "a step that strikes nothing");
                struck = gradients(network);
            }
            boolean differ = false;
            for (int b = 0; b < clean.size(); b++) {
                float[] from = start.get(bounds(network).get(b).name());
                for (int i = 0; i < from.length; i++) {
                    double g = (clean.get(b)[i] + struck.get(b)[i]) / 2.0;
                    double expected = from[i] - g / (Math.abs(g) + 100);
                    assertEquals(expected, stepped.getFirst().get(b)[i], 1e-6 + 1e-4 * Math.abs(g));
                    differ |= Math.abs(clean.get(b)[i] - struck.get(b)[i]) > 1e-3;
                }
            }
            assertTrue(differ, "faults that change no gradient");
        }
    }

    /** By the bounds, over all training images at once. */
    private static List<float[]> gradients(Network network) {
        int[] labels = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = Toy.data().train().label(i);
        }
        try (EvaluationSet images = new EvaluationSet(
                        Toy.REFERENCE, Toy.data().train(), Toy.data().normalisation(), IMAGES);
                OnlyTrained _ = new OnlyTrained(network, bounds(network));
                Tape tape = Tape.recording(Toy.REFERENCE)) {
            Tensor classes = tape.own(Tensor.of(Toy.REFERENCE, Shape.of(IMAGES), labels));
            tape.backward(
                    Losses.crossEntropy(tape, Forward.of(network, Pass.inference(tape), images.first()), classes, 0));
            return bounds(network).stream()
                    .map(bound -> tape.gradient(bound.value()).toArray())
                    .toList();
        }
    }

    /** At a rate at which nothing flips both halves are the clean network's. */
    @Test
    void withoutFlipsItIsPlainPostTraining() {
        PostTraining training = new PostTraining(0.9, 50, 20, 0.35f, 0.05, 1e-8f, 1, 40, 1, Granularity.NEURON);
        try (Network plain = Toy.network(Toy.REFERENCE);
                Network faulted = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = begin(plain, settings(training, 1e-12), (_, _) -> {});
            new PostTrainer(plain, job, Policy.SMOOTH).run();
            List<List<float[]>> stepped = new ArrayList<>();
            under(faulted, begin(faulted, settings(training, 1e-12), (_, _) -> stepped.add(values(faulted))))
                    .run();
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(values(plain).get(i), stepped.getLast().get(i), 2e-4f);
            }
        }
    }

    @Test
    void theBoundsThatDoBestUnderFaultsAreReturned() {
        PostTraining training = new PostTraining(0.1, 50, 20, 0.35f, 0.2, 1e-8f, 12, 40, 2, Granularity.NEURON);
        HardeningSettings settings = settings(training, 1e-4);
        List<Double> scores = new ArrayList<>();
        try (Network network = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = begin(network, settings, 3, (_, _) -> scores.add(score(network, settings)));
            double start = score(network, settings);
            PostTrainer.Result result = under(network, job).run();
            assertTrue(result.stoppedByDelta(), "the last is not within delta");
            scores.removeLast();
            double best = Math.max(
                    start, scores.stream().mapToDouble(score -> score).max().orElse(0));
            assertNotEquals(start, best, "training that is of no use here says nothing");
            assertEquals(start, result.underFaultsBefore());
            assertEquals(best, result.underFaultsAfter());
            assertEquals(best, score(network, settings));
            assertTrue(result.withinDelta());
        }
    }

    private double score(Network network, HardeningSettings settings) {
        try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(settings.arithmetic()))) {
            return new AccuracyUnderFaults(memory, heldOut, settings.faults().score(), 7).area();
        }
    }

    @Test
    void relativeStepsReachLargeBounds() {
        PostTraining relative = new PostTraining(
                0.9, 1, 20, 0.35f, 0.01, 1e-8f, 1, IMAGES, 1, Granularity.NEURON, Optimiser.Steps.RELATIVE);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = begin(network, settings(relative, 1e-5), (_, _) -> {});
            bounds(network).forEach(bound -> {
                float[] large = new float[bound.value().elements()];
                java.util.Arrays.fill(large, 48);
                bound.value().upload(large);
            });
            new PostTrainer(network, job, Policy.SMOOTH).run();
            // So far from all values only the regulariser pulls, so the first step is the whole rate down.
            values(network).forEach(now -> {
                for (float value : now) {
                    assertEquals(48 * Math.exp(-0.01), value, 1e-3);
                }
            });
        }
    }
}
