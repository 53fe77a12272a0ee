package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the computation from the command line to the report. */
class TransientCampaignTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    private static int campaign(String out, Object... more) {
        Object[] all = {
            "campaign", folder.resolve("hardened"), "--trials", 3, "--images", 20, "--out", folder.resolve(out)
        };
        return PROGRAM.fitact(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
    }

    private static void refused(String message, Object... more) {
        assertEquals(Main.MISUSED, campaign("refused", more));
        assertTrue(PROGRAM.err().contains(message), PROGRAM.err());
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    private static JsonNode results(String out) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("results.json").toFile());
    }

    @BeforeAll
    static void harden() {
        Path trained = folder.resolve("trained");
        Object[] network = {
            "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained
        };
        assertEquals(0, PROGRAM.fitact(network), PROGRAM::err);
        assertEquals(
                0,
                PROGRAM.fitact("harden", trained, "--schemes", "none,ranger,abft", "--out", folder.resolve("hardened")),
                PROGRAM::err);
    }

    @Test
    void oneFlipOfEachInferenceIsCountedAndSeen() throws IOException {
        Object[] faults = {"--transient", "accumulator", "--transient-one", "--schemes", "none,ranger,abft"};
        assertEquals(0, campaign("one", faults), PROGRAM::err);
        JsonNode schemes = results("one").get("schemes");
        double rate = schemes.at("/0/points/0/rate").doubleValue();
        assertEquals(0, Math.rint(1 / rate) % 32, 1e-6, "one of so many bits");
        for (JsonNode scheme : schemes) {
            JsonNode point = scheme.at("/points/0");
            assertEquals(0, point.get("meanFlips").doubleValue(), "no memory is hit");
            assertEquals(20, point.at("/transients/flips").doubleValue());
            assertEquals(1, point.at("/transients/struck").doubleValue());
            assertEquals(rate, point.get("rate").doubleValue(), "the same bits under all schemes");
            assertEquals(scheme.get("scheme").textValue().equals("abft"), point.has("checks"), point::toString);
        }
        assertTrue(schemes.at("/2/points/0/checks/detected").doubleValue() > 0.2, schemes::toString);
        assertEquals(0, schemes.at("/2/falseFindings/found").intValue(), "no false alarm");
        assertTrue(Files.readString(folder.resolve("one/report.html")).contains("Faults in the computation"));
        assertTrue(Files.readString(folder.resolve("one/trials.csv")).contains(",20,20,"));
        assertEquals(0, campaign("one", "--resume"), PROGRAM::err);
    }

    @Test
    void ratesAreTheCampaignsOwnOrStandBesideThoseOfMemory() throws IOException {
        assertEquals(0, campaign("rates", "--transient", "value,input", "--transient-rate", "1e-5,1e-4"), PROGRAM::err);
        JsonNode points = results("rates").at("/schemes/0/points");
        assertEquals(2, points.size());
        assertTrue(
                points.at("/1/transients/flips").doubleValue()
                        > 5 * points.at("/0/transients/flips").doubleValue(),
                points::toString);
        assertEquals(
                0,
                campaign("both", "--transient", "value,input", "--transient-rate", "1e-4", "--rates", "1e-5,1e-4"),
                PROGRAM::err);
        JsonNode both = results("both").at("/schemes/0/points");
        assertTrue(
                both.at("/1/meanFlips").doubleValue() > both.at("/0/meanFlips").doubleValue(), both::toString);
        for (JsonNode point : both) {
            assertEquals(points.at("/1/transients"), point.get("transients"), "those of their own rate");
        }
    }

    /** Words of 16 bits and sums of 48 are struck, of which there are others than of float32. */
    @Test
    void aComputationInIntegersIsStruckInItsWords() throws IOException {
        Path integers = folder.resolve("integers");
        for (String scheme : new String[] {"none", "ranger"}) {
            Object[] quantise = {
                "quantise",
                folder.resolve("hardened"),
                "--scheme",
                scheme,
                "--images",
                20,
                "--compared-images",
                10,
                "--calibration-images",
                20,
                "--out",
                integers
            };
            assertEquals(0, PROGRAM.fitact(quantise), PROGRAM::err);
        }
        Object[] faults = {
            "--arithmetic", integers, "--transient", "accumulator,value", "--transient-one", "--schemes", "none,ranger"
        };
        assertEquals(0, campaign("in integers", faults), PROGRAM::err);
        JsonNode schemes = results("in integers").get("schemes");
        double bits = 1 / schemes.at("/0/points/0/rate").doubleValue();
        assertEquals(0, Math.rint(bits) % 16, 1e-6, "words of 16 and 48 bits");
        for (JsonNode scheme : schemes) {
            JsonNode point = scheme.at("/points/0");
            assertEquals(20, point.at("/transients/flips").doubleValue());
            assertEquals(1, point.at("/transients/struck").doubleValue());
        }
        Object[] two = Stream.concat(Stream.of(faults), Stream.of("--threads", 2, "--workers", 2))
                .toArray();
        assertEquals(0, campaign("by two workers", two), PROGRAM::err);
        assertEquals(schemes.at("/1/points/0"), results("by two workers").at("/schemes/1/points/0"));
        refused(
                "--transient-format is of networks that compute in float",
                "--arithmetic",
                integers,
                "--transient",
                "value",
                "--transient-one",
                "--transient-format",
                "Q7.8");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused("--transient needs either --transient-rate or --transient-one", "--transient", "value");
        refused(
                "--transient needs either --transient-rate or --transient-one",
                "--transient",
                "value",
                "--transient-one",
                "--transient-rate",
                "1e-6");
        refused("--transient-one is of faults in what is computed: name by --transient", "--transient-one");
        refused(
                "--transient-rate has 2 rates, expected one beside the --rates",
                "--transient",
                "value",
                "--transient-rate",
                "1e-6,1e-5",
                "--rates",
                "1e-6");
        refused(
                "--estimator averaged is of faults in memory alone",
                "--transient",
                "value",
                "--transient-one",
                "--estimator",
                "averaged");
        refused(
                "int8 is chosen by all numbers",
                "--transient",
                "value",
                "--transient-one",
                "--transient-format",
                "int8");
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact(
                        "campaign", folder.resolve("hardened"), "--pilot", "--transient", "value", "--transient-one"));
        assertTrue(PROGRAM.err().contains("--transient is of campaigns"), PROGRAM.err());
    }
}
