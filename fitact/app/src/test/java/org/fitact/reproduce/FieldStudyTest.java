package org.fitact.reproduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.cost.Effort;
import org.fitact.protect.Protections;
import org.fitact.reproduce.report.ReproductionReport;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.timing.InTurns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldStudyTest {

    private static final List<String> SCHEMES = List.of("none", "ranger", "fitact", "tmr", "none+secded72");

    private static final InTurns ONE = new InTurns(0, 0, 6, 6);

    @TempDir
    private Path temporary;

    /** The shipped list names schemes that there are, those of the registry among them, and breaks them at rates of one campaign. */
    @Test
    void theListNamesWhatThereIs() {
        FieldPreset field = FieldPreset.read();
        field.deployed().schemes().forEach(Protections::deployed);
        assertTrue(field.deployed().hardened().containsAll(Protections.names()), field::toString);
        assertTrue(field.rates().contains(field.front()), field::toString);
    }

    @Test
    void everySchemeHasItsAccuracyAndItsCost() throws IOException {
        Preset preset = TinyPreset.read(temporary);
        ReproductionFolder folder = new ReproductionFolder(temporary.resolve("field"));
        FieldPreset small =
                new FieldPreset(List.of(1e-6, 3e-5), 3e-5, new MemoryPreset.Case("Q15.16", SCHEMES), List.of());
        folder.claim(preset);
        try (Backend backend = Backends.cpu(new BackendOptions(2))) {
            NetworkStudy study = study(preset, folder, backend);
            study.train();
            study.profile();
            FieldStudy field = field(preset, small, folder, backend);
            field.run(folder, _ -> JsonNodeFactory.instance.objectNode());
            Map<String, FieldStudy.SchemeCost> costs = FieldStudy.read(folder.field("lenet"));
            assertEquals(SCHEMES, List.copyOf(costs.keySet()));
            FieldStudy.SchemeCost none = costs.get("none");
            assertEquals(0, none.memory());
            none.batches().forEach(batch -> assertEquals(0, batch.extra(1).value()));
            FieldStudy.SchemeCost coded = costs.get("none+secded72");
            assertEquals(1 / 8.0, coded.memory(), 0.001);
            assertEquals(none.faultFree(), coded.faultFree());
            assertEquals(none.faultFreeCi95(), coded.faultFreeCi95());
            assertTrue(coded.batches().getFirst().decode().value() > 0, coded::toString);
            assertTrue(costs.get("fitact").hardening() > 0, costs::toString);
            assertEquals(
                    costs.get("ranger").hardening() > 0, costs.get("ranger").memory() > 0);

            byte[] before = Files.readAllBytes(folder.field("lenet").path().resolve("costs.json"));
            field.run(folder, _ -> JsonNodeFactory.instance.objectNode());
            assertArrayEquals(
                    before,
                    Files.readAllBytes(folder.field("lenet").path().resolve("costs.json")),
                    "what was measured is kept");

            ReproductionReport.write(preset, folder, backend, JsonNodeFactory.instance.objectNode());
            whatIsHardenedAnewIsMeasuredAgain(small, folder, backend);
        }
        String document = Files.readString(folder.document());
        assertTrue(document.contains("## The field on lenet"), document);
        assertTrue(document.contains("## Against fitact: lenet"), document);
        assertTrue(Files.exists(folder.figures().resolve("field-memory-lenet.png")));
        assertTrue(Files.exists(folder.figures().resolve("field-time-lenet.svg")));
        JsonNode found = new ObjectMapper()
                .readTree(folder.results().toFile())
                .path("field")
                .path(0);
        assertEquals(
                List.of("none", "ranger", "fitact", "tmr"),
                found.path("upsets").path("schemes").findValuesAsText("scheme"));
        JsonNode voted = found.path("upsets").path("schemes").path(3);
        assertEquals(
                found.path("costs").path("none").path("faultFree").doubleValue(),
                voted.path("points").path(0).path("mean").doubleValue(),
                "two of three sums are right");
        assertEquals(SCHEMES, found.path("results").path("schemes").findValuesAsText("scheme"));
    }

    /** FitAct by other settings: its cost is measured again, and no other is touched. */
    private void whatIsHardenedAnewIsMeasuredAgain(FieldPreset small, ReproductionFolder folder, Backend backend)
            throws IOException {
        StudyFolder field = folder.field("lenet");
        Path file = field.path().resolve("costs.json");
        ObjectMapper json = new ObjectMapper();
        JsonNode planted = json.readTree(file.toFile());
        planted.forEach(measured -> ((ObjectNode) measured.path("cost")).put("memory", 7));
        Files.write(file, json.writeValueAsBytes(planted));
        Files.delete(field.trials());
        Files.delete(folder.upsets("lenet").trials());
        Preset other =
                TinyPreset.changed(temporary, "\"postTraining\": {\"epochs\": 2", "\"postTraining\": {\"epochs\": 1");
        field(other, small, folder, backend).run(folder, _ -> JsonNodeFactory.instance.objectNode());
        Map<String, FieldStudy.SchemeCost> costs = FieldStudy.read(field);
        assertEquals(SCHEMES, List.copyOf(costs.keySet()));
        for (String scheme : SCHEMES) {
            assertEquals(!scheme.equals("fitact"), costs.get(scheme).memory() == 7, scheme);
        }
    }

    private static NetworkStudy study(Preset preset, ReproductionFolder folder, Backend backend) {
        return new NetworkStudy(
                preset.network("lenet"), preset.seed(), folder.network("lenet"), null, backend, Interruption.never());
    }

    private static FieldStudy field(Preset preset, FieldPreset small, ReproductionFolder folder, Backend backend) {
        Extent extent = small.of(preset, preset.network("lenet")).orElseThrow();
        return new FieldStudy(study(preset, folder, backend), small, extent, new Effort(ONE, ONE));
    }
}
