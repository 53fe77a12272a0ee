package org.fitact.nn.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.image.Batch;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Prefetch;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.optim.Schedule;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.UnaryOp;
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

    private static final UnaryOp HALF = new UnaryOp.Affine(0.5f, 0);

    private final Network network;
    private final TrainingData data;
    private final Recipe recipe;
    private final BatchLoader loader;
    private final Schedule schedule;
    private final Optimiser optimiser;
    private final Disturbance faults;
    private final List<EpochResult> history = new ArrayList<>();

    /** @throws IllegalArgumentException if the recipe is one under bit errors, which nobody then makes */
    public Trainer(Network network, TrainingData data, Recipe recipe) {
        this(network, data, recipe, null);
    }

    /** @param faults what strikes the network where the recipe says so; null if it does not */
    public Trainer(Network network, TrainingData data, Recipe recipe, Disturbance faults) {
        if (recipe.faultAware().isPresent() != (faults != null)) {
            throw new IllegalArgumentException("the recipe " + (faults == null ? "has" : "does not have")
                    + " bit errors, and " + (faults == null ? "nothing makes" : "something makes") + " them");
        }
        this.faults = faults;
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
                double loss = trainStep(batches.next(), rate, epoch, epoch * steps + step);
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

    private double trainStep(Batch batch, double rate, int epoch, int globalStep) {
        Shape input = network.architecture().input().withBatch(batch.size());
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), input, batch.images()));
            Tensor labels = tape.own(Tensor.of(network.backend(), Shape.of(batch.size()), batch.labels()));
            boolean struck = recipe.faultAware().isPresent()
                    && epoch >= recipe.faultAware().get().cleanEpochs();
            if (struck) {
                backwardStruck(tape, images, labels, globalStep);
            }
            Pass pass = Pass.training(tape, new PhiloxRandom(recipe.seed(), DROPOUT_STREAM | globalStep));
            Tensor loss = Losses.crossEntropy(tape, Forward.of(network, pass, images), labels, recipe.smoothing());
            double value = loss.item();
            if (Double.isFinite(value)) {
                tape.backward(struck ? Elementwise.unary(tape, HALF, loss) : loss);
                optimiser.step(tape, rate);
                recipe.faultAware().ifPresent(some -> clip(some.clip()));
            }
            return value;
        }
    }

    /** The struck network's half of the gradient, to which the tape adds the other; none if its loss is no number. */
    private void backwardStruck(Tape tape, Tensor images, Tensor labels, int globalStep) {
        try (Disturbance.Undo _ = faults.strike(globalStep)) {
            Tensor logits = Forward.of(network, Pass.inference(tape), images);
            Tensor loss = Losses.crossEntropy(tape, logits, labels, recipe.smoothing());
            if (Float.isFinite(loss.item())) {
                tape.backward(Elementwise.unary(tape, HALF, loss));
            }
        }
    }

    private void clip(float bound) {
        for (Parameter parameter : network.parameters()) {
            if (parameter.kind() == ParameterSpec.Kind.WEIGHT) {
                Tensor weight = parameter.value();
                weight.backend()
                        .unary(new UnaryOp.Clip(-bound, bound), weight.elements(), weight.buffer(), weight.buffer());
            }
        }
    }

    /** Frees the optimiser's state; the network stays. */
    @Override
    public void close() {
        optimiser.close();
    }
}
