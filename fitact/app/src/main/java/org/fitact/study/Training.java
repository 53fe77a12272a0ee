package org.fitact.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.fitact.identity.Identity;
import org.fitact.identity.JsonDifference;
import org.fitact.memory.ParameterFaults;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.json.JsonReader;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.Disturbance;
import org.fitact.nn.train.EpochResult;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingData;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;

/** Trains the network of a study folder, or goes on with it, and leaves its checkpoint after every epoch. */
public final class Training {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StudyFolder folder;
    private final Backend backend;
    private final DataSet images;
    private final HeldOut heldOut;
    private final Recipe recipe;

    /**
     * What came of a training.
     *
     * @param testAccuracy of the float32 network on the whole test set, 0..1
     * @param seconds of all epochs, earlier runs' included
     */
    public record Result(
            String model,
            String dataset,
            int parameters,
            int neurons,
            int epochs,
            double heldOutAccuracy,
            double testAccuracy,
            int testImages,
            double seconds,
            String checkpoint) {}

    /** In the file of a finished training: what it came to, and the identity of that. */
    private record Finished(String origin, Result result) {}

    public Training(StudyFolder folder, Backend backend, DataSet images, HeldOut heldOut, Recipe recipe) {
        this.folder = folder;
        this.backend = backend;
        this.images = images;
        this.heldOut = heldOut;
        this.recipe = recipe;
    }

    public Recipe recipe() {
        return recipe;
    }

    /**
     * Trains all epochs of the recipe that the folder's checkpoint has not seen.
     *
     * @param seed of the initial weights
     * @throws org.fitact.nn.InvalidFileException if the folder's checkpoint is of another training
     */
    public Result run(String model, long seed, TrainingListener listener) throws IOException {
        Images set = images.train();
        Architecture architecture =
                new Architecture(model, Shape.of(set.height(), set.width(), set.channels()), set.classes());
        try (Network network = Models.create(architecture, backend, seed)) {
            Identity identity = Origins.training(network, seed, images, heldOut, recipe);
            Identity ofResult = Origins.result(identity, images.test());
            Optional<Result> earlier = finished(ofResult);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            TrainingData data = TrainingData.split(set, heldOut.share(), heldOut.seed());
            try (Trainer trainer = new Trainer(network, data, recipe, faults(network))) {
                if (Files.exists(folder.model())) {
                    resume(trainer, identity);
                }
                trainer.run(new Saving(listener, info(data, identity)));
                Result result = result(trainer);
                AtomicFile.write(folder.training(), JSON.writeValueAsBytes(new Finished(ofResult.json(), result)));
                return result;
            }
        }
    }

    /** What strikes the network in training; null if the recipe has no bit errors. */
    private Disturbance faults(Network network) {
        return recipe.faultAware()
                .map(some -> ParameterFaults.of(network, some, NumberFormats.parse(some.format()), recipe.seed()))
                .orElse(null);
    }

    private CheckpointInfo info(TrainingData data, Identity identity) {
        Map<String, String> notes = new LinkedHashMap<>(heldOut.notes());
        notes.putAll(images.notes());
        notes.put(Origins.NOTE, identity.json());
        return new CheckpointInfo(images.name(), images.train().classNames(), data.normalisation(), notes);
    }

    /** Goes on from the folder's checkpoint, if it is one of this very training. */
    private void resume(Trainer trainer, Identity identity) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(folder.model());
        if (!checkpoint.history().isEmpty()) {
            Identity stored = Origins.of(checkpoint.info().notes())
                    .orElseThrow(() -> new InvalidFileException(
                            folder.model(),
                            "note " + Origins.NOTE,
                            "missing, as an earlier version left it",
                            "all that the training depends on; train again into another folder"));
            Optional<JsonDifference> difference = stored.difference(identity);
            if (difference.isPresent()) {
                throw new InvalidFileException(
                        folder.model(),
                        "the training's " + difference.get().path(),
                        difference.get().stored(),
                        difference.get().given() + "; choose another folder for another training");
            }
        }
        checkpoint.resume(trainer);
    }

    /** What a finished training came to, from its folder alone. */
    public static Optional<Result> read(StudyFolder folder) throws IOException {
        return finished(folder).map(Finished::result);
    }

    /** What an earlier run came to, if it finished this very training and its checkpoint is still there. */
    private Optional<Result> finished(Identity identity) throws IOException {
        Optional<Finished> earlier = finished(folder);
        if (earlier.isEmpty() || !Files.exists(folder.model())) {
            return Optional.empty();
        }
        double seconds = seconds(Checkpoint.read(folder.model()).history());
        return earlier.filter(training -> identity.json().equals(training.origin()))
                .map(Finished::result)
                .filter(result -> result.seconds() == seconds);
    }

    private static Optional<Finished> finished(StudyFolder folder) throws IOException {
        if (!Files.exists(folder.training())) {
            return Optional.empty();
        }
        return Optional.of(JsonReader.read(folder.training(), Finished.class));
    }

    /**
     * What the training takes on a machine that does nothing else, s: its epochs times their median, which neither an epoch
     * that was interrupted moves nor one beside which the machine did other work.
     *
     * @throws InvalidFileException if the folder's checkpoint has not been trained
     */
    public static double typicalSeconds(StudyFolder folder) throws IOException {
        return typicalSeconds(Checkpoint.read(folder.model()).history());
    }

    static double typicalSeconds(List<EpochResult> history) {
        double[] seconds = history.stream().mapToDouble(EpochResult::seconds).toArray();
        return seconds.length * new Median().evaluate(seconds);
    }

    private static double seconds(List<EpochResult> history) {
        return history.stream().mapToDouble(EpochResult::seconds).sum();
    }

    private Result result(Trainer trainer) {
        Network network = trainer.network();
        try (EvaluationSet test = new EvaluationSet(
                        backend, images.test(), trainer.data().normalisation(), Origins.EVALUATION_BATCH);
                Plan plan = Plan.of(network, Origins.EVALUATION_BATCH, true)) {
            return new Result(
                    network.architecture().model(),
                    images.name(),
                    network.parameterCount(),
                    network.neurons(),
                    trainer.history().size(),
                    trainer.history().getLast().heldOutAccuracy(),
                    test.accuracy(plan),
                    test.images(),
                    seconds(trainer.history()),
                    folder.model().toString());
        }
    }

    /** Saves after every epoch, before the user is told that it is done. */
    private final class Saving implements TrainingListener {

        private final TrainingListener next;
        private final CheckpointInfo info;

        private Saving(TrainingListener next, CheckpointInfo info) {
            this.next = next;
            this.info = info;
        }

        @Override
        public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
            next.stepDone(epoch, step, stepsPerEpoch, loss);
        }

        @Override
        public void epochDone(Trainer training, EpochResult result) throws IOException {
            Checkpoint.save(folder.model(), training, info);
            next.epochDone(training, result);
        }
    }
}
