package org.fitact.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.identity.Identity;
import org.fitact.memory.Deployment;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.TrainingListener;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.stats.StoppingRule;
import org.fitact.store.TrialStoreException;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stage finds in a folder is taken up if it was made from the same things, and never otherwise. */
class OriginsTest {

    private static final ImageSet TRAINING = Toy.images(80, 1);
    private static final Normalisation NORMALISATION = Toy.data().normalisation();
    private static final Normalisation OTHER = new Normalisation(new float[] {0.1f}, new float[] {0.9f});

    @TempDir
    private Path temporary;

    private StudyFolder folder;

    @BeforeEach
    void imported() throws IOException {
        folder = new StudyFolder(temporary);
        saveModel(NORMALISATION);
    }

    /** As {@code fitact import} leaves it. */
    private void saveModel(Normalisation normalisation) throws IOException {
        try (Network network = Toy.network(Toy.REFERENCE)) {
            CheckpointInfo info =
                    new CheckpointInfo("toy", TRAINING.classNames(), normalisation, new HeldOut(0.25, 1).notes());
            Checkpoint.save(folder.model(), network, info);
        }
    }

    private static HardeningSettings settings(float bound, FixedPoint arithmetic) {
        HardeningSettings plain = HardeningSettings.DEFAULT;
        return new HardeningSettings(plain.postTraining(), plain.search(), bound, arithmetic);
    }

    private void harden(HardeningSettings settings, ImageSet training, long seed, Protection... schemes)
            throws IOException {
        new Hardening(folder, Toy.REFERENCE, training, settings, seed).run(List.of(schemes), (_, _) -> {});
    }

    private void harden(String... schemes) throws IOException {
        harden(
                HardeningSettings.DEFAULT,
                TRAINING,
                1,
                Stream.of(schemes).map(Protections::named).toArray(Protection[]::new));
    }

    private byte[] bytes(String scheme) throws IOException {
        return Files.readAllBytes(folder.hardened(scheme));
    }

    private void campaign(ImageSet test, String... schemes) throws IOException {
        CampaignSettings settings = new CampaignSettings(
                List.of(1e-5, 1e-4),
                StoppingRule.exactly(2),
                new FlipKind(),
                FaultFilter.ALL,
                Deployment.of(FixedPoint.DEFAULT),
                42);
        try (CampaignRun run = new CampaignRun(folder, Toy.REFERENCE, List.of(schemes), settings, test, 20)) {
            run.run(folder, (_, _, _) -> {}, _ -> JsonNodeFactory.instance.objectNode());
        }
    }

    @Test
    void hardeningAgainAfterAnImportWithAnotherNormalisationMakesEverythingAnew() throws IOException {
        harden("none", "ranger");
        byte[] profile = Files.readAllBytes(folder.profile());
        saveModel(OTHER);
        harden("none", "ranger");
        for (String scheme : List.of("none", "ranger")) {
            assertEquals(OTHER, Checkpoint.read(folder.hardened(scheme)).info().normalisation(), scheme);
        }
        assertFalse(Arrays.equals(profile, Files.readAllBytes(folder.profile())));
    }

    @Test
    void whatWasMadeFromTheSameThingsIsKept() throws IOException {
        harden("none", "ranger");
        byte[] none = bytes("none");
        byte[] ranger = bytes("ranger");
        harden("none", "ranger");
        assertArrayEquals(none, bytes("none"));
        assertArrayEquals(ranger, bytes("ranger"));
    }

    /** A scheme that bounds the logits needs a profile of them, which those beside it do not depend on. */
    @Test
    void aSchemeDoesNotDependOnWhatIsProfiledForOthers() throws IOException {
        harden("ranger");
        byte[] ranger = bytes("ranger");
        harden("ranger", "fitact-guarded");
        byte[] profile = Files.readAllBytes(folder.profile());
        harden("ranger");
        assertArrayEquals(ranger, bytes("ranger"));
        assertArrayEquals(profile, Files.readAllBytes(folder.profile()), "one of more places is one of these too");
    }

    @Test
    void aSchemeIsAppliedAgainForItsOwnSettingsOnly() throws IOException {
        harden("ranger", "gbrelu");
        byte[] ranger = bytes("ranger");
        byte[] gbrelu = bytes("gbrelu");
        HardeningSettings bounded = settings(2, FixedPoint.DEFAULT);
        harden(bounded, TRAINING, 1, Protections.named("ranger"), Protections.named("gbrelu"));
        assertArrayEquals(ranger, bytes("ranger"), "Ranger has no given bound");
        assertFalse(Arrays.equals(gbrelu, bytes("gbrelu")));
    }

    @Test
    void anotherFormatOtherImagesOrAnotherSeedAreAnotherHardenedNetwork() throws IOException {
        Protection none = Protections.named("none");
        harden("none");
        String before = origin("none").sha256();
        harden(settings(0, FixedPoint.of(QFormat.Q7_8)), TRAINING, 1, none);
        assertEquals(
                Optional.of(FixedPoint.of(QFormat.Q7_8)),
                Hardening.arithmetic(Checkpoint.read(folder.hardened("none"))));
        String inSixteenBits = origin("none").sha256();
        harden(HardeningSettings.DEFAULT, Toy.images(80, 9), 1, none);
        String onOtherImages = origin("none").sha256();
        harden(HardeningSettings.DEFAULT, TRAINING, 2, none);
        String ofOtherSeed = origin("none").sha256();
        assertEquals(
                4,
                Stream.of(before, inSixteenBits, onOtherImages, ofOtherSeed)
                        .distinct()
                        .count());
    }

    private Identity origin(String scheme) throws IOException {
        return Hardening.identity(Checkpoint.read(folder.hardened(scheme))).orElseThrow();
    }

    /** Plain ReLUs, in some version. */
    private record Versioned(int version) implements Protection {
        @Override
        public String name() {
            return "versioned";
        }

        @Override
        public String summary() {
            return "nothing";
        }

        @Override
        public Outcome protect(Network network, HardeningJob job) {
            return new Outcome(Map.of("made by version", version));
        }
    }

    @Test
    void whatAnEarlierVersionOfASchemeMadeIsMadeAnew() throws IOException {
        harden(HardeningSettings.DEFAULT, TRAINING, 1, new Versioned(1));
        harden(HardeningSettings.DEFAULT, TRAINING, 1, new Versioned(2));
        assertEquals(
                Map.of("made by version", 2),
                Hardening.read(folder, "versioned").details());
    }

    @Test
    void aHardenedNetworkOfTheVersionBeforeIsMadeAnew() throws IOException {
        harden("none");
        SafetensorsFile now = SafetensorsFile.read(folder.hardened("none"));
        Map<String, String> old = new LinkedHashMap<>(now.metadata());
        old.remove("note.identity");
        old.put("note.origin", "memory 1a2b, profile 3c4d, seed 1, settings {}");
        new SafetensorsFile(old, now.tensors()).write(folder.hardened("none"));
        campaign(Toy.images(40, 22), "none");
        harden("none");
        assertTrue(Hardening.identity(Checkpoint.read(folder.hardened("none"))).isPresent());
    }

    @Test
    void aCampaignDoesNotGoOnWithOtherImagesOfTheSameNumber() throws IOException {
        harden("none", "ranger");
        ImageSet test = Toy.images(40, 22);
        campaign(test, "none", "ranger");
        campaign(test, "none", "ranger");
        var thrown = assertThrows(TrialStoreException.class, () -> campaign(Toy.images(40, 23), "none", "ranger"));
        assertTrue(thrown.getMessage().contains("\"conditions.images.trial\" is "), thrown.getMessage());
    }

    @Test
    void aCampaignDoesNotCompareNetworksThatWereHardenedFromDifferentOnes() throws IOException {
        harden("none");
        saveModel(OTHER);
        harden("ranger");
        var thrown = assertThrows(InvalidFileException.class, () -> campaign(Toy.images(40, 22), "none", "ranger"));
        assertTrue(
                thrown.getMessage()
                        .startsWith(
                                folder.hardened("ranger") + ": the hardened network's normalisation.mean[0] is 0.1"),
                thrown.getMessage());
    }

    private Training training(Backend backend, ImageSet train, float learningRate) {
        Recipe recipe = new Recipe(
                1, 20, UpdateRule.Adam.STANDARD, learningRate, Recipe.Decay.CONSTANT, 0, 0, Augmentation.NONE, 3);
        DataSet images = new DataSet("toy", train, Toy.images(40, 22));
        return new Training(
                new StudyFolder(temporary.resolve("trained")), backend, images, new HeldOut(0.25, 1), recipe);
    }

    private static String refused(Training training, long seed) {
        return assertThrows(InvalidFileException.class, () -> training.run("lenet5", seed, new TrainingListener() {}))
                .getMessage();
    }

    @Test
    void aTrainingGoesOnOnlyAsItBegan() throws IOException {
        StudyFolder.writable(temporary.resolve("trained"));
        Training first = training(Toy.REFERENCE, TRAINING, 3e-3f);
        Training.Result result = first.run("lenet5", 1, new TrainingListener() {});
        assertEquals(result, first.run("lenet5", 1, new TrainingListener() {}));
        Path model = temporary.resolve("trained/model.safetensors");
        assertTrue(refused(training(Toy.REFERENCE, Toy.images(80, 2), 3e-3f), 1)
                .startsWith(model + ": the training's images is \""));
        assertTrue(refused(training(Toy.REFERENCE, TRAINING, 1e-3f), 1)
                .startsWith(model + ": the training's recipe.learningRate is 0.003"));
        assertEquals(
                model + ": the training's seed is 1, expected 2; choose another folder for another training",
                refused(first, 2));
        try (Backend simd = Backends.open("simd", new BackendOptions(1))) {
            assertTrue(refused(training(simd, TRAINING, 3e-3f), 1).contains("the training's backend."));
        }
    }

    @Test
    void aTrainingThatAnEarlierVersionBeganIsRefusedWithWhatToDo() throws IOException {
        StudyFolder trained = StudyFolder.writable(temporary.resolve("trained"));
        Training training = training(Toy.REFERENCE, TRAINING, 3e-3f);
        training.run("lenet5", 1, new TrainingListener() {});
        SafetensorsFile now = SafetensorsFile.read(trained.model());
        Map<String, String> old = new LinkedHashMap<>(now.metadata());
        old.remove("note.identity");
        new SafetensorsFile(old, now.tensors()).write(trained.model());
        Files.writeString(
                trained.training(),
                Files.readString(trained.training())
                        .replaceFirst("\"origin\":\"(?:\\\\.|[^\"\\\\])*+\"", "\"origin\":\"toy, seed 1\""));
        assertEquals(
                trained.model()
                        + ": note identity is missing, as an earlier version left it, expected all that the training"
                        + " depends on; train again into another folder",
                refused(training, 1));
        assertTrue(Training.read(trained).isPresent(), "what it came to can still be read");
    }
}
