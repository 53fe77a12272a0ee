package org.fitact.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultFilter;
import org.fitact.memory.ChangingNetwork;
import org.fitact.memory.Deployment;
import org.fitact.memory.ParameterFaults;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.Batch;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Prefetch;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.OnlyTrained;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * The second stage of FitAct: trains the bounds by Adam on {@code cross-entropy + (ζ/N)·Σλ²}, N being the number of
 * bounds in the whole network, with weights frozen and batch norm in inference mode. A few times an epoch the
 * bounds are stored in the network as it is deployed, which is measured on the held-out images; training ends when it has lost δ or more against the unprotected
 * network, and the bounds with the smallest Σλ² that have not are put back.
 *
 * <p>Under faults, flips are drawn anew for every step, and the gradient is the mean of that of the clean network and that of the
 * struck one, by the bounds as they are struck, taken for the gradient by the bounds as they are (straight through; RandBET, Stutz et
 * al., 2021, has it for weights). Struck are the words behind which a bound stands. Of the bounds that have not lost δ,
 * those with the highest held-out accuracy under faults are put back, all measured on the same faults.
 *
 * <p>Where even the bounds at the start lose δ or more, a narrow format or a small margin being the reason, training
 * goes on until they do not; if that never happens, the most accurate ones are put back.
 */
final class PostTrainer {

    /**
     * What came of it.
     *
     * @param stepOfResult after how many steps the returned bounds stood
     * @param underFaultsBefore held-out accuracy under faults of the bounds at the start, 0..1; NaN if it was not measured
     * @param underFaultsAfter the same of the returned bounds
     * @param stoppedByDelta whether δ ended the training, rather than the number of epochs
     * @param withinDelta whether the returned bounds lose less than δ
     */
    record Result(
            int bounds,
            int steps,
            int stepOfResult,
            double meanSquareBefore,
            double meanSquareAfter,
            double baseline,
            double accuracy,
            double underFaultsBefore,
            double underFaultsAfter,
            boolean stoppedByDelta,
            boolean withinDelta) {}

    /** @param underFaults accuracy under faults; NaN where none is measured */
    record Snapshot(List<float[]> bounds, double meanSquare, double accuracy, double underFaults, int step) {}

    /** Keeps the faults of training apart from those of a campaign, and of a search, of the same seed. */
    static final long TRAINING_STREAM = 0x706F7374666C74L;

    private static final UnaryOp HALF = new UnaryOp.Affine(0.5f, 0);

    private final Network network;
    private final HardeningJob job;
    private final HardeningSettings.PostTraining settings;
    private final Policy deployed;
    private final List<Parameter> bounds;
    private final int boundCount;
    private final BatchLoader loader;
    private final HardeningSettings.FaultTraining underFaults;

    PostTrainer(Network network, HardeningJob job, Policy deployed) {
        this(network, job, deployed, null);
    }

    /**
     * @param network with smooth bounds; under faults, with batch norm folded, so that its parameters are the words that it will have
     * @param underFaults null to train without faults
     */
    PostTrainer(Network network, HardeningJob job, Policy deployed, HardeningSettings.FaultTraining underFaults) {
        this.underFaults = underFaults;
        this.network = network;
        this.job = job;
        this.settings = job.settings().postTraining();
        this.deployed = deployed;
        this.bounds = network.parameters().stream()
                .filter(parameter -> parameter.kind().isBound())
                .toList();
        this.boundCount = bounds.stream()
                .mapToInt(parameter -> parameter.value().elements())
                .sum();
        this.loader = new BatchLoader(
                job.data().train(),
                job.data().normalisation(),
                LoaderOptions.training(settings.batchSize(), Augmentation.NONE, job.seed()));
    }

    /** Trains; the network's bounds are modified, everything else is as before. */
    Result run() {
        UpdateRule adam = new UpdateRule.Adam(0.9f, 0.999f, settings.epsilon(), 0);
        try (OnlyTrained _ = new OnlyTrained(network, bounds);
                Optimiser optimiser = new Optimiser(bounds, adam, settings.boundStep());
                ChangingNetwork memory = new ChangingNetwork(job.settings().arithmetic(), this::deploy)) {
            return train(optimiser, new Held(memory));
        }
    }

    private Result train(Optimiser optimiser, Held held) {
        Optional<ParameterFaults> faults = faults();
        PostTrainingState state = resumed(optimiser, held);
        Snapshot best = state.best();
        boolean stopped = false;
        int stepsPerEpoch = loader.batchesPerEpoch();
        int total = settings.epochs() * stepsPerEpoch;
        int interval = Math.max(1, stepsPerEpoch / settings.checksPerEpoch());
        for (int epoch = state.epochs(); epoch < settings.epochs() && !stopped; epoch++) {
            try (Prefetch<Batch> batches = loader.epoch(epoch)) {
                while (batches.hasNext() && !stopped) {
                    step(batches.next(), optimiser, faults);
                    if (optimiser.steps() % interval == 0 || optimiser.steps() == total) {
                        Snapshot now = held.snapshot(optimiser.steps());
                        stopped = feasible(best) && !feasible(now);
                        best = isBetter(now, best) ? now : best;
                        job.progress().at((double) optimiser.steps() / total, "post-training bounds");
                    }
                }
            }
            if (!stopped && epoch + 1 < settings.epochs()) {
                keep(new PostTrainingState(epoch + 1, state.start(), best), optimiser);
            }
        }
        restore(best);
        return new Result(
                boundCount,
                optimiser.steps(),
                best.step,
                state.start().meanSquare,
                best.meanSquare,
                job.baseline(),
                best.accuracy,
                state.start().underFaults,
                best.underFaults,
                stopped,
                feasible(best));
    }

    /** The state that an earlier run left, or the one at the beginning. */
    private PostTrainingState resumed(Optimiser optimiser, Held held) {
        try {
            Optional<PostTrainingState> saved = PostTrainingState.load(job.partial(), bounds, optimiser);
            if (saved.isPresent()) {
                return saved.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Snapshot start = held.snapshot(0);
        return new PostTrainingState(0, start, start);
    }

    private void keep(PostTrainingState state, Optimiser optimiser) {
        try {
            state.save(job.partial(), bounds, optimiser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ParameterFaults> faults() {
        return Optional.ofNullable(underFaults)
                .map(some -> new ParameterFaults(
                        network,
                        job.settings().arithmetic(),
                        FaultFilter.ALL.withLayers(ParameterFaults.layersBeforeBounds(network.graph())
                                .toArray(String[]::new)),
                        some.rate(),
                        new PhiloxRandom(job.seed(), TRAINING_STREAM).nextLong()));
    }

    private void step(Batch batch, Optimiser optimiser, Optional<ParameterFaults> faults) {
        Shape input = network.architecture().input().withBatch(batch.size());
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), input, batch.images()));
            Tensor labels = tape.own(Tensor.of(network.backend(), Shape.of(batch.size()), batch.labels()));
            faults.ifPresent(some -> backwardUnderFaults(tape, images, labels, some, optimiser.steps()));
            Tensor clean = crossEntropy(tape, images, labels);
            Tensor loss = faults.isPresent() ? Elementwise.unary(tape, HALF, clean) : clean;
            UnaryOp weight = new UnaryOp.Affine((float) (settings.zeta() / boundCount), 0);
            for (Parameter lambda : bounds) {
                Tensor squares = Losses.sumOfSquares(tape, lambda.value());
                loss = Elementwise.add(tape, loss, Elementwise.unary(tape, weight, squares));
            }
            tape.backward(loss);
            optimiser.step(tape, settings.learningRate());
        }
    }

    /** Half of the struck network's gradient, to which the tape adds the other; none where faults made its loss no number. */
    private void backwardUnderFaults(Tape tape, Tensor images, Tensor labels, ParameterFaults faults, long step) {
        try (AppliedFaults _ = faults.strike(step)) {
            Tensor loss = crossEntropy(tape, images, labels);
            if (Float.isFinite(loss.item())) {
                tape.backward(Elementwise.unary(tape, HALF, loss));
            }
        }
    }

    private Tensor crossEntropy(Tape tape, Tensor images, Tensor labels) {
        return Losses.crossEntropy(tape, Forward.of(network, Pass.inference(tape), images), labels, 0);
    }

    private boolean feasible(Snapshot now) {
        return job.baseline() - now.accuracy < settings.delta();
    }

    private boolean isBetter(Snapshot now, Snapshot best) {
        if (feasible(now)) {
            boolean better =
                    underFaults == null ? now.meanSquare < best.meanSquare : now.underFaults > best.underFaults;
            return !feasible(best) || better;
        }
        return !feasible(best) && now.accuracy > best.accuracy;
    }

    /** The network in the form in which it will be deployed, on the held-out images. */
    private final class Held {

        private final ChangingNetwork memory;

        Held(ChangingNetwork memory) {
            this.memory = memory;
        }

        /** The bounds as they are, and what the network comes to with them. */
        Snapshot snapshot(int step) {
            List<float[]> values = new ArrayList<>();
            double sum = 0;
            for (Parameter lambda : bounds) {
                float[] array = lambda.value().toArray();
                for (float value : array) {
                    sum += (double) value * value;
                }
                values.add(array);
            }
            memory.update(bounds);
            double accuracy = job.heldOut().accuracy(memory.stored().inference());
            double struck = underFaults == null
                    ? Double.NaN
                    : new AccuracyUnderFaults(memory.stored(), job.heldOut(), underFaults.score(), job.seed()).area();
            return new Snapshot(values, sum / boundCount, accuracy, struck, step);
        }
    }

    /** The network in the form in which it will be deployed, which need not be the one that is trained. */
    private StoredNetwork deploy() {
        BoundedActivation.deployAs(deployed, network);
        try {
            return StoredNetwork.of(network, Deployment.of(job.settings().arithmetic()));
        } finally {
            BoundedActivation.deployAs(Policy.SMOOTH, network);
        }
    }

    private void restore(Snapshot snapshot) {
        for (int i = 0; i < bounds.size(); i++) {
            bounds.get(i).value().upload(snapshot.bounds.get(i));
        }
    }
}
