package org.fitact.protect;

import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;

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

    /** Is told how far the work is. */
    @FunctionalInterface
    public interface Progress {

        /** @param done share of the work that is done, 0..1 */
        void at(double done, String message);
    }
}
