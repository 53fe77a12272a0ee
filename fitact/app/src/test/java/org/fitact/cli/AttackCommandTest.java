package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fitact.InProcess;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An attack on a residual network that was imported, and what other commands take from it. */
class AttackCommandTest {

    private static final String NETWORK = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final InProcess PROGRAM = new InProcess();

    @TempDir
    private static Path folder;

    private static Path hardened;

    private static JsonNode attack(String out, Object... more) throws IOException {
        Object[] all = {
            "attack",
            hardened,
            "--flips",
            3,
            "--images",
            12,
            "--test-images",
            20,
            "--random-draws",
            2,
            "--out",
            folder.resolve(out)
        };
        PROGRAM.done(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
        return json(folder.resolve(out).resolve("attack.json"));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @BeforeAll
    static void harden() {
        Path trained = folder.resolve("trained");
        hardened = folder.resolve("hardened");
        PROGRAM.done(
                "import", NETWORK, "--data", "fashion-mnist-small", "--mean", 0.286, "--sd", 0.353, "--out", trained);
        PROGRAM.done("harden", trained, "--schemes", "none", "--format", "int8", "--out", hardened);
    }

    /** The campaign that strikes the list finds the accuracies of the curve. */
    @Test
    void itsFlipsCanBeReplayed() throws IOException {
        JsonNode attack = attack("attack", "--schemes", "none,none+parity");
        assertTrue(PROGRAM.out().contains("12 training images"), PROGRAM.out());
        assertEquals(2, attack.get("schemes").size());
        Path replayed = folder.resolve("replayed");
        PROGRAM.done(
                "campaign",
                hardened,
                "--schemes",
                "none,none+parity",
                "--replay",
                folder.resolve("attack/flips.csv"),
                "--rates",
                "1e-9",
                "--images",
                20,
                "--out",
                replayed);
        for (int s = 0; s < 2; s++) {
            JsonNode scheme = attack.at("/schemes/" + s);
            JsonNode curve = scheme.get("curve");
            assertEquals(4, curve.size(), "no flips and three");
            assertEquals("FLIPS", scheme.get("end").textValue());
            assertTrue(scheme.get("untilChance").isNull());
            double sum = 0;
            for (int flips = 0; flips < 4; flips++) {
                JsonNode point = curve.get(flips);
                int correct = point.get("correct").intValue();
                Interval wilson = Proportion.wilson(correct, 20);
                assertEquals(wilson.low(), point.at("/ci95/0").doubleValue());
                assertEquals(wilson.high(), point.at("/ci95/1").doubleValue());
                sum += flips == 0 ? 0 : correct / 20.0;
                assertTrue(flips == 0
                        || point.get("loss").doubleValue()
                                > curve.get(flips - 1).get("loss").doubleValue());
            }
            JsonNode mean = json(replayed.resolve("results.json")).at("/schemes/" + s + "/points/0/mean");
            assertEquals(sum / 3, mean.doubleValue(), 1e-9);
            JsonNode last = scheme.at("/random/2");
            assertEquals(3, last.get("flips").intValue());
            assertTrue(last.at("/ci95/0").doubleValue() < last.at("/ci95/1").doubleValue());
            for (JsonNode flip : scheme.get("made")) {
                assertTrue(flip.get("tensor").textValue().endsWith(".weight"), flip.toString());
                assertTrue(flip.get("slope").doubleValue() > 0, flip.toString());
            }
        }
        for (String file :
                List.of("attack.csv", "attack.md", "attack.html", "figures/attack.svg", "figures/attack.png")) {
            assertTrue(Files.size(folder.resolve("attack").resolve(file)) > 100, file);
        }
        assertNotEquals(0, PROGRAM.fitact("attack", hardened, "--out", folder.resolve("attack")));
        assertTrue(PROGRAM.err().contains("choose another --out"), PROGRAM.err());
    }

    /** Who does not know of the code makes the same flips as where there is none, and some are detected; who does makes others. */
    @Test
    void whoKnowsOfACodeMakesOtherFlips() throws IOException {
        JsonNode unaware = attack("radar", "--schemes", "none,none+radar:8");
        JsonNode none = unaware.at("/schemes/0");
        JsonNode coded = unaware.at("/schemes/1");
        assertEquals(none.get("made"), coded.get("made"));
        assertTrue(none.at("/curve/3/reading").isNull());
        JsonNode counts = coded.at("/curve/3/reading");
        assertTrue(counts.get("detected").intValue() >= 1, counts.toString());
        assertTrue(coded.at("/memory/beside").longValue() > 0);
        JsonNode aware = attack("aware", "--schemes", "none+radar:8", "--aware").at("/schemes/0");
        assertNotEquals(coded.get("made"), aware.get("made"));
    }

    @Test
    void itEndsAtChance() throws IOException {
        JsonNode scheme =
                attack("chance", "--schemes", "none", "--chance-margin", 0.5).at("/schemes/0");
        assertEquals("CHANCE", scheme.get("end").textValue());
        int flips = scheme.get("untilChance").intValue();
        assertEquals(flips, scheme.get("made").size());
        assertTrue(scheme.get("curve").get(flips).get("accuracy").doubleValue() <= 0.6);
    }

    /** From what an interrupted attack had written: the first flips of a scheme, or a scheme and the flips of the next. */
    @Test
    void itGoesOnWhereItWas() throws IOException {
        JsonNode whole = attack("whole", "--schemes", "none,none+parity");
        Path out = folder.resolve("whole");
        Path state = out.resolve("attack-state.json");
        assertNotEquals(0, PROGRAM.fitact("attack", hardened, "--out", out));
        assertTrue(PROGRAM.err().contains("add --resume"), PROGRAM.err());
        ObjectNode tree = (ObjectNode) json(state);
        ArrayNode schemes = (ArrayNode) tree.at("/state/schemes");
        assertEquals(3, schemes.get(0).get("flips").size());
        ((ArrayNode) schemes.get(1).get("flips")).remove(2);
        Files.writeString(state, tree.toString());
        Files.delete(out.resolve("attack.json"));
        PROGRAM.done("attack", hardened, "--out", out, "--resume");
        assertEquals(whole.get("schemes"), json(out.resolve("attack.json")).get("schemes"));
        schemes.remove(1);
        ((ArrayNode) schemes.get(0).get("flips")).remove(1);
        Files.writeString(state, tree.toString());
        PROGRAM.done("attack", hardened, "--out", out, "--resume");
        JsonNode other = json(out.resolve("attack.json")).get("schemes");
        assertEquals(whole.at("/schemes/0/curve/1"), other.at("/0/curve/1"));
        assertNotEquals(whole.at("/schemes/0/made/1"), other.at("/0/made/1"), "it goes on from what stands there");
        assertEquals(whole.at("/schemes/1"), other.at("/1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"address\":\\d+ | \"address\":123456789 | expected one that may be and is not yet",
                "\"bit\":\\d+ | \"bit\":9 | expected one that may be and is not yet",
                "\"words\":\"[0-9a-f]+ | \"words\":\"0 | the attack's memory under none is 0, expected",
                "\"aware\":false | \"aware\":true | the attack's aware is true, expected false",
                "\"nothingLeft\":false | \"nothingLeft\":7 | nothingLeft"
            })
    void aStateThatCannotBeIsRefused(String part, String other, String message) throws IOException {
        Path out = folder.resolve("broken");
        if (!Files.exists(out)) {
            attack("broken", "--schemes", "none");
            Files.copy(out.resolve("attack-state.json"), folder.resolve("sound.json"));
        }
        String text = Files.readString(folder.resolve("sound.json"));
        assertNotEquals(text, text.replaceFirst(part, other));
        Files.writeString(out.resolve("attack-state.json"), text.replaceFirst(part, other));
        assertNotEquals(0, PROGRAM.fitact("attack", hardened, "--out", out, "--resume"));
        assertEquals(1, PROGRAM.err().strip().lines().count(), PROGRAM.err());
        assertTrue(PROGRAM.err().contains("attack-state.json: "), PROGRAM.err());
        assertTrue(PROGRAM.err().contains(message), PROGRAM.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--images, 1000000, expected 1 to the",
        "--test-images, 9999, expected 1 to the",
        "--flips, 0, --flips is 0",
        "--candidates, word, value of --candidates",
        "--chance-margin, 0.6, --chance-margin is 0.6",
        "--kinds, norm, no stored parameter is of kinds",
        "--schemes, none+radar:1, expected groups of 2 to 4096 words",
    })
    void badInputIsOneLine(String option, String value, String expected) {
        Path out = folder.resolve("bad");
        assertNotEquals(0, PROGRAM.fitact("attack", hardened, option, value, "--out", out));
        assertEquals(1, PROGRAM.err().strip().lines().count(), PROGRAM.err());
        assertTrue(PROGRAM.err().contains(expected), PROGRAM.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void whoKnowsOfNoCodeIsTold() {
        assertEquals(Main.MISUSED, PROGRAM.fitact("attack", hardened, "--schemes", "none", "--aware"));
        assertTrue(PROGRAM.err().contains("no scheme has one"), PROGRAM.err());
    }
}
