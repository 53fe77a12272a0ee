package org.fitact.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.optim.Decayed;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegularisationTest {

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    @AfterEach
    void close() {
        backend.close();
    }

    /** A quarter of one image and three of the other: 0.25·8 + 0.75·4 = 5. */
    @Test
    void imagesAreMixedByTheShare() {
        MixUp mix = new MixUp(0.25f, new int[] {2, 1, 0});
        assertArrayEquals(new float[] {5, 10, 3, 3, 7, 14}, mix.images(new float[] {8, 16, 3, 3, 4, 8}));
        assertArrayEquals(new int[] {9, 5, 1}, mix.labels(new int[] {1, 5, 9}));
    }

    /** Beta(α, α) has mean 1/2 and variance 1/(4·(2α + 1)); every partner is as likely as any other. */
    @Test
    void sharesAreOfABetaDistribution() {
        for (float alpha : new float[] {0.2f, 1, 2}) {
            int draws = 20_000;
            double sum = 0;
            double squares = 0;
            int[] partners = new int[4];
            for (int i = 0; i < draws; i++) {
                MixUp mix = MixUp.draw(alpha, 4, new PhiloxRandom(1, i));
                sum += mix.share();
                squares += Math.pow(mix.share() - 0.5, 2);
                partners[mix.partners()[0]]++;
                Set<Integer> all = new HashSet<>();
                Arrays.stream(mix.partners()).forEach(all::add);
                assertEquals(4, all.size());
            }
            double variance = 1 / (4 * (2 * alpha + 1));
            assertEquals(0.5, sum / draws, 5 * Math.sqrt(variance / draws), "alpha " + alpha);
            assertEquals(variance, squares / draws, 0.03 * variance, "alpha " + alpha);
            for (int count : partners) {
                assertEquals(draws / 4.0, count, 5 * Math.sqrt(draws * 3 / 16.0));
            }
        }
        assertEquals(
                MixUp.draw(0.4f, 9, new PhiloxRandom(3, 4)).share(),
                MixUp.draw(0.4f, 9, new PhiloxRandom(3, 4)).share());
    }

    /** The loss of the first step, put together by hand from those of the two labels. */
    @Test
    void theLossIsMixedAsTheImagesAre() throws IOException {
        TrainingData data = Toys.data();
        Recipe recipe = new Recipe(
                        1, 200, new UpdateRule.Sgd(0, false, 0), 0.1, Recipe.Decay.CONSTANT, 0, 0, Augmentation.NONE, 7)
                .with(new Regularisation(0, 0.5f, 0, Decayed.WEIGHTS));
        double expected;
        try (Network network = Toys.network(backend, 1);
                Tape tape = Tape.inference(backend)) {
            var batch = new BatchLoader(
                            data.train(), data.normalisation(), LoaderOptions.training(200, Augmentation.NONE, 7))
                    .batch(0, 0);
            MixUp mix = MixUp.draw(0.5f, batch.size(), new PhiloxRandom(7, 5L << 56));
            Tensor images =
                    tape.own(Tensor.of(backend, Toys.IMAGE.withBatch(batch.size()), mix.images(batch.images())));
            Tensor logits = Forward.of(network, Pass.training(tape, new PhiloxRandom(7, 4L << 56)), images);
            Shape labels = Shape.of(batch.size());
            double first = Losses.crossEntropy(tape, logits, tape.own(Tensor.of(backend, labels, batch.labels())), 0)
                    .item();
            double second = Losses.crossEntropy(
                            tape, logits, tape.own(Tensor.of(backend, labels, mix.labels(batch.labels()))), 0)
                    .item();
            expected = mix.share() * first + (1 - mix.share()) * second;
            assertTrue(Math.abs(first - second) > 1e-3, "the partners have other labels");
        }
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, data, recipe)) {
            training.run(new TrainingListener() {});
            assertEquals(expected, training.history().getFirst().loss(), 1e-5);
        }
    }

    /** m ← d·m + (1 − d)·p with d = min(0.5, 2/11) and then min(0.5, 3/12): from 1 by 3 and 5. */
    @Test
    void theMeanFollowsTheParameters() {
        try (Network network = Toys.network(backend, 1);
                WeightEma ema = new WeightEma(network, 0.5);
                Tape tape = Tape.inference(backend)) {
            Tensor bias = network.parameter("fc2.bias").value();
            bias.upload(new float[] {1, 1, 1});
            ema.exchange(); // the mean has the ones now, and the network what it began with
            bias.upload(new float[] {3, 3, 3});
            ema.take(1, tape);
            float first = 2f / 11 * 1 + 9f / 11 * 3;
            assertEquals(first, ema.other().get("fc2.bias").toArray()[1], 1e-6f);
            bias.upload(new float[] {5, 5, 5});
            ema.take(2, tape);
            float second = 0.25f * first + 0.75f * 5;
            assertEquals(second, ema.other().get("fc2.bias").toArray()[2], 1e-6f);
            ema.take(1_000_000, tape);
            assertEquals(
                    0.5f * second + 2.5f, ema.other().get("fc2.bias").toArray()[0], 1e-6f, "the decay itself, late");
            ema.exchange();
            assertEquals(0.5f * second + 2.5f, bias.toArray()[0], 1e-6f);
            assertEquals(5, ema.other().get("fc2.bias").toArray()[0]);
        }
    }

    /** What is deployed is the mean: other than the parameters of the last step, and smoother than their path. */
    @Test
    void theNetworkHasTheMeanInTheEnd() throws IOException {
        Recipe plain = Toys.recipe(2);
        Recipe averaged = plain.with(new Regularisation(0, 0, 0.9, Decayed.WEIGHTS));
        try (Network without = Toys.network(backend, 1);
                Network with = Toys.network(backend, 1);
                Trainer one = new Trainer(without, Toys.data(), plain);
                Trainer two = new Trainer(with, Toys.data(), averaged)) {
            one.run(new TrainingListener() {});
            two.run(new TrainingListener() {});
            for (Parameter parameter : without.parameters()) {
                float[] last =
                        two.ema().orElseThrow().other().get(parameter.name()).toArray();
                assertArrayEquals(parameter.value().toArray(), last, parameter.name() + ": the steps are the same");
                assertFalse(Arrays.equals(
                        last, with.parameter(parameter.name()).value().toArray()));
            }
        }
    }

    @Test
    void aRecipeSaysWhatItAlwaysDidWhereThereIsNone() {
        Recipe plain = Toys.recipe(2);
        assertEquals(
                "Recipe[epochs=2, batchSize=16, rule=Sgd[momentum=0.9, nesterov=true, weightDecay=5.0E-4], "
                        + "learningRate=0.05, decay=COSINE, warmUpEpochs=0.5, smoothing=0.1, "
                        + "augmentation=Augmentation[padding=1, horizontalFlip=true], seed=7, faultAware=Optional.empty]",
                plain.toString());
        Recipe other = plain.with(new Regularisation(8, 0, 0, Decayed.SCALES));
        assertTrue(other.toString()
                .endsWith("regularisation=Regularisation[cutOut=8, mixUp=0.0, ema=0.0, decayed=SCALES]]"));
        assertFalse(plain.fields().containsKey("regularisation"));
        assertThrows(IllegalArgumentException.class, () -> new Regularisation(-1, 0, 0, Decayed.WEIGHTS));
        assertThrows(IllegalArgumentException.class, () -> new Regularisation(0, 5, 0, Decayed.WEIGHTS));
        assertThrows(IllegalArgumentException.class, () -> new Regularisation(0, 0, 1, Decayed.WEIGHTS));
    }
}
