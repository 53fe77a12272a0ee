package org.fitact.nn.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static final long MIX_UP_STREAM = 5L << 56;

    private static final UnaryOp HALF = new UnaryOp.Affine(0.5f, 0);

    private final Network network;
    private final TrainingData data;
    private final Recipe recipe;
    private final BatchLoader loader;
    private final Schedule schedule;
    private final Optimiser optimiser;
    private final Disturbance faults;
    private final Optional<WeightEma> ema;
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
                LoaderOptions.training(recipe.batchSize(), recipe.augmentation(), recipe.seed())
                        .with(recipe.regularisation().cutOut()));
        this.schedule = recipe.schedule(loader.batchesPerEpoch());
        List<Parameter> trained = network.parameters().stream()
                .filter(Parameter::isTrainedByGradient)
                .toList();
        this.optimiser = new Optimiser(
                trained,
                recipe.rule(),
                Optimiser.Steps.ABSOLUTE,
                recipe.regularisation().decayed());
        this.ema = Optional.of(recipe.regularisation().ema())
                .filter(decay -> decay > 0)
                .map(decay -> new WeightEma(network, decay));
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

    /**
     * The running mean of the parameters, if the recipe has one. Between epochs, and in the end, the network has the mean and this the
     * parameters of which it is.
     */
    public Optional<WeightEma> ema() {
        return ema;
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

    /** Puts the mean in the place of the parameters, or back, where there is a mean. */
    private void exchange() {
        ema.ifPresent(WeightEma::exchange);
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
                if (epoch > 0) {
                    exchange();
                }
                double loss = trainEpoch(epoch, listener);
                exchange();
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
        Optional<MixUp> mix = mix(batch.size(), globalStep);
        try (Tape tape = Tape.recording(network.backend())) {
            float[] pixels = mix.map(some -> some.images(batch.images())).orElse(batch.images());
            Tensor images = tape.own(Tensor.of(network.backend(), input, pixels));
            Targets labels = targets(tape, batch, mix);
            boolean struck = recipe.faultAware().isPresent()
                    && epoch >= recipe.faultAware().get().cleanEpochs();
            if (struck) {
                backwardStruck(tape, images, labels, globalStep);
            }
            Pass pass = Pass.training(tape, new PhiloxRandom(recipe.seed(), DROPOUT_STREAM | globalStep));
            Tensor loss = loss(tape, Forward.of(network, pass, images), labels);
            double value = loss.item();
            if (Double.isFinite(value)) {
                tape.backward(struck ? Elementwise.unary(tape, HALF, loss) : loss);
                optimiser.step(tape, rate);
                recipe.faultAware().ifPresent(some -> clip(some.clip()));
                ema.ifPresent(mean -> mean.take(globalStep + 1, tape));
            }
            return value;
        }
    }

    /** Who is mixed with whom in a step, if the recipe has images mixed. */
    private Optional<MixUp> mix(int batch, int globalStep) {
        float alpha = recipe.regularisation().mixUp();
        return alpha == 0
                ? Optional.empty()
                : Optional.of(MixUp.draw(alpha, batch, new PhiloxRandom(recipe.seed(), MIX_UP_STREAM | globalStep)));
    }

    /**
     * What a batch is to be taken for.
     *
     * @param labels INT32, {@code [batch]}
     * @param partners the labels that count for the rest; null where images are not mixed
     * @param share that {@code labels} count for
     */
    private record Targets(Tensor labels, Tensor partners, float share) {}

    private Targets targets(Tape tape, Batch batch, Optional<MixUp> mix) {
        Shape shape = Shape.of(batch.size());
        Tensor labels = tape.own(Tensor.of(network.backend(), shape, batch.labels()));
        return mix.map(some -> new Targets(
                        labels,
                        tape.own(Tensor.of(network.backend(), shape, some.labels(batch.labels()))),
                        some.share()))
                .orElse(new Targets(labels, null, 1));
    }

    private Tensor loss(Tape tape, Tensor logits, Targets targets) {
        Tensor loss = Losses.crossEntropy(tape, logits, targets.labels, recipe.smoothing());
        if (targets.partners == null) {
            return loss;
        }
        Tensor other = Losses.crossEntropy(tape, logits, targets.partners, recipe.smoothing());
        return Elementwise.add(
                tape,
                Elementwise.unary(tape, new UnaryOp.Affine(targets.share, 0), loss),
                Elementwise.unary(tape, new UnaryOp.Affine(1 - targets.share, 0), other));
    }

    /** The struck network's half of the gradient, to which the tape adds the other; none if its loss is no number. */
    private void backwardStruck(Tape tape, Tensor images, Targets labels, int globalStep) {
        try (Disturbance.Undo _ = faults.strike(globalStep)) {
            Tensor logits = Forward.of(network, Pass.inference(tape), images);
            Tensor loss = loss(tape, logits, labels);
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
        ema.ifPresent(WeightEma::close);
    }
}
