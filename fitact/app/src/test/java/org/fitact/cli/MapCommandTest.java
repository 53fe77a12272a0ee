package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.campaign.remote.ThreadCluster;
import org.fitact.fault.BitSelector;
import org.fitact.fault.FaultFilter;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.source.DataSets;
import org.fitact.protect.Protections;
import org.fitact.report.MapReport;
import org.fitact.stats.SampleSize;
import org.fitact.study.StudyFolder;
import org.fitact.study.map.MapRun;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.vulnerability.Division;
import org.fitact.vulnerability.MapSettings;
import org.fitact.vulnerability.MapState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map of a residual network that was imported, and what other commands take from it. */
class MapCommandTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    private static Path hardened;

    /** What making the map printed. */
    private static String said;

    private static void map(String out, Object... more) {
        Object[] all = {
            "map",
            hardened,
            "--margin",
            0.1,
            "--images",
            12,
            "--list",
            4,
            "--verify",
            50,
            "--bits",
            "5,20,30",
            "--out",
            folder.resolve(out)
        };
        PROGRAM.done(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @BeforeAll
    static void makeTheMap() {
        Path trained = folder.resolve("trained");
        hardened = folder.resolve("hardened");
        PROGRAM.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        PROGRAM.done("harden", trained, "--schemes", "none", "--out", hardened);
        map("map", "--scheme", "none", "--fit-per-mbit", 50);
        said = PROGRAM.out();
    }

    @Test
    void itSaysWhatHarms() throws IOException {
        assertTrue(said.contains("faults were also answered by full inferences: all alike"), said);
        JsonNode map = json(folder.resolve("map/map.json"));
        assertEquals(50, map.at("/verified").intValue());
        assertTrue(map.at("/saving").doubleValue() > 1);
        double low = 0;
        double high = 0;
        long bits = 0;
        double harm = 0;
        for (JsonNode stratum : map.get("strata")) {
            bits += stratum.get("bits").longValue();
            harm += stratum.get("bits").longValue()
                    * stratum.at("/harmful/share").doubleValue();
            double width = stratum.at("/harmful/interval/1").doubleValue()
                    - stratum.at("/harmful/interval/0").doubleValue();
            assertTrue(width <= 0.2, stratum.toString());
            low += stratum.get("bit").intValue() == 5
                    ? stratum.at("/harmful/share").doubleValue()
                    : 0;
            high += stratum.get("bit").intValue() == 30
                    ? stratum.at("/harmful/share").doubleValue()
                    : 0;
        }
        assertTrue(high > low);
        assertEquals(bits, map.get("bits").longValue());
        assertEquals(harm / bits, map.at("/overall/share").doubleValue(), 1e-12);
        assertEquals(50 * bits / 1e6 * harm / bits, map.at("/failures/fit").doubleValue(), 1e-9);
        assertEquals(4, map.get("worst").size());
        assertEquals(12, map.at("/worst/0/found/faults").intValue());
        for (String file : List.of("map.csv", "map.md", "map.html", "figures/map-bits.svg", "figures/map-layers.png")) {
            assertTrue(Files.size(folder.resolve("map").resolve(file)) > 100, file);
        }
        String page = Files.readString(folder.resolve("map/map.html"));
        assertTrue(page.contains("<h2>Provenance</h2>") && page.contains("--margin 0.1"), "how the map was made");
        assertTrue(page.contains("its numbers are stored as Q15.16"), "what bits mean");
    }

    @Test
    void aFinishedMapIsWrittenAnewAndAnotherRefused() throws IOException {
        Path out = folder.resolve("again");
        map("again", "--scheme", "none", "--threads", 1);
        JsonNode first = json(out.resolve("map.json"));
        assertEquals(json(folder.resolve("map/map.json")).get("strata"), first.get("strata"));
        Files.delete(out.resolve("map.json"));
        PROGRAM.done("map", hardened, "--scheme", "none", "--out", out, "--resume");
        assertEquals(first.get("strata"), json(out.resolve("map.json")).get("strata"));
        assertEquals(Main.MISUSED, PROGRAM.fitact("map", hardened, "--scheme", "none", "--out", out));
        assertTrue(PROGRAM.err().contains("add --resume"), PROGRAM.err());
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact("map", hardened, "--scheme", "none", "--out", out, "--resume", "--margin", 0.2));
    }

    /** As others would follow the faults; here they are threads. All of the file is the same but for how it was made. */
    @Test
    void whatOthersFollowIsTheSameMap() throws IOException {
        Path out = folder.resolve("cluster");
        MapRun.Subject subject = new MapRun.Subject(
                Protections.baseline(),
                new Deployment(FixedPoint.DEFAULT, true, 1),
                Optional.empty(),
                FaultFilter.ALL.withBits(BitSelector.positions(5, 20, 30)),
                EnumSet.of(Division.LAYER, Division.BIT),
                12,
                1);
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                MapRun run = new MapRun(
                        new StudyFolder(hardened),
                        () -> Backends.cpu(new BackendOptions(1)),
                        backend,
                        subject,
                        new MapSettings(new SampleSize(0.1, 0.95), 4, 50),
                        DataSets.open("fashion-mnist-small", folder).test());
                ThreadCluster cluster = new ThreadCluster(2)) {
            Files.createDirectories(out);
            MapState found = run.run(out.resolve("map-state.json"), run.on(cluster), (_, _, _) -> {});
            MapReport.write(out, run.results(found, 50.0, JsonNodeFactory.instance.objectNode()));
        }
        assertEquals(withoutProvenance(folder.resolve("map")), withoutProvenance(out));
        for (String file : List.of("map.csv", "faults.csv")) {
            assertEquals(
                    Files.readString(folder.resolve("map").resolve(file)), Files.readString(out.resolve(file)), file);
        }
    }

    private static String withoutProvenance(Path map) throws IOException {
        ObjectNode json = (ObjectNode) json(map.resolve("map.json"));
        json.remove("provenance");
        return json.toPrettyString();
    }

    @Test
    void aBuildWithoutSparkSaysSo() {
        Path out = folder.resolve("spark");
        assertEquals(
                Main.FAILED, PROGRAM.fitact("map", hardened, "--scheme", "none", "--spark", "local[2]", "--out", out));
        assertTrue(PROGRAM.err().contains("fitact: --spark local[2]: this program was built without "), PROGRAM::err);
        assertFalse(Files.exists(out));
        assertEquals(
                Main.MISUSED, PROGRAM.fitact("map", hardened, "--scheme", "none", "--spark", "local[2]", "--dry-run"));
        assertTrue(PROGRAM.err().contains("leave one of them out"), PROGRAM::err);
    }

    @Test
    void aDryRunLeavesNothing() {
        Path out = folder.resolve("dry");
        PROGRAM.done("map", hardened, "--scheme", "none", "--by", "layer,bit,kind", "--dry-run", "--out", out);
        assertTrue(PROGRAM.out().contains("at most"), PROGRAM.out());
        assertFalse(Files.exists(out));
    }

    /** The worst faults are struck again, and codes guard what harms most. */
    @Test
    void otherCommandsTakeIt() throws IOException {
        Path replayed = folder.resolve("replayed");
        PROGRAM.done(
                "campaign",
                hardened,
                "--schemes",
                "none",
                "--replay",
                folder.resolve("map/faults.csv"),
                "--rates",
                "1e-9",
                "--images",
                12,
                "--out",
                replayed);
        JsonNode point = json(replayed.resolve("results.json")).at("/schemes/0/points/0");
        assertEquals(4, point.get("trials").intValue());

        Path map = folder.resolve("map/map.json");
        Path selective = folder.resolve("selective");
        PROGRAM.done(
                "campaign",
                hardened,
                "--schemes",
                "none,none+secded72",
                "--protect-from",
                map,
                "--protect-share",
                0.5,
                "--rates",
                "1e-5",
                "--trials",
                2,
                "--images",
                10,
                "--out",
                selective);
        JsonNode bytes = json(selective.resolve("results.json")).at("/provenance/storedBytes/none+secded72");
        double share =
                bytes.get("beside").doubleValue() / bytes.get("parameters").doubleValue();
        assertTrue(share > 0 && share <= 0.5 / 8 + 0.01, "check bits of half of the memory: " + share);
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact("campaign", hardened, "--schemes", "none", "--protect-from", map, "--out", selective));
        assertTrue(PROGRAM.err().contains("no scheme has one"), PROGRAM.err());
    }

    /** The channels of the layers that harm, each layer's share on average; and the network is made anew for another map. */
    @Test
    void channelsAreComputedTwiceByIt() throws IOException {
        Path map = folder.resolve("map/map.json");
        Path out = folder.resolve("duplicated");
        Object[] harden = {
            "harden", folder.resolve("trained"), "--schemes", "duplicate", "--out", out, "--json", "--duplicate-from"
        };
        PROGRAM.done(Stream.concat(Stream.of(harden), Stream.of(map)).toArray());
        JsonNode details = new ObjectMapper().readTree(PROGRAM.out()).at("/duplicate/details");
        JsonNode layers = details.get("duplicatedFrom");
        assertTrue(layers.size() > 1, PROGRAM.out());
        Map<String, double[]> harm = new HashMap<>();
        for (JsonNode stratum : json(map).get("strata")) {
            double[] sum = harm.computeIfAbsent(stratum.get("layer").textValue(), _ -> new double[2]);
            sum[0] += stratum.get("bits").doubleValue()
                    * stratum.at("/harmful/share").doubleValue();
            sum[1] += stratum.get("bits").doubleValue();
        }
        layers.properties()
                .forEach(layer -> assertEquals(
                        harm.get(layer.getKey())[0] / harm.get(layer.getKey())[1],
                        layer.getValue().doubleValue(),
                        1e-12));
        Path other = Files.writeString(
                folder.resolve("another.json"),
                Files.readString(map).replaceFirst("\"model\" *: *\"[^\"]*\"", "\"model\":\"lenet5\""));
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(
                        Stream.concat(Stream.of(harden), Stream.of(other)).toArray()));
        assertTrue(PROGRAM.err().contains(other + ": model is lenet5, expected "), PROGRAM.err());
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact("harden", folder.resolve("trained"), "--schemes", "dmr", "--duplicate-from", map));
        assertTrue(
                PROGRAM.err().contains("--duplicate-from is given, but --schemes has none that reads it: duplicate"));
    }

    /** A code that guards nothing, or less than was asked for, must not be taken for one that guards. */
    @Test
    void aMapOfAnotherNetworkIsRefused() throws IOException {
        Path other = folder.resolve("other.json");
        Files.writeString(other, """
                {"by":["layer"],"regions":[{"region":"nosuch.weight","part":"number","bytes":100,"harm":40}]}""");
        Path out = folder.resolve("unguarded");
        Object[] campaign = {
            "campaign",
            hardened,
            "--schemes",
            "none+vote",
            "--trials",
            2,
            "--images",
            10,
            "--protect-from",
            other,
            "--out",
            out
        };
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(Stream.concat(Stream.of(campaign), Stream.of("--protect-share", 1))
                        .toArray()));
        assertTrue(PROGRAM.err().contains("guard 1 tensor of " + other + ": 100.0 % of the memory"), PROGRAM.err());
        assertTrue(PROGRAM.err().contains("unknown tensor to be guarded by a code 'nosuch.weight'"), PROGRAM.err());
        assertEquals(Main.MISUSED, PROGRAM.fitact(campaign));
        assertTrue(PROGRAM.err().contains("--protect-share is 0.1, into which no tensor fits"), PROGRAM.err());
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(
                        "map",
                        hardened,
                        "--scheme",
                        "none+vote",
                        "--protect-from",
                        other,
                        "--protect-share",
                        1,
                        "--out",
                        out));
        assertTrue(PROGRAM.err().contains("'nosuch.weight'"), PROGRAM.err());
        assertFalse(Files.exists(out));
    }

    /** What was left out of a map is part of the memory, of which a share is guarded. */
    @Test
    void theMapOfAPartHasAllTensors() throws IOException {
        JsonNode all = json(folder.resolve("map/map.json"));
        String layer = all.at("/layers/0/layer").textValue();
        map("part", "--scheme", "none", "--layers", layer);
        JsonNode part = json(folder.resolve("part/map.json"));
        assertEquals(1, part.get("layers").size());
        assertEquals(all.get("regions").size(), part.get("regions").size());
        for (JsonNode region : part.get("regions")) {
            boolean inside = region.get("layer").textValue().equals(layer);
            assertTrue(inside || region.get("harm").doubleValue() == 0, region::toString);
        }
    }

    /** What the file of an arithmetic says is what is mapped, and a map goes on with no other. */
    @Test
    void aNetworkInIntegersIsMapped() throws IOException {
        Path integers = folder.resolve("integers");
        Object[] usual = {"--images", 20, "--compared-images", 10, "--calibration-images", 20, "--out", integers};
        PROGRAM.done(
                Stream.concat(Stream.of("quantise", hardened), Stream.of(usual)).toArray());
        Path out = folder.resolve("map in integers");
        Object[] few = {"--margin", 0.2, "--images", 4, "--list", 2, "--verify", 5, "--bits", "5,15", "--out", out};
        PROGRAM.done(Stream.concat(Stream.of("map", hardened, "--arithmetic", integers), Stream.of(few))
                .toArray());
        assertTrue(PROGRAM.out().contains("by the definition of the arithmetic: all alike"), PROGRAM.out());
        JsonNode map = json(out.resolve("map.json"));
        assertTrue(map.at("/integers/weights").textValue().startsWith("16 ("), map.toString());
        assertEquals(map.at("/costs/faults"), map.at("/costs/inferences"));
        assertTrue(json(folder.resolve("map/map.json")).path("integers").isMissingNode());
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact("map", hardened, "--arithmetic", integers, "--format", "Q7.8", "--out", "x"));
        assertTrue(PROGRAM.err().contains("--format says how numbers are stored"), PROGRAM.err());
    }
}
