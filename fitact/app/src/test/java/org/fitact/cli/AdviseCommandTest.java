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

/** An advice on a network that knows nothing: what it loses is as little, so wide limits are held. */
class AdviseCommandTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    private static Path hardened() {
        return folder.resolve("hardened");
    }

    private static int advise(String out, Object... more) {
        Object[] all = {
            "advise",
            hardened(),
            "--rate",
            1e-3,
            "--formats",
            "auto16",
            "--codes",
            "none,guard",
            "--trials",
            4,
            "--images",
            20,
            "--out",
            folder.resolve(out)
        };
        return PROGRAM.fitact(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
    }

    private static JsonNode json(String out) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("advice.json").toFile());
    }

    @BeforeAll
    static void harden() {
        Path trained = folder.resolve("trained");
        assertEquals(
                0,
                PROGRAM.fitact(
                        "import",
                        NETWORK,
                        "--data",
                        "fashion-mnist-small",
                        "--mean",
                        0.286,
                        "--sd",
                        0.353,
                        "--out",
                        trained),
                PROGRAM::err);
        assertEquals(0, PROGRAM.fitact("harden", trained, "--schemes", "none", "--out", hardened()), PROGRAM::err);
    }

    @Test
    void recommendsConfirmsAndGoesOn() throws IOException {
        assertEquals(0, advise("wide", "--loss", 100, "--time", 1000, "--memory", 10), PROGRAM::err);
        JsonNode advice = json("wide");
        assertEquals(2, advice.path("assessments").size());
        assertEquals(2, advice.at("/confirmation/seed").intValue());
        assertEquals(0, advice.at("/confirmation/sharedImages").asInt(-1));
        String command = advice.path("command").textValue();
        assertTrue(command.startsWith("fitact campaign " + hardened() + " --format auto16 --schemes none"), command);
        assertTrue(command.contains("--rates 0.001 --trials 4 --images 20 --seed 3"), command);
        assertTrue(PROGRAM.out().contains(command), PROGRAM::out);
        assertTrue(PROGRAM.err().contains("not tried, since they are not hardened: ranger"), PROGRAM::err);

        assertEquals(Main.MISUSED, advise("wide"));
        assertTrue(PROGRAM.err().contains("add --resume to go on with that advice"), PROGRAM::err);
        assertEquals(
                0,
                PROGRAM.fitact("advise", hardened(), "--resume", "--out", folder.resolve("wide"), "--json"),
                PROGRAM::err);
        JsonNode again = new ObjectMapper().readTree(PROGRAM.out());
        assertEquals(advice.at("/confirmation/assessment/lossCi95"), again.at("/confirmation/assessment/lossCi95"));
        // What was tried in a format is a campaign like any other.
        assertEquals(0, PROGRAM.fitact("report", folder.resolve("wide/formats/auto16")), PROGRAM::err);
    }

    @Test
    void saysWhatIsMissing() {
        Path trained = folder.resolve("trained");
        assertEquals(Main.FAILED, PROGRAM.fitact("advise", trained, "--out", folder.resolve("x")));
        assertTrue(PROGRAM.err().contains("hardened-none.safetensors is missing"), PROGRAM::err);
        assertEquals(
                Main.MISUSED,
                PROGRAM.fitact("advise", hardened(), "--images", 10_000_000, "--out", folder.resolve("x")),
                PROGRAM::err);
        assertTrue(PROGRAM.err().contains("--images is 10000000"), PROGRAM::err);
        assertFalse(Files.exists(folder.resolve("x")));
    }
}
