package org.fitact.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.nn.checkpoint.SafetensorsFile;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.store.TrialStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether it sees every kind of difference, and only those. */
class ComparisonTest {

    private static final Comparison SAME = new Comparison(List.of(), List.of());

    @TempDir
    Path folder;

    private Path reference;
    private Path found;

    @BeforeEach
    void twoRuns() throws IOException {
        reference = run("reference", 3.5);
        found = run("found", 99);
        assertEquals(SAME, Comparison.of(reference, found), "only times differ");
    }

    private Path run(String name, double seconds) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        checkpoint(run, 2, seconds);
        results(run, 0.5, seconds);
        trials(run, 7, seconds);
        Files.write(run.resolve("figure.png"), new byte[] {1, 2});
        Files.writeString(run.resolve("report.html"), seconds + " s");
        return run;
    }

    private static void checkpoint(Path run, float weight, double seconds) throws IOException {
        new SafetensorsFile(
                        Map.of("history", "[{\"loss\":1,\"seconds\":" + seconds + "}]", "note.seconds", "" + seconds),
                        Map.of("w", StoredTensor.of(new int[] {2}, 1, weight)))
                .write(run.resolve("model.safetensors"));
    }

    private static void results(Path run, double mean, double seconds) throws IOException {
        Files.writeString(
                run.resolve("results.json"),
                "{\"schemes\":[{\"mean\":" + mean + "}],\"overhead\":{\"share\":" + seconds + "},\"provenance\":{\"x\":"
                        + seconds + "}}");
    }

    private static void trials(Path run, int correct, double seconds) throws IOException {
        Files.deleteIfExists(run.resolve("trials.db"));
        try (TrialStore store =
                TrialStore.openOrCreate(run.resolve("trials.db"), new ObjectMapper().readTree("{\"seed\":1}"))) {
            store.put(new TrialKey("none", 1e-6, 0), new TrialOutcome(1, correct, 10, seconds));
        }
    }

    @Test
    void aBitOfATensor() throws IOException {
        checkpoint(found, Math.nextUp(2f), 1);
        assertEquals(
                List.of("model.safetensors differs"),
                Comparison.of(reference, found).differences());
    }

    @Test
    void aNumberOfTheResults() throws IOException {
        results(found, 0.5000001, 1);
        assertEquals(
                List.of("results.json differs"), Comparison.of(reference, found).differences());
    }

    @Test
    void aFindingOfATrial() throws IOException {
        trials(found, 8, 3.5);
        assertEquals(
                List.of("trials.db differs"), Comparison.of(reference, found).differences());
    }

    @Test
    void aByteOfAFigure() throws IOException {
        Files.write(found.resolve("figure.png"), new byte[] {1, 3});
        assertEquals(
                List.of("figure.png differs"), Comparison.of(reference, found).differences());
    }

    @Test
    void aFileThatIsMissing() throws IOException {
        Files.delete(found.resolve("report.html"));
        assertEquals(
                List.of("report.html is missing"),
                Comparison.of(reference, found).differences());
    }

    @Test
    void aFileTooMany() throws IOException {
        Path stray = Files.createFile(Files.createDirectory(found.resolve("x")).resolve(".a.partial"));
        assertEquals(new Comparison(List.of(), List.of(found.relativize(stray))), Comparison.of(reference, found));
    }

    @Test
    void aLeftoverThatTheUninterruptedRunHasToo() throws IOException {
        Files.createFile(reference.resolve("trials.db-wal"));
        Path stray = Files.createFile(found.resolve("trials.db-wal"));
        assertEquals(
                List.of(found.relativize(stray)),
                Comparison.of(reference, found).strays());
    }
}
