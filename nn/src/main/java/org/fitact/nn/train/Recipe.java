package org.fitact.nn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fitact.nn.graph.op.Fields;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.optim.Schedule;
import org.fitact.nn.optim.UpdateRule;

/**
 * How a network is trained.
 *
 * @param learningRate the highest of the schedule
 * @param warmUpEpochs over which the learning rate rises, linearly but in one cycle
 * @param smoothing of the labels, 0 for none
 * @param seed of the order of images, augmentation and dropout
 * @param faultAware how it is trained under bit errors, if it is
 * @param regularisation what else is done against fitting the images too well
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
        Optional<FaultAware> faultAware,
        Regularisation regularisation)
        implements Fields {

    /** How the learning rate falls after the warm-up. */
    public enum Decay {
        CONSTANT,
        /** To zero along half a cosine. */
        COSINE,
        /** By ten at one half and at three quarters of the steps. */
        STEP,
        /** Up over the warm-up and down to nearly nothing, both along half a cosine: {@link Schedule.OneCycle}. */
        ONE_CYCLE
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
                Optional.empty(),
                Regularisation.NONE);
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
                Optional.of(faults),
                regularisation);
    }

    /** The same with what is done against fitting the images too well. */
    public Recipe with(Regularisation other) {
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
                faultAware,
                other);
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

    /** Regularisation is said where there is some, and was never said before there was. */
    @Override
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epochs", epochs);
        fields.put("batchSize", batchSize);
        fields.put("rule", rule);
        fields.put("learningRate", learningRate);
        fields.put("decay", decay);
        fields.put("warmUpEpochs", warmUpEpochs);
        fields.put("smoothing", smoothing);
        fields.put("augmentation", augmentation);
        fields.put("seed", seed);
        fields.put("faultAware", faultAware);
        if (!regularisation.equals(Regularisation.NONE)) {
            fields.put("regularisation", regularisation);
        }
        return fields;
    }

    /** The fields, as a record has them; a checkpoint of a training says them, and is compared with. */
    @Override
    public String toString() {
        return fields().entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(", ", "Recipe[", "]"));
    }

    /** The learning rate of every step of the whole training. */
    public Schedule schedule(int stepsPerEpoch) {
        int steps = epochs * stepsPerEpoch;
        Schedule main = switch (decay) {
            case CONSTANT -> new Schedule.Constant(learningRate);
            case COSINE -> new Schedule.Cosine(learningRate, steps);
            case ONE_CYCLE ->
                new Schedule.OneCycle(learningRate, (int) Math.round(warmUpEpochs * stepsPerEpoch), steps);
            case STEP -> new Schedule.Milestones(learningRate, List.of(steps / 2, steps * 3 / 4), 0.1);
        };
        int warmUpSteps = (int) Math.round(warmUpEpochs * stepsPerEpoch);
        return warmUpSteps == 0 || decay == Decay.ONE_CYCLE ? main : new Schedule.WarmUp(warmUpSteps, main);
    }
}
