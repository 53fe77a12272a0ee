package org.fitact.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.optim.Decayed;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.CountingBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private final Backend backend = Backends.cpu(BackendOptions.defaults());
    private final TrainingData data = Toys.data();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        backend.close();
    }

    private CheckpointInfo info() {
        return new CheckpointInfo("bands", data.train().classNames(), data.normalisation(), Map.of());
    }

    /** What a run came to, to the bit; the seconds that an epoch took are left out. */
    private record Result(List<Integer> bits, List<String> history) {
        static Result ofNetwork(Trainer training) {
            List<Integer> bits = new ArrayList<>();
            for (Parameter parameter : training.network().parameters()) {
                add(bits, parameter.value().toArray());
            }
            return new Result(bits, history(training));
        }

        static Result of(Trainer training) {
            List<Integer> bits = new ArrayList<>(ofNetwork(training).bits);
            training.optimiser().state().values().forEach(state -> add(bits, state.toArray()));
            training.ema().ifPresent(mean -> mean.other().values().forEach(raw -> add(bits, raw.toArray())));
            return new Result(bits, history(training));
        }

        private static List<String> history(Trainer training) {
            return training.history().stream()
                    .map(result -> result.epoch() + " " + result.loss() + " " + result.heldOutAccuracy())
                    .toList();
        }

        private static void add(List<Integer> bits, float[] values) {
            for (float value : values) {
                bits.add(Float.floatToRawIntBits(value));
            }
        }
    }

    private Result train(Backend on, Recipe recipe) throws IOException {
        try (Network network = Toys.network(on, 1);
                Trainer training = new Trainer(network, data, recipe)) {
            training.run(new TrainingListener() {});
            return Result.of(training);
        }
    }

    @Test
    void aTrainingThatWasInterruptedEndsLikeOneThatWasNot() throws IOException {
        for (UpdateRule rule : List.of(Toys.recipe(1).rule(), UpdateRule.Adam.STANDARD)) {
            Recipe toy = Toys.recipe(2);
            Recipe recipe = new Recipe(
                    2, 16, rule, 0.02, toy.decay(), toy.warmUpEpochs(), toy.smoothing(), toy.augmentation(), 7);
            assertEndsAlike(recipe);
        }
    }

    /** With all that a recipe can ask for: what is drawn, and the weights behind their mean. */
    @Test
    void aTrainingWithEveryRegularisationIsTakenUpToo() throws IOException {
        Recipe toy = Toys.recipe(2);
        Recipe cycle = new Recipe(
                2, 16, toy.rule(), 0.05, Recipe.Decay.ONE_CYCLE, 0.5, toy.smoothing(), toy.augmentation(), 7);
        assertEndsAlike(cycle.with(new Regularisation(3, 0.4f, 0.9, Decayed.ALL)));
    }

    private void assertEndsAlike(Recipe recipe) throws IOException {
        Path file = folder.resolve("epoch1.safetensors");
        interrupt(recipe, file);
        Result resumed;
        try (Network network = Toys.network(backend, 99);
                Trainer training = new Trainer(network, data, recipe)) {
            Checkpoint.read(file).resume(training);
            assertEquals(1, training.history().size());
            training.run(new TrainingListener() {});
            resumed = Result.of(training);
        }
        assertEquals(train(backend, recipe), resumed);
    }

    /** What others load is the network; while epochs are left the file has what the training needs, too. */
    @Test
    void aTrainingThatIsFinishedLeavesTheNetworksTensorsAlone() throws IOException {
        Recipe toy = Toys.recipe(2);
        Recipe recipe = new Recipe(2, 16, toy.rule(), 0.05, toy.decay(), 0.5, toy.smoothing(), toy.augmentation(), 7)
                .with(new Regularisation(0, 0, 0.9, Decayed.ALL));
        List<Set<String>> files = new ArrayList<>();
        Path file = folder.resolve("training.safetensors");
        Set<String> parameters = new HashSet<>();
        Result finished;
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, data, recipe)) {
            network.parameters().forEach(parameter -> parameters.add(parameter.name()));
            training.run(new TrainingListener() {
                @Override
                public void epochDone(Trainer trainer, EpochResult result) throws IOException {
                    Checkpoint.save(file, trainer, info());
                    files.add(SafetensorsFile.read(file).tensors().keySet());
                }
            });
            finished = Result.ofNetwork(training);
        }
        assertTrue(files.get(0).containsAll(Set.of("optimiser.fc2.bias.velocity", "unaveraged.fc2.bias")));
        assertEquals(parameters, files.get(1));
        try (Network network = Toys.network(backend, 99);
                Trainer training = new Trainer(network, data, recipe)) {
            Checkpoint.read(file).resume(training);
            training.run(new TrainingListener() {});
            assertEquals(finished, Result.ofNetwork(training));
        }
    }

    /** Trains one epoch, stores it, and goes on a little before the end comes. */
    private void interrupt(Recipe recipe, Path file) {
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, data, recipe)) {
            TrainingListener killed = new TrainingListener() {
                @Override
                public void epochDone(Trainer trainer, EpochResult result) throws IOException {
                    Checkpoint.save(file, trainer, info());
                }

                @Override
                public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
                    if (epoch == 2 && step == 3) {
                        throw new IllegalStateException("killed");
                    }
                }
            };
            assertThrows(IllegalStateException.class, () -> training.run(killed));
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        try (Backend one = Backends.cpu(new BackendOptions(1));
                Backend two = Backends.cpu(new BackendOptions(2))) {
            assertEquals(train(one, Toys.recipe(2)), train(two, Toys.recipe(2)));
        }
    }

    @Test
    void theSeedOfTheRecipeMatters() throws IOException {
        Recipe toy = Toys.recipe(1);
        Recipe other = new Recipe(
                1, 16, toy.rule(), 0.05, toy.decay(), 0.5, toy.smoothing(), toy.augmentation(), toy.seed() + 1);
        assertFalse(train(backend, toy).equals(train(backend, other)));
    }

    @Test
    void aSeparableTaskIsLearned() throws IOException {
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, data, Toys.recipe(8));
                EvaluationSet unseen = new EvaluationSet(backend, Toys.images(150), data.normalisation(), 64)) {
            training.run(new TrainingListener() {});
            List<EpochResult> history = training.history();
            assertTrue(history.getLast().heldOutAccuracy() > 0.9, history.toString());
            assertTrue(history.getLast().loss() < history.getFirst().loss(), history.toString());
            try (Plan plan = Plan.of(network, 64, true)) {
                assertEquals(150, unseen.images());
                assertTrue(unseen.accuracy(plan) > 0.9);
                int[] predicted = unseen.predict(plan);
                int correct = 0;
                for (int i = 0; i < predicted.length; i++) {
                    correct += predicted[i] == i % 3 ? 1 : 0;
                }
                assertEquals(correct, unseen.correct(plan));
            }
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTheTrainingAndTheLastCheckpointStays() throws IOException {
        Path file = folder.resolve("last.safetensors");
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, data, Toys.recipe(3))) {
            TrainingListener poisoner = new TrainingListener() {
                @Override
                public void epochDone(Trainer trainer, EpochResult result) throws IOException {
                    Checkpoint.save(file, trainer, info());
                    network.parameter("fc2.bias").value().upload(new float[] {0, Float.NaN, 0});
                }
            };
            TrainingDivergedException diverged =
                    assertThrows(TrainingDivergedException.class, () -> training.run(poisoner));
            double rate = training.recipe().schedule(6).rate(6);
            assertEquals(
                    String.format(
                            "training diverged: the loss is NaN at epoch 2, step 1, with learning rate %.4g; "
                                    + "the checkpoint of epoch 1 is kept, try a smaller learning rate",
                            rate),
                    diverged.getMessage());
        }
        Checkpoint kept = Checkpoint.read(file);
        assertEquals(1, kept.history().size());
        try (Network network = Toys.network(backend, 5);
                Trainer training = new Trainer(network, data, Toys.recipe(3))) {
            kept.resume(training);
            for (float value : network.parameter("fc2.bias").value().toArray()) {
                assertTrue(Float.isFinite(value));
            }
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whatTheLastStepOfAnEpochRuinedIsNotStored() {
        Recipe recipe = new Recipe(
                2, 1000, new UpdateRule.Sgd(0, false, 0), 1e39, Recipe.Decay.CONSTANT, 0, 0, Augmentation.NONE, 1);
        try (Network network = Toys.network(backend, 1);
                Trainer training = new Trainer(network, data, recipe)) {
            TrainingListener listener = new TrainingListener() {
                @Override
                public void epochDone(Trainer trainer, EpochResult result) {
                    throw new AssertionError("the epoch counts as done");
                }
            };
            TrainingDivergedException diverged =
                    assertThrows(TrainingDivergedException.class, () -> training.run(listener));
            String message = diverged.getMessage();
            assertTrue(message.contains(" at epoch 1, step 1, with learning rate 1.000e+39; try a smaller"), message);
            assertTrue(message.startsWith("training diverged: conv1."), message);
            assertEquals(List.of(), training.history());
        }
    }

    @Test
    void trainingGivesItsMemoryBack() throws IOException {
        CountingBackend allocations = new CountingBackend(Backends.open("reference", new BackendOptions(1)));
        train(allocations.backend(), Toys.recipe(1));
        assertEquals(0, allocations.open());
    }

    @Test
    void aStepTakesTheMemoryOfTheStepsBeforeIt() throws IOException {
        CountingBackend allocations = new CountingBackend(backend);
        List<Integer> arrays = new ArrayList<>();
        try (Network network = Toys.network(allocations.backend(), 1);
                Trainer training = new Trainer(network, data, Toys.recipe(1))) {
            training.run(new TrainingListener() {
                @Override
                public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
                    arrays.add(allocations.arrays());
                }
            });
        }
        List<Integer> wholeBatches = arrays.subList(0, arrays.size() - 1); // the last one has fewer images
        assertTrue(wholeBatches.size() > 3, arrays.toString());
        assertEquals(wholeBatches.getFirst(), wholeBatches.getLast(), "arrays after each step: " + arrays);
    }

    @Test
    void aRecipeOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Toys.recipe(0));
        Recipe toy = Toys.recipe(1);
        for (double rate : new double[] {0, -1, Double.NaN}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Recipe(1, 1, toy.rule(), rate, toy.decay(), 0, 0, toy.augmentation(), 1));
        }
    }
}
