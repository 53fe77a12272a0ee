package org.fitact.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fitact.cli.Main;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both commands print of a small network. */
class SamplingCommandsTest {

    private static final String NETWORK = "../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";

    @TempDir
    private static Path folder;

    private static StringWriter out;

    private static void done(Object... args) {
        out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = Stream.of(args).map(Object::toString).toArray(String[]::new);
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(err), line), err::toString);
    }

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    @BeforeAll
    static void importAndHarden() {
        Path trained = folder.resolve("trained");
        done("import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        done("harden", trained, "--schemes", "none", "--out", hardened());
    }

    @Test
    void bothEstimatorsAreOfTheSameTrials() throws IOException {
        done(
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
        JsonNode rows = new ObjectMapper().readTree(out.toString()).get("rows");
        assertEquals(2, rows.size());
        for (JsonNode row : rows) {
            assertTrue(row.at("/difference/0").asDouble() <= 0, row::toString);
            assertTrue(row.at("/difference/1").asDouble() >= 0, row::toString);
            assertTrue(row.at("/averaged/seconds").asDouble() > 0, row::toString);
        }
    }

    @Test
    void rareRatesAgreeWithPlainTrials() throws IOException {
        done(
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
        JsonNode table = new ObjectMapper().readTree(out.toString());
        assertEquals(1, table.at("/strata/0/flips").intValue());
        JsonNode rare = table.at("/rows/0");
        double withoutFaults = table.get("withoutFaults").doubleValue();
        assertEquals(withoutFaults, rare.get("mean").doubleValue(), 1e-5);
        assertTrue(rare.at("/ci95/0").doubleValue() < withoutFaults, rare::toString);
        JsonNode often = table.at("/rows/1");
        assertTrue(often.at("/ci95/0").doubleValue() <= often.at("/plain/1").doubleValue(), often::toString);
        assertTrue(often.at("/plain/0").doubleValue() <= often.at("/ci95/1").doubleValue(), often::toString);
    }
}
