package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostTrainerTest {

    /** What stood at a check of the held-out accuracy. */
    private record Check(double meanSquare, double accuracy) {}

    private final EvaluationSet heldOut = Toy.upload(Toy.REFERENCE, Toy.data().heldOut());
    private final List<Check> checks = new ArrayList<>();

    private static HardeningSettings settings(HardeningSettings.PostTraining training) {
        return new HardeningSettings(training, HardeningSettings.ThresholdSearch.DEFAULT, 0, FixedPoint.DEFAULT);
    }

    /** Steps that are long enough to make the bounds hurt within a few epochs. */
    private static HardeningSettings shrinking(double delta, int epochs) {
        return settings(new HardeningSettings.PostTraining(
                delta, 50, 20, 0.35f, 0.2, 1e-8f, epochs, 40, 4, Granularity.NEURON));
    }

    private static List<Parameter> bounds(Network network) {
        return network.parameters().stream()
                .filter(parameter -> parameter.kind() == ParameterSpec.Kind.BOUND)
                .toList();
    }

    private static List<float[]> values(Network network) {
        return bounds(network).stream().map(bound -> bound.value().toArray()).toList();
    }

    private static double meanSquare(List<float[]> bounds) {
        double sum = 0;
        int count = 0;
        for (float[] values : bounds) {
            count += values.length;
            for (float value : values) {
                sum += (double) value * value;
            }
        }
        return sum / count;
    }

    private static void install(Network network, NeuronProfile profile, float margin) {
        new BoundedActivation(Policy.SMOOTH, Granularity.NEURON, BoundSource.TRAINED)
                .install(
                        network,
                        site -> profile.bounds(site, Granularity.NEURON).map(distance -> distance + margin));
    }

    private static void deploy(Network network, Policy policy) {
        network.transform(
                network.graph().withSites(site -> site.bounded(site.bound().with(policy))));
    }

    private double deployedAccuracy(Network network, HardeningSettings settings, Policy policy) {
        deploy(network, policy);
        double accuracy = Toy.accuracy(network, heldOut, settings);
        deploy(network, Policy.SMOOTH);
        return accuracy;
    }

    /** Post-trains the toy network from a margin above its maxima and notes what stands at every check. */
    private PostTrainer.Result train(Network network, HardeningSettings settings, float margin, Policy deployed) {
        HardeningJob job = Toy.job(network, heldOut, settings);
        install(network, job.profile(), margin);
        HardeningJob.Progress note = (_, _) -> {
            List<float[]> now = values(network);
            checks.add(new Check(meanSquare(now), deployedAccuracy(network, settings, deployed)));
        };
        HardeningJob watched = new HardeningJob(
                job.data(), heldOut, job.profile(), job.baseline(), settings, job.seed(), note, PartialWork.NOT_KEPT);
        return new PostTrainer(network, watched, deployed).run();
    }

    @ParameterizedTest
    @EnumSource(names = {"SMOOTH", "ZERO"})
    void returnsTheFeasibleBoundsWithTheSmallestSumOfSquares(Policy deployed) {
        HardeningSettings settings = shrinking(0.1, 10);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            PostTrainer.Result result = train(network, settings, 0.35f, deployed);
            assertTrue(result.stoppedByDelta(), "the test is about the end by delta");
            Check last = checks.removeLast();
            assertTrue(result.baseline() - last.accuracy() >= 0.1, "training goes on until delta is lost");
            Check best = checks.getFirst();
            for (Check check : checks) {
                assertTrue(result.baseline() - check.accuracy() < 0.1, "and no further");
                best = check.meanSquare() < best.meanSquare() ? check : best;
            }
            assertEquals(best.meanSquare(), result.meanSquareAfter(), 1e-12);
            assertEquals(best.meanSquare(), meanSquare(values(network)), 1e-12);
            assertTrue(result.meanSquareAfter() < result.meanSquareBefore());
            assertEquals(best.accuracy(), result.accuracy());
            assertEquals(result.accuracy(), deployedAccuracy(network, settings, deployed));
            assertTrue(result.withinDelta() && result.baseline() - result.accuracy() < 0.1);
        }
    }

    @Test
    void endsWithTheEpochsAndChecksTheLastStep() {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            // 3 checks an epoch of 7 steps are one every 2 steps; the 21st step would be left out.
            HardeningSettings.PostTraining slow =
                    new HardeningSettings.PostTraining(0.5, 50, 20, 0.35f, 0.001, 1e-8f, 3, 23, 3, Granularity.NEURON);
            PostTrainer.Result result = train(network, settings(slow), 0.35f, Policy.SMOOTH);
            assertFalse(result.stoppedByDelta());
            assertEquals(21, result.steps());
            assertEquals(11, checks.size());
            assertEquals(21, result.stepOfResult());
        }
    }

    @Test
    void infeasibleStartIsLeftForTheFirstFeasibleBounds() {
        HardeningSettings upwards = settings(
                new HardeningSettings.PostTraining(0.05, 0, 20, 0.35f, 0.2, 1e-8f, 6, 40, 4, Granularity.NEURON));
        try (Network network = Toy.network(Toy.REFERENCE)) {
            PostTrainer.Result result = train(network, upwards, -2.2f, Policy.SMOOTH);
            Check best = checks.stream()
                    .filter(check -> result.baseline() - check.accuracy() < 0.05)
                    .min(Comparator.comparingDouble(Check::meanSquare))
                    .orElseThrow();
            assertTrue(result.baseline() - checks.getFirst().accuracy() >= 0.05, "delta is lost at first");
            assertTrue(best.meanSquare() > result.meanSquareBefore(), "the smallest bounds of all are not feasible");
            assertEquals(best.meanSquare(), result.meanSquareAfter(), 1e-12);
            assertEquals(best.meanSquare(), meanSquare(values(network)), 1e-12);
            assertTrue(result.withinDelta() && result.stepOfResult() > 1);
        }
    }

    @Test
    void boundsThatAreNeverFeasibleSaySo() {
        HardeningSettings settings = settings(
                new HardeningSettings.PostTraining(0.001, 1, 20, 0.35f, 1e-6, 1e-8f, 1, 40, 4, Granularity.NEURON));
        try (Network network = Toy.network(Toy.REFERENCE)) {
            HardeningJob job = Toy.job(network, heldOut, settings);
            HardeningJob unreachable = new HardeningJob(
                    job.data(), heldOut, job.profile(), 1.01, settings, 7, job.progress(), PartialWork.NOT_KEPT);
            install(network, job.profile(), 0.35f);
            PostTrainer.Result result = new PostTrainer(network, unreachable, Policy.SMOOTH).run();
            assertFalse(result.withinDelta());
            assertFalse(result.stoppedByDelta());
            assertEquals(Toy.accuracy(network, heldOut, settings), result.accuracy());
        }
    }

    @Test
    void twoRunsAreBitIdentical() {
        try (Network one = Toy.hardened("fitact", shrinking(0.1, 2));
                Network two = Toy.hardened("fitact", shrinking(0.1, 2))) {
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(values(one).get(i), values(two).get(i));
            }
        }
    }

    @Test
    void onlyBoundsChangeAndFlagsAreRestored() {
        ImageSet images = Toy.images(8, 3);
        TrainingData data = new TrainingData(images, images, Toy.data().normalisation());
        HardeningSettings settings = settings(
                new HardeningSettings.PostTraining(0.9, 50, 20, 0.35f, 0.1, 1e-8f, 1, 4, 1, Granularity.NEURON));
        try (Network network = Models.create(new Architecture("vgg-small", Shape.of(16, 16, 1), 4), Toy.REFERENCE, 2);
                EvaluationSet few = Toy.upload(Toy.REFERENCE, images)) {
            install(network, NeuronProfile.measure(network, few), 0.35f);
            Map<String, float[]> before = Toy.weights(network);
            List<float[]> start = values(network);
            Parameter frozen = network.parameter("conv2.conv.weight");
            frozen.value().requireGradient(false);
            List<Boolean> flags = flags(network);
            HardeningJob job = new HardeningJob(
                    data,
                    few,
                    null,
                    Toy.accuracy(network, few, settings),
                    settings,
                    7,
                    (_, _) -> {},
                    PartialWork.NOT_KEPT);
            PostTrainer.Result result = new PostTrainer(network, job, Policy.SMOOTH).run();
            assertEquals(2, result.stepOfResult());
            Toy.weights(network).forEach((name, values) -> assertArrayEquals(before.get(name), values, name));
            assertTrue(before.keySet().stream().anyMatch(name -> name.endsWith("running_var")));
            assertEquals(flags, flags(network));
            assertTrue(meanSquare(values(network)) < meanSquare(start));
        }
    }

    private static List<Boolean> flags(Network network) {
        return network.parameters().stream()
                .map(parameter -> parameter.value().requiresGradient())
                .toList();
    }

    /**
     * With all weights 0 no bound has an influence on the cross-entropy, so only the regulariser moves it: its gradient
     * is (ζ/N)·2λ. Adam's ε is as large as that gradient, for otherwise the step would hardly depend on it.
     */
    @Test
    void regulariserPullsByTwoZetaLambdaOverN() {
        HardeningSettings.PostTraining training =
                new HardeningSettings.PostTraining(0.9, 0.5, 20, 0.35f, 0.01, 1e-3f, 3, 160, 1, Granularity.NEURON);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            NeuronProfile profile = Toy.profile(network);
            network.parameters()
                    .forEach(parameter ->
                            parameter.value().upload(new float[parameter.value().elements()]));
            install(network, profile, 0.35f);
            List<float[]> start = values(network);
            HardeningJob job = new HardeningJob(
                    Toy.data(), heldOut, profile, 0.25, settings(training), 7, (_, _) -> {}, PartialWork.NOT_KEPT);
            PostTrainer.Result result = new PostTrainer(network, job, Policy.SMOOTH).run();
            assertEquals(3, result.stepOfResult());
            assertEquals(network.neurons(), result.bounds());
            List<float[]> found = values(network);
            for (int site = 0; site < start.size(); site++) {
                for (int i = 0; i < start.get(site).length; i++) {
                    double expected = adam(start.get(site)[i], 0.5 / network.neurons(), 3);
                    assertEquals(expected, found.get(site)[i], 1e-5, "site " + site + ", neuron " + i);
                }
            }
        }
    }

    /** λ after some steps of Adam down weight·λ², by hand. */
    private static double adam(double lambda, double weight, int steps) {
        double mean = 0;
        double variance = 0;
        for (int t = 1; t <= steps; t++) {
            double gradient = 2 * weight * lambda;
            mean = 0.9 * mean + 0.1 * gradient;
            variance = 0.999 * variance + 0.001 * gradient * gradient;
            double corrected = Math.sqrt(variance / (1 - Math.pow(0.999, t)));
            lambda -= 0.01 * mean / (1 - Math.pow(0.9, t)) / (corrected + 1e-3);
        }
        return lambda;
    }
}
