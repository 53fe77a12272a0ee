package org.fitact.reproduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fitact.nn.InvalidFileException;
import org.fitact.reproduce.report.ReproductionReport;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproductionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Target> FIGURES = Target.figures();
    private static final List<String> SAME_ON_EVERY_RUN =
            List.of("fig1", "fig2", "fig2-all-layers", "fig3", "fig5", "fig6");

    @TempDir
    private static Path temporary;

    private static final Backend BACKEND = Backends.cpu(new BackendOptions(2));

    /** All figures by one run that nothing interrupted. */
    private static ReproductionFolder whole;

    @BeforeAll
    static void runAll() throws IOException {
        whole = run("whole", TinyPreset.read(temporary), FIGURES, Interruption.never());
    }

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    private static ReproductionFolder run(String name, Preset preset, Set<Target> targets, Interruption interruption)
            throws IOException {
        ReproductionFolder folder = new ReproductionFolder(temporary.resolve(name));
        new Reproduction(preset, folder, null, BACKEND, interruption)
                .run(targets, List.of(), _ -> JsonNodeFactory.instance.objectNode());
        ReproductionReport.write(preset, folder, BACKEND, JsonNodeFactory.instance.objectNode());
        return folder;
    }

    @Test
    void allFiguresComeWithPngSvgPageAndJson() throws IOException {
        ReproductionFolder folder = whole;
        for (String name : List.of("fig1", "fig2", "fig2-all-layers", "fig3", "fig5", "fig6", "overhead")) {
            assertTrue(Files.size(folder.figures().resolve(name + ".png")) > 10_000, name);
            String svg = Files.readString(folder.figures().resolve(name + ".svg"));
            assertTrue(svg.startsWith("<svg xmlns="), name);
            assertTrue(Files.readString(folder.page()).contains(svg.substring(svg.lastIndexOf("<text"))), name);
        }
        String document = Files.readString(folder.document());
        Matcher links = Pattern.compile("]\\(([^)]*)\\)").matcher(document);
        assertEquals(
                7,
                links.results()
                        .filter(link -> Files.exists(folder.path().resolve(link.group(1))))
                        .count(),
                document);
        assertTrue(document.contains("| scheme | no faults | "), document);
        JsonNode json = JSON.readTree(folder.results().toFile());
        JsonNode network = json.path("networks").path(0);
        assertEquals(3, json.path("fig1").path("points").size());
        assertTrue(json.path("fig1").path("points").path(2).path("bound").isNull());
        assertEquals(4, json.path("fig2").size());
        assertEquals(3, network.path("trials").path("fitact").path("3.0E-6").size());
        assertEquals("vgg16", network.path("comparedWith").path("model").asText());
        assertEquals(
                0.9028,
                json.path("paper")
                        .path("networks")
                        .path(1)
                        .path("points")
                        .path(1)
                        .path("accuracy")
                        .asDouble());
        JsonNode overhead = network.path("overhead");
        assertEquals(
                (overhead.path("profiling").asDouble()
                                + overhead.path("postTraining").asDouble())
                        / overhead.path("training").asDouble(),
                overhead.path("share").asDouble(),
                1e-12);
        assertEquals("fitact", network.path("delta").path(0).path("scheme").asText());
        assertEquals(
                expectedLoss(network),
                network.path("delta").path(0).path("testLoss").asDouble(),
                1e-12);
    }

    private static double expectedLoss(JsonNode network) {
        JsonNode schemes = network.path("results").path("schemes");
        return schemes.path(0).path("faultFreeAccuracy").asDouble()
                - schemes.path(2).path("faultFreeAccuracy").asDouble();
    }

    @Test
    void aLaterFigureAndASecondRunReuseAllWork() throws IOException {
        Preset preset = TinyPreset.read(temporary);
        Interruption first = Interruption.never();
        run("a", preset, EnumSet.of(Target.FIG5), first);
        assertTrue(first.trainingSteps() > 0);
        Interruption second = Interruption.never();
        ReproductionFolder folder = run("a", preset, FIGURES, second);
        assertEquals(0, second.trainingSteps());
        var model = Files.getLastModifiedTime(folder.network("lenet").hardened("fitact"));
        byte[] page = Files.readAllBytes(folder.page());
        Path leftover = Files.createFile(folder.network("lenet").path().resolve("unfinished-fitact.safetensors"));
        run("a", preset, FIGURES, Interruption.never());
        assertFalse(Files.exists(leftover), "left by a run that was killed when it had just finished");
        assertEquals(model, Files.getLastModifiedTime(folder.network("lenet").hardened("fitact")));
        assertArrayEquals(page, Files.readAllBytes(folder.page()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"training", "clip-act", "fitact", "campaign", "figure 1"})
    void aRunThatWasKilledEndsWithTheSameFigures(String where) throws IOException {
        Preset preset = TinyPreset.read(temporary);
        String name = "killed in " + where;
        assertThrows(Interruption.Killed.class, () -> run(name, preset, FIGURES, Interruption.in(where)));
        ReproductionFolder resumed = run(name, preset, FIGURES, Interruption.never());
        for (String figure : SAME_ON_EVERY_RUN) {
            Path png = whole.figures().resolve(figure + ".png");
            assertArrayEquals(
                    Files.readAllBytes(png),
                    Files.readAllBytes(resumed.figures().resolve(figure + ".png")),
                    figure);
        }
        assertEquals(withoutTimes(whole), withoutTimes(resumed));
        assertFalse(Files.exists(resumed.network("lenet").path().resolve("unfinished-fitact.safetensors")));
    }

    private static JsonNode withoutTimes(ReproductionFolder folder) throws IOException {
        JsonNode json = JSON.readTree(folder.results().toFile());
        removeTimes(json);
        return json;
    }

    private static void removeTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("seconds", "overhead"));
        }
        node.forEach(ReproductionTest::removeTimes);
    }

    @Test
    void ablationsCompareEveryVariantWithTheDefault() throws IOException {
        Preset preset = TinyPreset.withAblations(temporary);
        ReproductionFolder folder = run("ablations", preset, EnumSet.of(Target.ABLATIONS), Interruption.never());
        JsonNode ablation =
                JSON.readTree(folder.results().toFile()).path("ablations").path(0);
        List<String> ids = ablation.path("rows").findValuesAsText("id");
        assertEquals(List.of("default", "none", "default", "layer"), ids, "LeNet has no branch to bound");
        for (JsonNode row : ablation.path("rows")) {
            JsonNode point = row.path("points").path(0);
            if (row.path("reference").asBoolean()) {
                assertEquals(0, point.path("difference").asDouble());
            }
            if (row.path("id").asText().equals("layer")) {
                assertEquals("layer", row.path("details").path("boundPer").asText());
                assertEquals(4, row.path("details").path("bounds").asInt());
            }
        }
        assertTrue(Files.exists(folder.figures().resolve("ablations-lenet.png")));
    }

    @Test
    void formatsAndCodesAreOneTable() throws IOException {
        Preset preset = TinyPreset.read(temporary);
        ReproductionFolder folder = run("memory", preset, EnumSet.of(Target.MEMORY), Interruption.never());
        JsonNode memory =
                JSON.readTree(folder.results().toFile()).path("memory").path(0);
        assertEquals("lenet", memory.path("network").asText());
        List<MemoryPreset.Case> cases = MemoryPreset.read().formats();
        assertEquals(cases.size(), memory.path("formats").size());
        for (int i = 0; i < cases.size(); i++) {
            JsonNode format = memory.path("formats").path(i);
            assertEquals(cases.get(i).format(), format.path("format").asText());
            assertEquals(
                    cases.get(i).schemes(),
                    format.path("results").path("schemes").findValuesAsText("scheme"));
        }
        JsonNode fixed = memory.path("formats").path(0);
        long plain = fixed.path("faultFree").path("none").path("numbers").asLong();
        assertEquals(0, fixed.path("faultFree").path("none+vote").path("beside").asLong());
        assertEquals(
                plain / 8.0,
                fixed.path("faultFree").path("none+secded72").path("beside").asDouble(),
                20);
        for (JsonNode scheme : fixed.path("results").path("schemes")) {
            if (scheme.path("scheme").asText().equals("none+zs-bch3")) {
                double clean = fixed.path("faultFree")
                        .path("none+zs-bch3")
                        .path("accuracy")
                        .asDouble();
                assertEquals(clean, scheme.path("points").path(0).path("mean").asDouble(), "all flips are mended");
            }
        }
        String document = Files.readString(folder.document());
        assertTrue(document.contains("## Formats and codes of lenet"), document);
        assertTrue(document.contains("| int8:channel:pow2 | none+zs-int8 |"), document);
    }

    /** A width that was run is taken up; the table and the figure have all of them, and float's row. */
    @Test
    void widthsAreOneTableAndOnePicture() throws IOException {
        Preset preset = TinyPreset.read(temporary);
        ReproductionFolder folder = run("widths", preset, EnumSet.of(Target.WIDTHS), Interruption.never());
        JsonNode widths =
                JSON.readTree(folder.results().toFile()).path("widths").path(0);
        List<String> schemes = WidthPreset.read().schemes();
        assertEquals(schemes, widths.path("schemes").findValuesAsText("scheme"));
        for (JsonNode scheme : widths.path("schemes")) {
            JsonNode points = scheme.path("points");
            assertEquals(WidthPreset.read().widths().size(), points.size());
            for (JsonNode point : points) {
                assertEquals(
                        scheme.path("inFloat").asDouble()
                                + point.path("difference").asDouble(),
                        point.path("accuracy").asDouble(),
                        1e-12);
                assertTrue(point.path("differenceCi95").path(0).asDouble()
                        < point.path("differenceCi95").path(1).asDouble());
                assertTrue(
                        point.path("bits").asInt() < 12 || point.path("changed").asDouble() <= 0.02, point.toString());
            }
        }
        assertTrue(Files.size(folder.figures().resolve("widths-lenet.png")) > 10_000);
        assertTrue(
                Files.readString(folder.figures().resolve("widths-lenet.svg")).startsWith("<svg xmlns="));
        String document = Files.readString(folder.document());
        assertTrue(document.contains("## Integers beside float: lenet"), document);
        assertTrue(document.contains("| fitact | 8 | ") && document.contains("| none | float | "), document);
        Path file = folder.widths("lenet", "none");
        String found = Files.readString(file);
        Files.writeString(file, found.replaceFirst("\"changed\" : \\d+", "\"changed\" : 49"));
        run("widths", preset, EnumSet.of(Target.WIDTHS), Interruption.never());
        assertTrue(Files.readString(file).contains("\"changed\" : 49"), "taken up as it was");
        Files.writeString(file, found.replaceFirst("numbers", "other"));
        run("widths", preset, EnumSet.of(Target.WIDTHS), Interruption.never());
        assertEquals(found, Files.readString(file), "of something else, and made anew");
    }

    @Test
    void aFolderBelongsToOnePresetAndDataMustBeThere() throws IOException {
        Preset preset = TinyPreset.read(temporary);
        run("mine", preset, EnumSet.of(Target.FIG2), Interruption.never());
        Preset other = preset.withSeed(4);
        assertTrue(assertThrows(
                        InvalidFileException.class,
                        () -> run("mine", other, EnumSet.of(Target.FIG2), Interruption.never()))
                .getMessage()
                .contains("choose another --out"));
        Preset cifar = TinyPreset.changed(temporary, FewImages.NAME, "cifar10");
        ReproductionFolder folder = new ReproductionFolder(temporary.resolve("cifar"));
        Reproduction reproduction = new Reproduction(cifar, folder, temporary, BACKEND, Interruption.never());
        assertTrue(assertThrows(
                        InvalidFileException.class,
                        () -> reproduction.run(FIGURES, List.of(), _ -> JsonNodeFactory.instance.objectNode()))
                .getMessage()
                .contains("fitact data get cifar10"));
    }

    @Test
    void aPilotSaysWhatACampaignTakes() throws IOException {
        Preset preset = TinyPreset.read(temporary);
        Reproduction reproduction = new Reproduction(
                preset, new ReproductionFolder(temporary.resolve("p")), null, BACKEND, Interruption.never());
        List<PilotResult> results = reproduction.pilot(FIGURES, List.of("lenet5"), 0.05);
        PilotResult result = results.getFirst();
        assertEquals(3 * 2, result.points().size());
        int needed = result.points().stream()
                .mapToInt(PilotResult.Point::trialsNeeded)
                .max()
                .orElseThrow();
        assertEquals(Math.max(3, needed), result.trials());
        assertTrue(result.seconds() > 0);
        assertThrows(IllegalArgumentException.class, () -> reproduction.pilot(FIGURES, List.of("vgg"), 0.05));
    }
}
