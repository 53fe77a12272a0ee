package org.fitact.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.sampling.Sampling;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.RefusedValueException;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.model.Models;
import org.fitact.nn.optim.Decayed;
import org.fitact.nn.train.Regularisation;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.results.ResultsJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"quick", "cpu-short", "cpu", "gpu", "paper"})
    void everyPresetNamesWhatThereIsAndCanBeRun(String name) throws IOException {
        Preset preset = Presets.of(name);
        assertEquals(name, preset.name());
        requireNetworksThatCanBeRun(preset);
        assertEquals(List.of("none", "ranger", "clip-act", "fitact"), schemes(preset));
        assertEquals(List.of(1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5), rates(preset));
        Variant.all().forEach(variant -> variant.postTraining(HardeningSettings.PostTraining.DEFAULT, 1));
    }

    /** The one of {@code examples/}. */
    @Test
    void aPresetOfOnesOwnCanBeRun() throws IOException {
        Preset preset = Presets.of("../../examples/bottleneck.json");
        assertEquals("bottleneck", preset.name());
        requireNetworksThatCanBeRun(preset);
        assertEquals(
                5,
                Variant.of(preset.ablations()).stream()
                        .map(Variant::id)
                        .distinct()
                        .count());
    }

    private static void requireNetworksThatCanBeRun(Preset preset) {
        for (NetworkPreset network : preset.networks()) {
            Models.named(network.model());
            DataSets.named(network.dataset());
            network.campaign().schemes().forEach(Protections::named);
            network.campaign().settings(preset.seed());
            network.recipe().recipe(preset.seed());
            network.hardening();
        }
    }

    private static List<String> schemes(Preset preset) {
        return preset.network(preset.figureNetwork()).campaign().schemes();
    }

    private static List<Double> rates(Preset preset) {
        return preset.network(preset.figureNetwork()).campaign().rates();
    }

    @Test
    void quickNeedsNoFilesAndSaysInWhoseRoleItsNetworksAre() throws IOException {
        for (NetworkPreset network : Presets.of("quick").networks()) {
            assertTrue(DataSets.named(network.dataset()).isEmbedded(), network.name());
            assertTrue(PaperResults.read().of(network.comparedWith()).isPresent(), network.name());
        }
    }

    /** "78.43%, 73.67% and 87.08%" for ResNet50, VGG16 and AlexNet on CIFAR-100, section VI-A; the last is a slip. */
    @Test
    void thePapersBaselinesOnCifar100StandBesideOurs() throws IOException {
        Preset paper = Presets.of("paper");
        assertEquals(0.7843, published(paper.network("resnet50-cifar100")).orElseThrow());
        assertEquals(
                0.7843,
                published(Presets.of("cpu").network("resnet20-cifar100")).orElseThrow());
        assertEquals(0.7367, published(paper.network("vgg16-cifar100")).orElseThrow());
        assertTrue(published(paper.network("alexnet-cifar100")).isEmpty());
    }

    private static Optional<Double> published(NetworkPreset network) {
        return PaperResults.read().of(network.comparedWith()).map(PaperResults.Network::faultFree);
    }

    @Test
    void cpuRunsThePapersNetworksOnCifarWithFiftyTrialsOrMore() throws IOException {
        Preset cpu = Presets.of("cpu");
        for (String dataset : List.of("cifar10", "cifar100")) {
            assertNull(cpu.network("vgg16-" + dataset).standsFor());
            assertNull(cpu.network("alexnet-" + dataset).standsFor());
            assertEquals(dataset, cpu.network("resnet20-" + dataset).standsFor().dataset());
        }
        assertEquals(6, cpu.networks().size());
        for (NetworkPreset network : cpu.networks()) {
            assertTrue(List.of("cifar10", "cifar100").contains(network.dataset()), network.name());
            assertTrue(network.campaign().minTrials() >= 50, network.name());
        }
    }

    @Test
    void networksOverrideSingleFieldsOfWhatHoldsForAll() throws IOException {
        Preset quick = Presets.of("quick");
        NetworkPreset resnet = quick.network("resnet20-fashion");
        assertEquals(1, resnet.postTraining().epochs());
        assertEquals(2, quick.network("vgg-small-fashion").postTraining().epochs());
        assertEquals(20, resnet.postTraining().kappa());
        assertEquals(100, resnet.campaign().images());
        assertEquals(0.9f, resnet.recipe().momentum());
    }

    @Test
    void whatIsPrintedCanBeReadAgain() throws IOException {
        Preset quick = Presets.of("quick");
        Path file = Files.writeString(folder.resolve("again.json"), ResultsJson.write(quick));
        assertEquals(ResultsJson.tree(quick), ResultsJson.tree(Presets.of(file.toString())));
        assertTrue(PresetText.of(quick).contains("5 epochs"), PresetText.of(quick));
    }

    /** What a recipe and a campaign may ask for besides is written where it is asked for, so that other presets are what they were. */
    @Test
    void whatIsAskedForBesidesIsReadAndWritten() throws IOException {
        Preset plain = TinyPreset.read(folder);
        JsonNode network = ResultsJson.tree(plain).path("networks").path(0);
        for (String field : List.of("cutOut", "mixUp", "ema", "decayed")) {
            assertFalse(network.path("recipe").has(field), field);
        }
        assertFalse(network.path("campaign").has("sampling"));
        assertEquals(
                Regularisation.NONE,
                plain.networks().getFirst().recipe().recipe(1).regularisation());
        Preset more = TinyPreset.changed(
                folder,
                "\"smoothing\": 0, \"augment\": false",
                "\"smoothing\": 0, \"augment\": false, \"cutOut\": 8, \"mixUp\": 0.2, \"ema\": 0.99, \"decayed\": \"SCALES\"");
        assertEquals(
                new Regularisation(8, 0.2f, 0.99, Decayed.SCALES),
                more.networks().getFirst().recipe().recipe(1).regularisation());
        assertTrue(
                PresetText.of(more).contains("no augmentation, cut-out 8, mix-up 0.2, EMA 0.99, decay on scales"),
                PresetText.of(more));
        Path file = Files.writeString(folder.resolve("again.json"), ResultsJson.write(more));
        assertEquals(ResultsJson.tree(more), ResultsJson.tree(Presets.of(file.toString())));
        Preset sampled = TinyPreset.changed(folder, "\"halfWidth\": 0", "\"halfWidth\": 0, \"sampling\": \"PER_WORD\"");
        assertEquals(
                new FlipKind(Sampling.PER_WORD),
                sampled.networks().getFirst().campaign().settings(1).faults());
        assertTrue(PresetText.of(sampled).contains(", sampled per-word"), PresetText.of(sampled));
    }

    @Test
    void mistakesAreNamed() {
        assertEquals(
                "preset is 'quik', expected quick, cpu-short, cpu, gpu, paper, or a file whose name ends in .json",
                assertThrows(RefusedValueException.class, () -> Presets.of("quik"))
                        .getMessage());
        assertRefused("\"epochs\": 2, \"batchSize\"", "\"epochs\": 0, \"batchSize\"", "0 epochs");
        assertRefused("\"name\": \"lenet\"", "\"name\": \"../../lenet\"", "'../../lenet'");
        assertRefused("\"heldOut\"", "\"heldOud\"", "heldOud");
        assertRefused("\"rate\": 1e-4,", "", "rate");
        assertRefused("\"figureNetwork\": \"lenet\"", "\"figureNetwork\": \"lenin\"", "lenin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "smoothing": 0, | "smoothing": "NaN", | networks[0].recipe.smoothing is "NaN", expected a finite number
            "heldOut": 0.5 | "heldOut": null | networks[0].heldOut is null, expected a finite number
            "heldOut": 0.5 | "heldOut": 1 | networks[0]: heldOut is 1.0, expected more than 0 and less than 1
            "halfWidth": 0 | "halfWidth": -1 | networks[0]: a stopping rule needs halfWidth >= 0 and 2 <= minTrials <= maxTrials, found halfWidth -1.0, minTrials 3, maxTrials 3
            "recipe": {"learningRate": 0.02} | "recipe": [] | networks[0].recipe is [], expected an object
            [3e-6, 1e-4] | [3e-6, "NaN"] | networks[0].campaign.rates[1] is "NaN", expected a finite number
            "dataset": "fashion-mnist-few" | "dataset": "mnist" | networks[0]: unknown data set 'mnist'
            "shares": [0.3, 1] | "shares": [0] | sweep: share is 0.0, expected a positive number
            "variants": ["layer"] | "variants": ["laier"] | ablations: unknown variant 'laier': did you mean 'layer'?
            "seed": 3 | "seed": 3.5 | seed is 3.5, expected a whole number
            """)
    void aFieldThatIsWrongIsNamedWithItsPath(String right, String wrong, String message) throws IOException {
        InvalidFileException refused =
                assertThrows(InvalidFileException.class, () -> TinyPreset.changed(folder, right, wrong));
        assertTrue(refused.getMessage().contains(".json: " + message), refused.getMessage());
    }

    @Test
    void whatIsNoObjectIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("p.json"), "null");
        assertEquals(
                file + ": content is null, expected an object",
                assertThrows(InvalidFileException.class, () -> Presets.of(file.toString()))
                        .getMessage());
    }

    private void assertRefused(String from, String to, String named) {
        Exception refused = assertThrows(
                Exception.class,
                () -> TinyPreset.changed(folder, from, to)
                        .networks()
                        .getFirst()
                        .recipe()
                        .recipe(1));
        assertTrue(
                refused instanceof InvalidFileException || refused instanceof IllegalArgumentException,
                refused.toString());
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
}
