package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.StudySettings;
import org.fitact.campaign.remote.ThreadCluster;
import org.fitact.nn.image.source.DataSets;
import org.fitact.report.ReportWriter;
import org.fitact.store.TrialStore;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts and more of a campaign come to what one campaign comes to, to the digit. */
class GrowAndMergeTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    private static JsonNode whole;

    private static void campaign(String out, String rates, int trials, Object... more) {
        Object[] all = {
            "campaign", hardened(), "--rates", rates, "--trials", trials, "--images", 20, "--out", folder.resolve(out)
        };
        PROGRAM.done(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
    }

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    private static JsonNode results(String out) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("results.json").toFile());
    }

    private static void assertWhole(String out) throws IOException {
        assertEquals(whole.get("schemes"), results(out).get("schemes"));
        assertEquals(whole.get("pairs"), results(out).get("pairs"));
    }

    @BeforeAll
    static void runTheWhole() throws IOException {
        Path trained = folder.resolve("trained");
        PROGRAM.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        PROGRAM.done("harden", trained, "--schemes", "none,ranger", "--out", hardened());
        campaign("whole", "1e-5,1e-4", 5);
        whole = results("whole");
    }

    @Test
    void threePartsAreTheWhole() throws IOException {
        for (int part = 1; part <= 3; part++) {
            campaign("part" + part, "1e-5,1e-4", 5, "--shard", part + "/3");
        }
        assertEquals(2, results("part1").at("/schemes/0/points/0/trials").intValue());
        assertEquals(1, results("part3").at("/schemes/0/points/0/trials").intValue());
        PROGRAM.done(
                "merge",
                folder.resolve("part2"),
                folder.resolve("part1"),
                folder.resolve("part3"),
                "--out",
                folder.resolve("merged"));
        assertWhole("merged");
    }

    /** What bounds cut is counted, and its alarms; parts of it are the whole, and what was asked before is the same without. */
    @Test
    void alarmsAreCountedBesideTheSameOutcomes() throws IOException {
        campaign("alarm", "1e-5,1e-4", 5, "--alarm", 0.05);
        JsonNode ranger = results("alarm").at("/schemes/1");
        assertTrue(ranger.at("/falseAlarms/share").doubleValue() < 0.5, ranger::toString);
        assertTrue(
                ranger.at("/points/1/alarm/cut").doubleValue()
                        > ranger.at("/falseAlarms/cut").doubleValue(),
                ranger::toString);
        assertFalse(results("alarm").at("/schemes/0").has("falseAlarms"), "there are no bounds");
        for (String point : new String[] {"/schemes/0/points/1/", "/schemes/1/points/0/", "/schemes/1/points/1/"}) {
            assertEquals(whole.at(point + "bootstrap95"), results("alarm").at(point + "bootstrap95"));
            assertEquals(whole.at(point + "consequences"), results("alarm").at(point + "consequences"));
        }
        campaign("alarm1", "1e-5,1e-4", 5, "--alarm", 0.05, "--shard", "1/2");
        campaign("alarm2", "1e-5,1e-4", 5, "--alarm", 0.05, "--shard", "2/2");
        PROGRAM.done("merge", folder.resolve("alarm1"), folder.resolve("alarm2"), "--out", folder.resolve("alarms"));
        assertEquals(results("alarm").get("schemes"), results("alarms").get("schemes"));
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(
                        "merge", folder.resolve("whole"), folder.resolve("alarm"), "--out", folder.resolve("both")));
        assertTrue(PROGRAM.err().contains("conditions.deployment.boundsApart is true"), PROGRAM.err());
        assertTrue(Files.readString(folder.resolve("alarm/report.html")).contains("Alarms by what bounds cut"));
    }

    /** As others would; here they are threads. */
    @Test
    void whatOthersComputeIsTheWhole() throws IOException {
        CampaignSettings settings;
        try (TrialStore store = TrialStore.open(folder.resolve("whole/trials.db"))) {
            settings = StudySettings.of(store.study(), Optional.empty());
        }
        StudyFolder out = StudyFolder.writable(folder.resolve("cluster"));
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                CampaignRun run = new CampaignRun(
                        new StudyFolder(hardened()),
                        backend,
                        List.of("none", "ranger"),
                        settings,
                        DataSets.open("fashion-mnist-small", folder).test(),
                        20);
                ThreadCluster cluster = new ThreadCluster(2)) {
            run.on(cluster);
            StudyRecord record = run.run(out, (_, _, _) -> {}, _ -> JsonNodeFactory.instance.objectNode());
            ReportWriter.write(out.path(), record);
        }
        assertWhole("cluster");
    }

    @Test
    void aBuildWithoutSparkSaysSo() {
        Path out = folder.resolve("spark");
        assertEquals(Main.FAILED, PROGRAM.fitact("campaign", hardened(), "--spark", "local[2]", "--out", out));
        assertTrue(PROGRAM.err().startsWith("fitact: --spark local[2]: this program was built without "), PROGRAM::err);
        assertFalse(Files.exists(out));
        for (Object[] both : new Object[][] {{"--workers", 2}, {"--pilot"}}) {
            Object[] line = {"campaign", hardened(), "--spark", "local[2]"};
            assertEquals(
                    Main.MISUSED,
                    PROGRAM.fitact(
                            Stream.concat(Stream.of(line), Stream.of(both)).toArray()));
            assertTrue(PROGRAM.err().contains("leave one of them out"), PROGRAM::err);
        }
        assertEquals(Main.MISUSED, PROGRAM.fitact("reproduce", "fig5", "--pilot", "--spark", "local[2]", "--out", out));
        assertTrue(PROGRAM.err().contains("--pilot measures what one trial costs"), PROGRAM::err);
        assertEquals(Main.FAILED, PROGRAM.fitact("reproduce", "fig5", "--spark", "local[2]", "--out", out));
        assertTrue(PROGRAM.err().contains("this program was built without Apache Spark"), PROGRAM::err);
    }

    @Test
    void parquetGoesWhereNothingLies() throws IOException {
        Path free = folder.resolve("parquet");
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact("campaign", hardened(), "--parquet", free, "--out", folder.resolve("rows")));
        assertTrue(PROGRAM.err().contains("this program was built without DuckDB"), PROGRAM::err);
        for (Path taken : List.of(hardened(), folder.resolve("rows"), folder)) {
            assertEquals(
                    Main.MISUSED,
                    PROGRAM.fitact("campaign", hardened(), "--parquet", taken, "--out", folder.resolve("rows")));
            assertTrue(PROGRAM.err().contains("expected a folder that is empty or not there yet"), PROGRAM::err);
        }
        assertEquals(Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--parquet", free, "--pilot"));
        assertTrue(PROGRAM.err().contains("--parquet is of campaigns"), PROGRAM::err);
        assertFalse(Files.exists(free) || Files.exists(folder.resolve("rows")));
    }

    /** More trials, a rate below the largest, another scheme. */
    @Test
    void whatGrowsIsTheWhole() throws IOException {
        campaign("small", "1e-4", 2, "--schemes", "none");
        PROGRAM.done(
                "campaign",
                hardened(),
                "--grow",
                "--out",
                folder.resolve("small"),
                "--rates",
                "1e-5,1e-4",
                "--trials",
                5,
                "--schemes",
                "none,ranger");
        assertWhole("small");
        PROGRAM.done("campaign", hardened(), "--resume", "--out", folder.resolve("small"));
        assertWhole("small");
    }

    @Test
    void whatIsThereIsNotLeftOut() {
        campaign("kept", "1e-4", 3, "--schemes", "none");
        Path kept = folder.resolve("kept");
        assertEquals(Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--grow", "--out", kept, "--trials", 2));
        assertTrue(PROGRAM.err().contains("this leaves out --trials 3: name what there is as well"), PROGRAM.err());
        assertEquals(
                Main.FAILED, PROGRAM.fitact("campaign", hardened(), "--grow", "--out", kept, "--rates", "1e-4,1e-3"));
        assertTrue(PROGRAM.err().contains("\"conditions.faults.largestRate\" is 1.0E-4 there"), PROGRAM.err());
        assertEquals(
                Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--grow", "--out", folder.resolve("none-there")));
        assertTrue(PROGRAM.err().contains("so there is no campaign to grow"), PROGRAM.err());
    }

    @Test
    void unequalIdentitiesAreNotMerged() {
        campaign("seed", "1e-5,1e-4", 2, "--seed", 7);
        Path out = folder.resolve("mixed");
        assertEquals(
                Main.FAILED, PROGRAM.fitact("merge", folder.resolve("whole"), folder.resolve("seed"), "--out", out));
        assertTrue(PROGRAM.err().contains("conditions."), PROGRAM.err());
        assertEquals(1, PROGRAM.err().lines().count());
        assertFalse(Files.exists(out));
    }

    /** What was struck is struck again, from its list alone. */
    @Test
    void aListOfFaultsIsReplayed() throws IOException {
        Path list = folder.resolve("faults.csv");
        campaign("listed", "1e-5,1e-4", 5, "--fault-list", list);
        assertWhole("listed");
        PROGRAM.done(
                "campaign",
                hardened(),
                "--replay",
                list,
                "--images",
                20,
                "--schemes",
                "none,ranger",
                "--out",
                folder.resolve("replayed"));
        assertWhole("replayed");
    }

    @Test
    void aListThatDoesNotFitIsRefusedByItsLine() throws IOException {
        Path list = folder.resolve("other.csv");
        Files.writeString(list, "trial,tensor,index,bit\n0,nosuch.weight,0,3\n1,nosuch.weight,1,3\n");
        Path out = folder.resolve("refused");
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(
                        "campaign", hardened(), "--replay", list, "--rates", "0.1", "--images", 20, "--out", out));
        assertTrue(PROGRAM.err().contains("other.csv: line 2: unknown region 'nosuch.weight'"), PROGRAM.err());
        assertEquals(
                Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--replay", list, "--images", 20, "--out", out));
        assertTrue(PROGRAM.err().contains("name the one rate of its trials by --rates"), PROGRAM.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void partsAreNumbersOfSoMany() {
        for (String shard : new String[] {"0/3", "4/3", "1", "a/b"}) {
            assertEquals(
                    Main.MISUSED,
                    PROGRAM.fitact("campaign", hardened(), "--shard", shard, "--out", folder.resolve("x")));
        }
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact(
                        "campaign", hardened(), "--shard", "1/2", "--half-width", 0.01, "--out", folder.resolve("x")));
        assertTrue(PROGRAM.err().contains("--half-width stops by all of them"), PROGRAM.err());
    }
}
