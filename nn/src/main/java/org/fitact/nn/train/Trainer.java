package org.fitact.nn.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.Batch;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Prefetch;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.optim.Schedule;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Trains a network by a recipe (stage 1 of FitAct). All that a later run needs to go on from the end of an epoch, to
 * the same bits, is the network, the optimiser's state and the history; everything random is a function of the seed,
 * the epoch and the step.
 */
public final class Trainer implements AutoCloseable {

    private static final int EVALUATION_BATCH = 100;
    /** The top byte keeps this purpose apart from the data's random streams, which use 1 to 3. */
    private static final long DROPOUT_STREAM = 4L << 56;

    private final Network network;
    private final TrainingData data;
    private final Recipe recipe;
    private final BatchLoader loader;
    private final Schedule schedule;
    private final Optimiser optimiser;
    private final List<EpochResult> history = new ArrayList<>();

    public Trainer(Network network, TrainingData data, Recipe recipe) {
        this.network = network;
        this.data = data;
        this.recipe = recipe;
        this.loader = new BatchLoader(
                data.train(),
                data.normalisation(),
                LoaderOptions.training(recipe.batchSize(), recipe.augmentation(), recipe.seed()));
        this.schedule = recipe.schedule(loader.batchesPerEpoch());
        List<Parameter> trained = network.parameters().stream()
                .filter(Parameter::isTrainedByGradient)
                .toList();
        this.optimiser = new Optimiser(trained, recipe.rule());
    }

    public Network network() {
        return network;
    }

    public TrainingData data() {
        return data;
    }

    public Recipe recipe() {
        return recipe;
    }

    public Optimiser optimiser() {
        return optimiser;
    }

    /** The epochs so far. */
    public List<EpochResult> history() {
        return List.copyOf(history);
    }

    /** Goes on after epochs of an earlier run, whose network and optimiser state were loaded by the caller. */
    public void resumeAfter(List<EpochResult> earlier) {
        history.clear();
        history.addAll(earlier);
        optimiser.resumeAt(earlier.size() * loader.batchesPerEpoch());
    }

    /**
     * Trains all epochs that are left.
     *
     * @throws TrainingDivergedException when the loss or a parameter is no longer finite
     * @throws IOException from the listener
     */
    public void run(TrainingListener listener) throws IOException {
        try (EvaluationSet heldOut =
                new EvaluationSet(network.backend(), data.heldOut(), data.normalisation(), EVALUATION_BATCH)) {
            for (int epoch = history.size(); epoch < recipe.epochs(); epoch++) {
                long start = System.nanoTime();
                double loss = trainEpoch(epoch, listener);
                double accuracy;
                try (Plan plan = Plan.of(network, EVALUATION_BATCH, true)) {
                    accuracy = heldOut.accuracy(plan);
                }
                EpochResult result = new EpochResult(epoch + 1, loss, accuracy, (System.nanoTime() - start) / 1e9);
                history.add(result);
                listener.epochDone(this, result);
            }
        }
    }

    private double trainEpoch(int epoch, TrainingListener listener) {
        int steps = loader.batchesPerEpoch();
        double sum = 0;
        try (Prefetch<Batch> batches = loader.epoch(epoch)) {
            for (int step = 0; step < steps; step++) {
                double rate = schedule.rate(epoch * steps + step);
                double loss = trainStep(batches.next(), rate, epoch * steps + step);
                if (!Double.isFinite(loss)) {
                    throw new TrainingDivergedException("the loss", loss, epoch + 1, step + 1, rate);
                }
                sum += loss;
                listener.stepDone(epoch + 1, step + 1, steps, loss);
            }
        }
        requireFiniteParameters(epoch + 1, steps, schedule.rate(epoch * steps + steps - 1));
        return sum / steps;
    }

    /** What the last step did to the network shows in no loss yet, and must not get into a checkpoint. */
    private void requireFiniteParameters(int epoch, int step, double rate) {
        for (Parameter parameter : network.parameters()) {
            for (float value : parameter.value().toArray()) {
                if (!Float.isFinite(value)) {
                    throw new TrainingDivergedException(parameter.name(), value, epoch, step, rate);
                }
            }
        }
    }

    private double trainStep(Batch batch, double rate, int globalStep) {
        Shape input = network.architecture().input().withBatch(batch.size());
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), input, batch.images()));
            Tensor labels = tape.own(Tensor.of(network.backend(), Shape.of(batch.size()), batch.labels()));
            Pass pass = Pass.training(tape, new PhiloxRandom(recipe.seed(), DROPOUT_STREAM | globalStep));
            Tensor loss = Losses.crossEntropy(tape, Forward.of(network, pass, images), labels, recipe.smoothing());
            double value = loss.item();
            if (Double.isFinite(value)) {
                tape.backward(loss);
                optimiser.step(tape, rate);
            }
            return value;
        }
    }

    /** Frees the optimiser's state; the network stays. */
    @Override
    public void close() {
        optimiser.close();
    }
}
