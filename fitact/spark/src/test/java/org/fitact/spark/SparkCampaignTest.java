package org.fitact.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.cli.Main;
import org.fitact.store.TrialStore;
import org.fitact.store.TrialStoreException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A study has one table, whoever computes it, and whoever is killed meanwhile. What waits, waits long: others may use this machine. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SparkCampaignTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two schemes at two rates, and each without faults. */
    private static final int TRIALS = 60;

    private static final int ROWS = 2 * (1 + 2 * TRIALS);

    @TempDir
    private static Path folder;

    private static JsonNode expected;

    @BeforeAll
    static void theTableOfOneProcess() throws IOException {
        // What Spark itself reads: this machine is all the network that there is.
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.memory", "512m");
        Path trained = folder.resolve("trained");
        PROGRAM.done(
                "import",
                NETWORK,
                "--data",
                "fashion-mnist-small",
                "--mean",
                "0.286",
                "--sd",
                "0.353",
                "--out",
                trained);
        PROGRAM.done("harden", trained, "--schemes", "none,ranger", "--out", hardened());
        PROGRAM.done(campaign("alone"));
        expected = table("alone");
    }

    @AfterAll
    static void forgetTheAddress() {
        Stream.of("driver.host", "driver.bindAddress", "executor.extraClassPath", "executor.memory")
                .forEach(name -> System.clearProperty("spark." + name));
    }

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    private static Object[] campaign(String out, Object... more) {
        Stream<Object> usual = Stream.of(
                "campaign",
                hardened(),
                "--rates",
                "1e-5,1e-4",
                "--trials",
                TRIALS,
                "--images",
                200,
                "--threads",
                1,
                "--out",
                folder.resolve(out));
        return Stream.concat(usual, Stream.of(more)).toArray();
    }

    private static String[] texts(Object... line) {
        return Stream.of(line).map(Object::toString).toArray(String[]::new);
    }

    /** All that a campaign says of schemes and their pairs. */
    private static JsonNode table(String out) throws IOException {
        JsonNode results =
                JSON.readTree(folder.resolve(out).resolve("results.json").toFile());
        assertEquals(2, results.path("schemes").size());
        assertEquals(ROWS, rows(out), "each trial once");
        return JSON.createObjectNode()
                .<ObjectNode>set("schemes", results.path("schemes"))
                .set("pairs", results.path("pairs"));
    }

    private static int rows(String out) {
        Path trials = folder.resolve(out).resolve("trials.db");
        if (!Files.exists(trials)) {
            return 0;
        }
        try (TrialStore store = TrialStore.open(trials)) {
            return store.trials().size();
        } catch (TrialStoreException notYet) {
            return 0;
        }
    }

    private static void awaitRows(String out, int least, BooleanSupplier ended) throws InterruptedException {
        await(() -> rows(out) >= least, ended, least + " rows");
        assertTrue(rows(out) < ROWS, "still at work, for this test to mean anything");
    }

    private static void await(BooleanSupplier there, BooleanSupplier ended, String what) throws InterruptedException {
        while (!there.getAsBoolean()) {
            assertFalse(ended.getAsBoolean(), () -> "the campaign ended before there were " + what);
            Thread.sleep(50);
        }
    }

    @Test
    void threadsOfThisProcess() throws IOException {
        PROGRAM.done(campaign("local", "--spark", "local[2]"));
        assertEquals(expected, table("local"));
    }

    @Test
    void twoWorkerProcesses() throws IOException {
        try (Standalone cluster = new Standalone(Files.createDirectories(folder.resolve("two")), 2)) {
            PROGRAM.done(campaign("workers", "--spark", cluster.master()));
            assertEquals(List.of(1, 1), List.of(cluster.begun(1), cluster.begun(2)), "an executor of each worker");
        }
        assertEquals(expected, table("workers"));
    }

    /** One executor stands still while the other goes with its worker, so nobody is left until the first goes on. */
    @Test
    void aWorkerIsPausedAndAnotherKilled() throws Exception {
        try (Standalone cluster = new Standalone(Files.createDirectories(folder.resolve("three")), 2)) {
            CompletableFuture<Void> campaign = CompletableFuture.runAsync(
                    () -> new InProcess().done(campaign("killed", "--spark", cluster.master())));
            awaitRows("killed", 10, campaign::isDone);
            await(() -> cluster.begun(1) == 1 && cluster.begun(2) == 1, campaign::isDone, "two executors");
            cluster.pause(2);
            cluster.kill(1);
            Thread.sleep(3000);
            assertFalse(campaign.isDone(), "nobody computes");
            cluster.goOn(2);
            campaign.get();
        }
        assertEquals(expected, table("killed"));
    }

    @Test
    void theDriverIsKilledAndGoesOn() throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "@../../bin/spark.args",
                "-Xmx1g",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(texts(campaign("driver", "--spark", "local[2]"))));
        Process driver = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.log").toFile())
                .start();
        try {
            awaitRows("driver", 30, () -> !driver.isAlive());
        } finally {
            driver.destroyForcibly().waitFor();
        }
        Path out = folder.resolve("driver");
        Map<Object, Object> before = new LinkedHashMap<>();
        try (TrialStore store = TrialStore.open(out.resolve("trials.db"))) {
            before.putAll(store.trials());
        }
        PROGRAM.done("campaign", hardened(), "--resume", "--out", out, "--spark", "local[2]");
        assertEquals(expected, table("driver"));
        try (TrialStore store = TrialStore.open(out.resolve("trials.db"))) {
            before.forEach(
                    (key, outcome) -> assertEquals(outcome, store.trials().get(key), "with its time"));
        }
    }

    /** All of it but how it was made; and one that was begun by one process goes on by Spark. */
    @Test
    void aMapIsThatOfOneProcess() throws IOException {
        PROGRAM.done(map("map-alone"));
        PROGRAM.done(map("map-local", "--spark", "local[2]"));
        assertEquals(mapped("map-alone"), mapped("map-local"));
        PROGRAM.done(
                "map",
                hardened(),
                "--out",
                folder.resolve("map-alone"),
                "--resume",
                "--verify",
                40,
                "--spark",
                "local[2]");
        assertEquals(40, mapped("map-alone").path("verified").intValue());
        assertEquals(mapped("map-local").path("strata"), mapped("map-alone").path("strata"));
    }

    private static Object[] map(String out, Object... more) {
        Stream<Object> usual = Stream.of(
                "map",
                hardened(),
                "--scheme",
                "ranger",
                "--margin",
                0.1,
                "--images",
                6,
                "--bits",
                "5,30",
                "--list",
                4,
                "--verify",
                20,
                "--threads",
                1,
                "--out",
                folder.resolve(out));
        return Stream.concat(usual, Stream.of(more)).toArray();
    }

    private static JsonNode mapped(String out) throws IOException {
        ObjectNode json = (ObjectNode)
                JSON.readTree(folder.resolve(out).resolve("map.json").toFile());
        json.remove("provenance");
        return json;
    }

    @Test
    void aStoppingRuleStopsAtTheSameTrial() throws IOException {
        List<JsonNode> tables = new ArrayList<>();
        for (List<Object> where : List.<List<Object>>of(List.of(), List.of("--spark", "local[2]"))) {
            String out = "stops-" + where.size();
            List<Object> line = new ArrayList<>(List.of(campaign(out, "--half-width", 0.1)));
            line.addAll(where);
            PROGRAM.done(line.toArray());
            tables.add(JSON.readTree(folder.resolve(out).resolve("results.json").toFile())
                    .path("schemes"));
            assertTrue(rows(out) < ROWS, "stopped early, for this test to mean anything");
        }
        assertEquals(tables.getFirst(), tables.getLast());
    }
}
