package org.fitact.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtentTest {

    private static final List<Target> STUDIES = List.of(Target.MEMORY, Target.FIELD, Target.WIDTHS);

    @TempDir
    private Path folder;

    private static Set<String> needed(Target target, Preset preset) {
        return preset.networks().stream()
                .filter(network -> target.needs(preset, network))
                .map(NetworkPreset::name)
                .collect(Collectors.toSet());
    }

    /** What is listed for a preset of the program is run, and nothing else: a name that is misspelt would have all of them run. */
    @Test
    void everyRunThatIsListedIsOfAPresetThatHasItsNetworks() throws IOException {
        for (List<Extent> listed : List.of(
                MemoryPreset.read().runs(),
                FieldPreset.read().runs(),
                WidthPreset.read().runs())) {
            assertEquals(
                    Set.copyOf(Presets.names()),
                    listed.stream().map(Extent::preset).collect(Collectors.toSet()));
            for (Extent extent : listed) {
                Preset preset = Presets.of(extent.preset());
                for (NetworkPreset network : preset.networks()) {
                    Optional<Extent> found = Extent.of(listed, preset, network);
                    boolean named = extent.networks().contains(network.name());
                    assertEquals(named ? Optional.of(extent) : Optional.empty(), found, network.name());
                }
                assertTrue(preset.networks().stream()
                        .map(NetworkPreset::name)
                        .toList()
                        .containsAll(extent.networks()));
            }
        }
    }

    @Test
    void aUsersFileRunsItsNetworksAsItsCampaignsSay() throws IOException {
        Preset two = TinyPreset.withSecondNetwork(folder);
        for (Target target : STUDIES) {
            assertEquals(Set.of("lenet", "other"), needed(target, two), target::toString);
        }
        MemoryPreset memory = MemoryPreset.read();
        assertEquals(Optional.of(new Extent("tiny", List.of("lenet"), 50, 3)), memory.of(two, two.network("lenet")));
        assertEquals(Optional.of(new Extent("tiny", List.of("other"), 20, 4)), memory.of(two, two.network("other")));
    }

    @Test
    void aDescriptionSaysWhatIsRunOfEachNetwork() throws IOException {
        String tiny = PresetText.of(TinyPreset.withSecondNetwork(folder));
        assertTrue(tiny.contains("memory (a target of its own):\n  lenet, 3 trials × 50 images\n"), tiny);
        assertTrue(tiny.endsWith("widths (a target of its own):\n  lenet, 50 images\n  other, 20 images\n"), tiny);
        String quick = PresetText.of(Presets.of("quick"));
        assertTrue(
                quick.contains("field (a target of its own):\n  vgg-small-fashion, 40 trials × 200 images\n"), quick);
    }

    /** Whoever changes what {@code --describe} printed may leave the name. */
    @Test
    void aNameThatIsThatOfAPresetWithOtherNetworksHasNoRun() throws IOException {
        Preset named = TinyPreset.changed(folder, "\"name\": \"tiny\"", "\"name\": \"quick\"");
        for (Target target : STUDIES) {
            assertEquals(Set.of("lenet"), needed(target, named), target::toString);
        }
    }
}
