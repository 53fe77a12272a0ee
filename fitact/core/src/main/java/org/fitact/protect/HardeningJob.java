package org.fitact.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.fitact.memory.ParameterFaults;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Disturbance;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.FaultAware;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingData;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.number.TensorFormat;

/**
 * What a protection scheme may use. The test set is not part of it.
 *
 * @param data training images, for gradients, and held-out images, for choices
 * @param heldOut the held-out images on the network's backend, in batches of at most 100
 * @param profile what the neurons at the scheme's {@link Protection#places} reach over training images
 * @param baseline accuracy of the unprotected network on the held-out images, 0..1
 * @param settings what the user chose
 * @param seed of everything random
 * @param progress is told how the work goes on
 * @param partial keeps unfinished work
 */
public record HardeningJob(
        TrainingData data,
        EvaluationSet heldOut,
        NeuronProfile profile,
        double baseline,
        HardeningSettings settings,
        long seed,
        Progress progress,
        PartialWork partial) {

    /** This job, telling and keeping its progress elsewhere. */
    public HardeningJob reporting(Progress to, PartialWork work) {
        return new HardeningJob(data, heldOut, profile, baseline, settings, seed, to, work);
    }

    /** This job under other settings. */
    public HardeningJob with(HardeningSettings other) {
        return new HardeningJob(data, heldOut, profile, baseline, other, seed, progress, partial);
    }

    /** This job with the profile of other places. */
    public HardeningJob with(NeuronProfile other) {
        return new HardeningJob(data, heldOut, other, baseline, settings, seed, progress, partial);
    }

    /**
     * Trains all weights of a network again, from where they are: SGD with Nesterov momentum of 0.9 and weight decay, for as many epochs
     * and images a step as post-training has, the learning rate falling along half a cosine after half an epoch of warm-up.
     *
     * @param network modified
     * @param what is done, for the progress
     */
    public void retrain(Network network, double learningRate, String what) {
        retrain(network, recipe(learningRate), null, what);
    }

    /**
     * The same under bit errors.
     *
     * @param format in which words are struck, which {@code faults} names
     */
    public void retrain(Network network, double learningRate, FaultAware faults, TensorFormat format, String what) {
        retrain(network, recipe(learningRate).with(faults), ParameterFaults.of(network, faults, format, seed), what);
    }

    private Recipe recipe(double learningRate) {
        return new Recipe(
                settings.postTraining().epochs(),
                settings.postTraining().batchSize(),
                new UpdateRule.Sgd(0.9f, true, 5e-4f),
                learningRate,
                Recipe.Decay.COSINE,
                0.5,
                0,
                Augmentation.NONE,
                seed);
    }

    private void retrain(Network network, Recipe recipe, Disturbance faults, String what) {
        try (Trainer trainer = new Trainer(network, data, recipe, faults)) {
            trainer.run(new TrainingListener() {
                @Override
                public void stepDone(int epoch, int step, int steps, double loss) {
                    progress.at((epoch - 1 + (double) step / steps) / recipe.epochs(), what);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Is told how far the work is. */
    @FunctionalInterface
    public interface Progress {

        /** @param done share of the work that is done, 0..1 */
        void at(double done, String message);
    }
}
