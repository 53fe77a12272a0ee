package org.fitact.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.memory.Deployment;
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
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * The second stage of FitAct: trains the bounds by Adam on {@code cross-entropy + (ζ/N)·Σλ²}, N being the number of
 * bounds in the whole network, with weights frozen and batch norm in inference mode. A few times an epoch the
 * bounds are stored in the network as it is deployed, which is measured on the held-out images; training ends when it has lost δ or more against the unprotected
 * network, and the bounds with the smallest Σλ² that have not are put back.
 *
 * <p>Where even the bounds at the start lose δ or more, a narrow format or a small margin being the reason, training
 * goes on until they do not; if that never happens, the most accurate ones are put back.
 */
final class PostTrainer {

    /**
     * What came of it.
     *
     * @param stepOfResult after how many steps the returned bounds stood
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
            boolean stoppedByDelta,
            boolean withinDelta) {}

    record Snapshot(List<float[]> bounds, double meanSquare, double accuracy, int step) {}

    private final Network network;
    private final HardeningJob job;
    private final HardeningSettings.PostTraining settings;
    private final Policy deployed;
    private final List<Parameter> bounds;
    private final int boundCount;
    private final BatchLoader loader;

    PostTrainer(Network network, HardeningJob job, Policy deployed) {
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
        List<Parameter> frozen = network.parameters().stream()
                .filter(parameter -> parameter.value().requiresGradient())
                .toList();
        frozen.forEach(parameter -> parameter.value().requireGradient(false));
        bounds.forEach(parameter -> parameter.value().requireGradient(true));
        UpdateRule adam = new UpdateRule.Adam(0.9f, 0.999f, settings.epsilon(), 0);
        try (Optimiser optimiser = new Optimiser(bounds, adam);
                StoredNetwork memory = deploy()) {
            return train(optimiser, memory);
        } finally {
            bounds.forEach(parameter -> parameter.value().requireGradient(false));
            frozen.forEach(parameter -> parameter.value().requireGradient(true));
        }
    }

    private Result train(Optimiser optimiser, StoredNetwork memory) {
        PostTrainingState state = resumed(optimiser, memory);
        Snapshot best = state.best();
        boolean stopped = false;
        int stepsPerEpoch = loader.batchesPerEpoch();
        int total = settings.epochs() * stepsPerEpoch;
        int interval = Math.max(1, stepsPerEpoch / settings.checksPerEpoch());
        for (int epoch = state.epochs(); epoch < settings.epochs() && !stopped; epoch++) {
            try (Prefetch<Batch> batches = loader.epoch(epoch)) {
                while (batches.hasNext() && !stopped) {
                    step(batches.next(), optimiser);
                    if (optimiser.steps() % interval == 0 || optimiser.steps() == total) {
                        Snapshot now = snapshot(optimiser.steps(), memory);
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
                stopped,
                feasible(best));
    }

    /** The state that an earlier run left, or the one at the beginning. */
    private PostTrainingState resumed(Optimiser optimiser, StoredNetwork memory) {
        try {
            Optional<PostTrainingState> saved = PostTrainingState.load(job.partial(), bounds, optimiser);
            if (saved.isPresent()) {
                return saved.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Snapshot start = snapshot(0, memory);
        return new PostTrainingState(0, start, start);
    }

    private void keep(PostTrainingState state, Optimiser optimiser) {
        try {
            state.save(job.partial(), bounds, optimiser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(Batch batch, Optimiser optimiser) {
        Shape input = network.architecture().input().withBatch(batch.size());
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor images = tape.own(Tensor.of(network.backend(), input, batch.images()));
            Tensor labels = tape.own(Tensor.of(network.backend(), Shape.of(batch.size()), batch.labels()));
            Tensor logits = Forward.of(network, Pass.inference(tape), images);
            Tensor loss = Losses.crossEntropy(tape, logits, labels, 0);
            UnaryOp weight = new UnaryOp.Affine((float) (settings.zeta() / boundCount), 0);
            for (Parameter lambda : bounds) {
                Tensor squares = Losses.sumOfSquares(tape, lambda.value());
                loss = Elementwise.add(tape, loss, Elementwise.unary(tape, weight, squares));
            }
            tape.backward(loss);
            optimiser.step(tape, settings.learningRate());
        }
    }

    private boolean feasible(Snapshot now) {
        return job.baseline() - now.accuracy < settings.delta();
    }

    private boolean isBetter(Snapshot now, Snapshot best) {
        if (feasible(now)) {
            return !feasible(best) || now.meanSquare < best.meanSquare;
        }
        return !feasible(best) && now.accuracy > best.accuracy;
    }

    /** The bounds as they are, and what the network comes to with them in the form in which it will be deployed. */
    private Snapshot snapshot(int step, StoredNetwork memory) {
        List<float[]> values = new ArrayList<>();
        double sum = 0;
        for (Parameter lambda : bounds) {
            float[] array = lambda.value().toArray();
            for (float value : array) {
                sum += (double) value * value;
            }
            values.add(array);
            memory.store(lambda.name(), array);
        }
        return new Snapshot(values, sum / boundCount, job.heldOut().accuracy(memory.inference()), step);
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
