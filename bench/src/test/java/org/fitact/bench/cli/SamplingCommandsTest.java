package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fitact.InProcess;
import org.fitact.bench.sampling.EstimatorTable;
import org.fitact.bench.sampling.RareTable;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.source.DataSets;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands that sample trials print of a small network. */
class SamplingCommandsTest {

    private static final String NETWORK = "../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";

    @TempDir
    private static Path folder;

    private static final InProcess PROGRAM = new InProcess();

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    @BeforeAll
    static void importAndHarden() {
        Path trained = folder.resolve("trained");
        PROGRAM.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        PROGRAM.done("harden", trained, "--schemes", "none,abft,duplicate", "--out", hardened());
    }

    @Test
    void bothEstimatorsAreOfTheSameTrials() throws IOException {
        PROGRAM.done(
                "bench",
                "estimators",
                hardened(),
                "--schemes",
                "none",
                "--rates",
                "1e-5,1e-4",
                "--trials",
                12,
                "--images",
                20,
                "--json");
        JsonNode rows = new ObjectMapper().readTree(PROGRAM.out()).get("rows");
        assertEquals(2, rows.size());
        for (JsonNode row : rows) {
            assertTrue(row.at("/difference/0").asDouble() <= 0, row::toString);
            assertTrue(row.at("/difference/1").asDouble() >= 0, row::toString);
            assertTrue(row.at("/averaged/seconds").asDouble() > 0, row::toString);
        }
    }

    @Test
    void rareRatesAgreeWithPlainTrials() throws IOException {
        PROGRAM.done(
                "bench",
                "rare",
                hardened(),
                "--scheme",
                "none",
                "--rates",
                "1e-12,1e-4",
                "--trials",
                6,
                "--plain-trials",
                6,
                "--images",
                20,
                "--json");
        JsonNode table = new ObjectMapper().readTree(PROGRAM.out());
        assertEquals(1, table.at("/strata/0/flips").intValue());
        JsonNode rare = table.at("/rows/0");
        double withoutFaults = table.get("withoutFaults").doubleValue();
        assertEquals(withoutFaults, rare.get("mean").doubleValue(), 1e-5);
        assertTrue(rare.at("/ci95/0").doubleValue() < withoutFaults, rare::toString);
        JsonNode often = table.at("/rows/1");
        assertTrue(often.at("/ci95/0").doubleValue() <= often.at("/plain/1").doubleValue(), often::toString);
        assertTrue(often.at("/plain/0").doubleValue() <= often.at("/ci95/1").doubleValue(), often::toString);
    }

    /** The curve at the share of the scheme is what its check sees of the very faults. */
    @Test
    void moreDuplicatesSeeMore() throws IOException {
        PROGRAM.done("bench", "checks", hardened(), "--curve", "--trials", 4, "--images", 30, "--json");
        JsonNode curve = new ObjectMapper().readTree(PROGRAM.out());
        assertEquals(120, curve.get("faults").intValue());
        JsonNode rows = curve.get("rows");
        assertEquals(0, rows.get(0).get("seen").intValue());
        assertEquals(0, rows.get(0).get("moreMultiplyAdds").doubleValue());
        int atQuarter = 0;
        for (int i = 1; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            JsonNode before = rows.get(i - 1);
            assertTrue(row.get("seen").intValue() >= before.get("seen").intValue());
            assertTrue(row.get("harmful").intValue() <= before.get("harmful").intValue());
            assertTrue(row.get("moreMultiplyAdds").doubleValue()
                    >= before.get("moreMultiplyAdds").doubleValue());
            atQuarter = row.get("share").doubleValue() == 0.25 ? row.get("seen").intValue() : atQuarter;
        }
        JsonNode all = rows.get(rows.size() - 1);
        assertEquals(120, all.get("seen").intValue());
        assertEquals(1, all.get("moreMultiplyAdds").doubleValue(), 1e-9);
        PROGRAM.done("bench", "checks", hardened(), "--scheme", "duplicate", "--trials", 4, "--images", 30, "--json");
        int detected = 0;
        for (JsonNode row : new ObjectMapper().readTree(PROGRAM.out()).get("rows")) {
            detected += row.get("detected").intValue();
        }
        assertEquals(atQuarter, detected);
        PROGRAM.done("bench", "checks", hardened(), "--curve", "--trials", 2, "--images", 10);
        assertTrue(PROGRAM.out().contains("| 100.0 | 100.0 | 100.0"), PROGRAM.out());
    }

    @Test
    void checksSeeFaultsBySize() throws IOException {
        PROGRAM.done("bench", "checks", hardened(), "--scheme", "abft", "--trials", 4, "--images", 30, "--json");
        JsonNode table = new ObjectMapper().readTree(PROGRAM.out());
        assertEquals(0, table.get("falseAlarms").intValue());
        int faults = 0;
        for (JsonNode row : table.get("rows")) {
            faults += row.get("faults").intValue();
            assertEquals(0, row.get("harmful").intValue(), row::toString);
            assertTrue(
                    row.at("/detectedCi95/0").doubleValue()
                            <= row.get("detected").doubleValue()
                                    / row.get("faults").doubleValue(),
                    row::toString);
        }
        assertEquals(4 * 30, faults, "one in each inference");
        JsonNode largest = table.get("rows").get(table.get("rows").size() - 1);
        assertEquals(largest.get("faults"), largest.get("detected"), table::toString);
        PROGRAM.done("bench", "checks", hardened(), "--scheme", "abft", "--trials", 2, "--images", 10);
        assertTrue(PROGRAM.out().contains("| size, of the layer's largest sum |"), PROGRAM.out());
    }

    /** The display of a command that runs many campaigns goes from 0 to all of their trials, once. */
    @Test
    void progressIsOfAllCampaigns() throws IOException {
        CampaignSettings settings = new CampaignSettings(
                List.of(1e-6, 1e-4),
                StoppingRule.exactly(2),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, 10),
                1);
        Images test = DataSets.open("fashion-mnist-small", folder).test();
        List<Long> done = new ArrayList<>();
        Set<Long> totals = new HashSet<>();
        CampaignListener listener = (_, some, total) -> {
            done.add(some);
            totals.add(total);
        };
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                CampaignRun run =
                        new CampaignRun(new StudyFolder(hardened()), backend, List.of("none"), settings, test, 10)) {
            RareTable table = RareTable.of(run, 3, 1e-5, listener);
            assertEquals(Set.of(2L * table.strata().size() + 3), totals);
            assertEquals(done.stream().sorted().toList(), done);
            assertEquals(totals.iterator().next(), done.getLast());
            done.clear();
            totals.clear();
            EstimatorTable.of(run, 0.01, listener);
            assertEquals(Set.of(2L * 2 + 2 * 2), totals);
            assertEquals(done.stream().sorted().toList(), done);
            assertEquals(8L, done.getLast());
        }
    }
}
