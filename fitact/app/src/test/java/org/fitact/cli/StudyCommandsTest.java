package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.campaign.TrialKey;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Site;
import org.fitact.store.TrialStore;
import org.fitact.study.ClaimedFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on one small network that was imported and hardened once: what they leave, and what they leave alone. */
class StudyCommandsTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";

    @TempDir
    private static Path folder;

    private static final InProcess PROGRAM = new InProcess();

    private static SortedMap<String, byte[]> content(Path root) throws IOException {
        SortedMap<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private static void assertSame(SortedMap<String, byte[]> expected, SortedMap<String, byte[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
    }

    @BeforeAll
    static void importHardenAndBreak() {
        PROGRAM.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained());
        PROGRAM.done("harden", trained(), "--schemes", "none,ranger", "--out", hardened());
        PROGRAM.done("campaign", hardened(), "--rates", "1e-5,1e-4", "--trials", 3, "--images", 20, "--out", broken());
    }

    private static Path trained() {
        return folder.resolve("trained");
    }

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    private static Path broken() {
        return folder.resolve("broken? file:&#");
    }

    @Test
    void severalWorkersFindTheSame() {
        Path out = folder.resolve("workers");
        PROGRAM.done(
                "campaign",
                hardened(),
                "--rates",
                "1e-5,1e-4",
                "--trials",
                3,
                "--images",
                20,
                "--workers",
                2,
                "--out",
                out);
        assertTrue(PROGRAM.err().contains("fitact: 2 workers, each with about "), PROGRAM.err());
        assertEquals(findings(broken()), findings(out));
        assertEquals(Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--pilot", "--workers", 2));
        assertTrue(PROGRAM.err().contains("--workers is of campaigns"), PROGRAM.err());
    }

    /** Everything but the time. */
    private static Map<TrialKey, List<Long>> findings(Path study) {
        Map<TrialKey, List<Long>> findings = new TreeMap<>();
        try (TrialStore store = TrialStore.open(study.resolve("trials.db"))) {
            store.trials()
                    .forEach((key, outcome) -> findings.put(key, List.of(outcome.flips(), (long) outcome.correct())));
        }
        return findings;
    }

    /** The file that a calibration leaves says all: read back, it gives the same network, and it can be changed. */
    @Test
    void aNetworkIsQuantisedAndTheFileSaysHow() throws IOException {
        Path first = folder.resolve("integers");
        PROGRAM.done(quantise(first, "--weights", 8, "--accumulator", 24, "--calibration", "least-squares"));
        Path file = first.resolve("arithmetic-ranger.json");
        String table = PROGRAM.out();
        assertTrue(table.contains("ap_fixed<24,"), table);
        Path second = folder.resolve("integers again");
        PROGRAM.done(quantise(second, "--arithmetic", file));
        assertEquals(-1, Files.mismatch(file, second.resolve("arithmetic-ranger.json")));
        Path third = folder.resolve("integers once more");
        PROGRAM.done(quantise(third, "--arithmetic", first));
        assertEquals(-1, Files.mismatch(file, third.resolve("arithmetic-ranger.json")));
        assertEquals(
                table.lines().limit(4).toList(), PROGRAM.out().lines().limit(4).toList());
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, Files.readString(file).replace("ap_fixed<24,", "ap_fixed<99,"));
        assertEquals(Main.FAILED, PROGRAM.fitact(quantise(second, "--arithmetic", broken)));
        assertTrue(PROGRAM.err().contains("broken.json: layers."), PROGRAM.err());
    }

    /** With the words of the hardened network, in the arithmetic that lies in its folder or is given. */
    @Test
    void aQuantisedNetworkLeavesAsC() throws IOException {
        Path header = folder.resolve("small net.h");
        String[] export = {
            "export", hardened().toString(), "--scheme", "ranger", "--format", "c-header", "--out", header.toString()
        };
        assertEquals(Main.FAILED, PROGRAM.fitact((Object[]) export));
        assertTrue(PROGRAM.err().contains("arithmetic-ranger.json is not there; fitact quantise "), PROGRAM.err());
        Path integers = folder.resolve("integers for C");
        PROGRAM.done(quantise(integers, "--weights", 8));
        Path file = integers.resolve("arithmetic-ranger.json");
        Object[] given = Stream.concat(Stream.of(export), Stream.of("--arithmetic", file))
                .toArray();
        PROGRAM.done(given);
        String text = Files.readString(header);
        assertTrue(text.contains("static inline int32_t small_net_infer("), PROGRAM.out());
        assertTrue(Pattern.compile("static const int8_t small_net_\\w+_weight\\[")
                .matcher(text)
                .find());
        assertTrue(text.contains(" * protection.scheme: ranger\n"), text.substring(0, 400));
        assertTrue(PROGRAM.out().contains("small_net_infer: "), PROGRAM.out());
        Files.delete(header);
        given[9] = integers;
        PROGRAM.done(given);
        assertEquals(text, Files.readString(header), "the folder, or the file in it");
        Files.delete(header);
        Path onnx = folder.resolve("small.onnx");
        given[5] = "onnx-qdq";
        given[7] = onnx;
        PROGRAM.done(given);
        assertTrue(Files.readString(onnx, StandardCharsets.ISO_8859_1).contains("QuantizeLinear"));
        given[5] = "c-header";
        given[7] = header;
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact(Stream.concat(Stream.of(given), Stream.of("--no-fold-batch-norm"))
                        .toArray()));
        assertFalse(Files.exists(header));
    }

    @ParameterizedTest
    @CsvSource({"--weights, 33", "--biases, bf16", "--activations, int8:channel", "--weights, 1", "--weights, auto99"})
    void aFormatThatIsNoFixedPointIsRefusedByItsOption(String option, String value) {
        Path out = folder.resolve("no integers");
        assertEquals(Main.MISUSED, PROGRAM.fitact(quantise(out, option, value)));
        assertTrue(
                PROGRAM.err().contains(option + " is " + value + ", expected 2 to 32 bits, or a fixed-point format"),
                PROGRAM.err());
        assertFalse(Files.exists(out.resolve("arithmetic-ranger.json")));
    }

    /** The same campaign in integers; what was found depends on the arithmetic, which is therefore part of the study. */
    @Test
    void aCampaignIsRunInIntegers() throws IOException {
        Path integers = folder.resolve("in integers");
        PROGRAM.done(quantise(integers, "--weights", 8, "--activations", 8));
        Path out = folder.resolve("broken in integers");
        assertEquals(Main.FAILED, PROGRAM.fitact(inIntegers(integers, out, "--schemes", "none,ranger")));
        assertTrue(
                PROGRAM.err().contains("arithmetic-none.json: file is missing, expected the arithmetic of the network"),
                PROGRAM.err());
        assertFalse(Files.exists(out));
        PROGRAM.done(inIntegers(integers, out, "--schemes", "ranger", "--threads", 1));
        String report = Files.readString(out.resolve("report.html"));
        assertTrue(report.contains(", inference in integers"), report);
        assertTrue(report.contains("Formats of the integers") && report.contains("AP_RND_CONV, AP_SAT"), report);
        assertTrue(
                Files.readString(out.resolve("results.json")).contains("\"weights\" : \"8 ("),
                "the formats of the weights");
        Path two = folder.resolve("broken by two threads");
        PROGRAM.done(inIntegers(integers, two, "--schemes", "ranger", "--threads", 2));
        assertEquals(findings(out), findings(two));
        Path file = integers.resolve("arithmetic-ranger.json");
        Path byFile = folder.resolve("broken by the file");
        PROGRAM.done(inIntegers(file, byFile, "--schemes", "ranger"));
        assertEquals(findings(out), findings(byFile));
        assertEquals(
                Main.MISUSED, PROGRAM.fitact(inIntegers(file, folder.resolve("both"), "--schemes", "none,ranger")));
        assertTrue(
                PROGRAM.err().contains("expected the folder with the arithmetic of each of [none, ranger]"),
                PROGRAM.err());
        Files.writeString(file, Files.readString(file).replaceFirst("ap_fixed<48,", "ap_fixed<40,"));
        assertEquals(Main.FAILED, PROGRAM.fitact("campaign", hardened(), "--resume", "--out", out));
        assertTrue(
                PROGRAM.err().contains("\"networks.ranger.arithmetic.layers.")
                        && PROGRAM.err().lines().count() == 1,
                PROGRAM.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--alarm=0.01, --alarm is of networks that compute in float",
        "--estimator=averaged, --estimator averaged is of networks",
        "--transient-format=Q3.4, --transient-format is of networks that compute in float",
        "--no-fold-batch-norm, --no-fold-batch-norm is of networks",
        "--format=bf16, --format says how numbers are stored",
        "--bound-format=Q7.8, --bound-format says how numbers are stored"
    })
    void whatIntegersHaveNotIsRefusedAtOnce(String option, String expected) {
        Path out = folder.resolve("refused");
        assertEquals(Main.MISUSED, PROGRAM.fitact(inIntegers(hardened(), out, option)));
        assertTrue(PROGRAM.err().contains(expected), PROGRAM.err());
        assertEquals(1, PROGRAM.err().lines().count(), PROGRAM.err());
        assertFalse(Files.exists(out));
    }

    private static Object[] inIntegers(Path arithmetic, Path out, Object... more) {
        Stream<Object> usual = Stream.of(
                "campaign",
                hardened(),
                "--arithmetic",
                arithmetic,
                "--rates",
                "1e-4,1e-3",
                "--trials",
                3,
                "--images",
                20,
                "--out",
                out);
        return Stream.concat(usual, Stream.of(more)).toArray();
    }

    private static Object[] quantise(Path out, Object... more) {
        Stream<Object> usual = Stream.of(
                "quantise",
                hardened(),
                "--scheme",
                "ranger",
                "--images",
                20,
                "--compared-images",
                10,
                "--calibration-images",
                20,
                "--out",
                out);
        return Stream.concat(usual, Stream.of(more)).toArray();
    }

    /** The folder of the trained network is left alone, and the other is a study by itself. */
    @Test
    void outIsWhereHardenedNetworksGo() throws IOException {
        assertEquals(
                List.of("model.safetensors"), List.copyOf(content(trained()).keySet()));
        assertEquals(
                List.of(
                        "hardened-none.safetensors",
                        "hardened-ranger.safetensors",
                        "model.safetensors",
                        "profile.safetensors"),
                List.copyOf(content(hardened()).keySet()));
        assertEquals(
                -1,
                Files.mismatch(
                        trained().resolve("model.safetensors"), hardened().resolve("model.safetensors")));
    }

    @Test
    void aFolderOfAnotherNetworkIsNotHardenedInto() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("model.safetensors"), "another");
        SortedMap<String, byte[]> before = content(other);
        assertEquals(Main.MISUSED, PROGRAM.fitact("harden", trained(), "--out", other));
        assertTrue(PROGRAM.err().contains("--out is " + other + ", expected a new folder"), PROGRAM.err());
        assertSame(before, content(other));
    }

    /** Where the default has its bounds, nothing is said of them; elsewhere the network's identity says it. */
    @Test
    void boundsInResidualBlocksStandWhereTheyAreAskedFor() throws IOException {
        Checkpoint usual = Checkpoint.read(hardened().resolve("hardened-ranger.safetensors"));
        assertFalse(usual.info().notes().get("identity").contains("residualBounds"));
        for (String where : List.of("branch", "both")) {
            Path out = folder.resolve("residual " + where);
            PROGRAM.done("harden", trained(), "--schemes", "ranger", "--residual-bounds", where, "--out", out);
            Checkpoint checkpoint = Checkpoint.read(out.resolve("hardened-ranger.safetensors"));
            Graph graph = checkpoint.graph();
            List<Site> sites = graph.sites();
            assertTrue(sites.stream().anyMatch(site -> site.kind() == Site.Kind.BRANCH && site.isBounded()));
            assertEquals(
                    where.equals("both"),
                    sites.stream().filter(graph::isBehindSum).allMatch(Site::isBounded),
                    "behind the sum");
            assertTrue(checkpoint.info().notes().get("identity").contains("\"residualBounds\":\"" + where + "\""));
        }
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact(
                        "harden", trained(), "--schemes", "ranger", "--residual-bounds", "branch", "--bound-sums"));
        assertTrue(PROGRAM.err().contains("--bound-sums is of bounds behind sums, and --residual-bounds branch"));
        assertEquals(
                Main.MISUSED, PROGRAM.fitact("harden", trained(), "--schemes", "none", "--residual-bounds", "both"));
        assertTrue(PROGRAM.err().contains("--residual-bounds is given, but --schemes has none that reads it: "));
    }

    @Test
    void aMistypedFolderDoesNotBeginAnew() {
        Path mistyped = folder.resolve("brokn");
        assertEquals(Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--resume", "--out", mistyped));
        assertTrue(
                PROGRAM.err().contains("trials.db is not there, so there is no campaign to go on with"), PROGRAM.err());
        assertFalse(Files.exists(mistyped));
    }

    /** Found out before the trials, not behind them, and without a folder that refuses the next try. */
    @Test
    void aFailedCampaignLeavesNothing() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        for (String name : List.of("hardened-none.safetensors", "hardened-ranger.safetensors")) {
            Files.copy(hardened().resolve(name), copy.resolve(name));
        }
        Path out = folder.resolve("failed");
        assertEquals(Main.FAILED, PROGRAM.fitact("campaign", copy, "--trials", 2, "--images", 20, "--out", out));
        assertEquals(
                "fitact: " + copy.resolve("profile.safetensors") + ": no such file or folder, which fitact harden "
                        + copy + " leaves\n",
                PROGRAM.err());
        assertFalse(Files.exists(out));
        assertEquals(Main.FAILED, PROGRAM.fitact("export", copy, "--scheme", "fitact", "--out", out));
        assertTrue(
                PROGRAM.err()
                        .contains("hardened-fitact.safetensors: no such file or folder, which fitact harden " + copy
                                + " --schemes fitact leaves"),
                PROGRAM.err());
    }

    @Test
    void moreImagesThanThereAreAreRefusedByTheirOption() {
        Path out = folder.resolve("too-many");
        assertEquals(
                Main.MISUSED, PROGRAM.fitact("campaign", hardened(), "--trials", 2, "--images", 2001, "--out", out));
        assertTrue(PROGRAM.err().contains("--images is 2001, expected 1 to the 2000 of"), PROGRAM.err());
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact("harden", trained(), "--schemes", "clip-act", "--search-images", 601, "--out", out));
        assertTrue(PROGRAM.err().contains("--search-images is 601, expected 1 to the 600 that"), PROGRAM.err());
        assertFalse(Files.exists(out));
    }

    /** What is found out only when the first fault is drawn, after the network was measured without any. */
    @Test
    void aCampaignThatCanHitNothingLeavesNothing() {
        Path out = folder.resolve("nothing-to-hit");
        assertEquals(
                Main.FAILED,
                PROGRAM.fitact(
                        "campaign", hardened(), "--layers", "nosuch", "--trials", 2, "--images", 20, "--out", out));
        assertTrue(PROGRAM.err().contains("in layers [nosuch]"), PROGRAM.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void whereAnotherProcessWritesNothingIsWritten() throws IOException {
        SortedMap<String, byte[]> before = content(hardened());
        ClaimedFolder claimed = ClaimedFolder.claim(hardened());
        assertEquals(Main.FAILED, PROGRAM.fitact("harden", hardened(), "--schemes", "none,ranger"));
        assertTrue(PROGRAM.err().startsWith("fitact: " + hardened() + ": another fitact (process "), PROGRAM.err());
        assertEquals(1, PROGRAM.err().lines().count());
        claimed.close();
        assertSame(before, content(hardened()));
    }

    /** Figures, page, results and what is printed are those of every other country, to the byte. */
    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "de-DE", "tr-TR"})
    void theReportIsTheSameInEveryLocale(String locale) throws IOException {
        Path here = folder.resolve("report-" + locale);
        Path root = folder.resolve("report-root-" + locale);
        PROGRAM.done("report", broken(), "--json", "--out", root);
        String json = PROGRAM.out();
        PROGRAM.done("report", broken(), "--out", root);
        String table = PROGRAM.out();
        PROGRAM.done("reproduce", "all", "--describe");
        String preset = PROGRAM.out();
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            assertFalse("%.1f I".formatted(0.5).toLowerCase().equals("0.5 i"), "nothing is different here");
            PROGRAM.done("report", broken(), "--json", "--out", here);
            assertEquals(json, PROGRAM.out());
            PROGRAM.done("report", broken(), "--out", here);
            assertEquals(table, PROGRAM.out().replace(here.toString(), root.toString()));
            PROGRAM.done("reproduce", "all", "--describe");
            assertEquals(preset, PROGRAM.out());
        } finally {
            Locale.setDefault(usual);
        }
        assertSame(content(root), content(here));
    }
}
