package org.fitact.nn.train;

import java.util.List;
import java.util.Optional;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.optim.Schedule;
import org.fitact.nn.optim.UpdateRule;

/**
 * How a network is trained.
 *
 * @param learningRate the highest of the schedule
 * @param warmUpEpochs over which the learning rate rises linearly
 * @param smoothing of the labels, 0 for none
 * @param seed of the order of images, augmentation and dropout
 * @param faultAware how it is trained under bit errors, if it is
 */
public record Recipe(
        int epochs,
        int batchSize,
        UpdateRule rule,
        double learningRate,
        Decay decay,
        double warmUpEpochs,
        float smoothing,
        Augmentation augmentation,
        long seed,
        Optional<FaultAware> faultAware) {

    /** How the learning rate falls after the warm-up. */
    public enum Decay {
        CONSTANT,
        /** To zero along half a cosine. */
        COSINE,
        /** By ten at one half and at three quarters of the steps. */
        STEP
    }

    /** Without bit errors. */
    public Recipe(
            int epochs,
            int batchSize,
            UpdateRule rule,
            double learningRate,
            Decay decay,
            double warmUpEpochs,
            float smoothing,
            Augmentation augmentation,
            long seed) {
        this(
                epochs,
                batchSize,
                rule,
                learningRate,
                decay,
                warmUpEpochs,
                smoothing,
                augmentation,
                seed,
                Optional.empty());
    }

    /** The same under bit errors. */
    public Recipe with(FaultAware faults) {
        return new Recipe(
                epochs,
                batchSize,
                rule,
                learningRate,
                decay,
                warmUpEpochs,
                smoothing,
                augmentation,
                seed,
                Optional.of(faults));
    }

    public Recipe {
        if (epochs <= 0 || batchSize <= 0) {
            throw new IllegalArgumentException(
                    "a recipe of " + epochs + " epochs and batches of " + batchSize + ", expected positive numbers");
        }
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("learning rate is " + learningRate + ", expected a positive number");
        }
    }

    /** The learning rate of every step of the whole training. */
    public Schedule schedule(int stepsPerEpoch) {
        int steps = epochs * stepsPerEpoch;
        Schedule main = switch (decay) {
            case CONSTANT -> new Schedule.Constant(learningRate);
            case COSINE -> new Schedule.Cosine(learningRate, steps);
            case STEP -> new Schedule.Milestones(learningRate, List.of(steps / 2, steps * 3 / 4), 0.1);
        };
        int warmUpSteps = (int) Math.round(warmUpEpochs * stepsPerEpoch);
        return warmUpSteps == 0 ? main : new Schedule.WarmUp(warmUpSteps, main);
    }
}
