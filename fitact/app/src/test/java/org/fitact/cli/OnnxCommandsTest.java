package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.InProcess;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code export}, on a network that PyTorch made and exported (make.py lies beside it). */
class OnnxCommandsTest {

    private static final String PYTORCH = "../../nn/src/test/resources/org/fitact/nn/onnx/residual.onnx";
    private static final String OTHER_SIZE = "../../nn/src/test/resources/org/fitact/nn/onnx/plain.onnx";

    private static final String HOSTILE_NAME = "../../nn/src/test/resources/org/fitact/nn/onnx/cases/c1-escape.onnx";

    private final InProcess program = new InProcess();

    @TempDir
    private Path folder;

    private String run;

    @BeforeEach
    void nameFolder() {
        run = folder.resolve("run").toString();
    }

    private JsonNode done(Object... arguments) throws IOException {
        program.done(arguments);
        return new ObjectMapper().readTree(program.out());
    }

    private JsonNode imported() throws IOException {
        return imported("fashion-mnist-few");
    }

    private JsonNode imported(String data) throws IOException {
        return done("import", PYTORCH, "--data", data, "--mean", "0.286", "--sd", "0.353", "--out", run, "--json");
    }

    @Test
    void whatIsImportedHasTheAccuracyThatPyTorchMeasured() throws IOException {
        JsonNode result = imported("fashion-mnist-small");
        assertEquals(0.7410, result.path("testAccuracy").doubleValue(), 0.001);
        assertEquals("residual", result.path("model").textValue());
        assertTrue(Files.exists(Path.of(run, "model.safetensors")));
    }

    /** The normalisation and the data set come with the exported file. */
    @Test
    void whatIsExportedCanBeImportedWithoutFurtherOptions() throws IOException {
        imported("fashion-mnist-small");
        String file = folder.resolve("again.onnx").toString();
        JsonNode exported = done("export", run, "--out", file, "--json");
        assertEquals("[batch, 1, 32, 32]", exported.path("input").textValue());
        JsonNode again = done("import", file, "--out", folder.resolve("again").toString(), "--json");
        assertEquals(0.7410, again.path("testAccuracy").doubleValue(), 0.001);
        assertEquals("mean 0.286 sd 0.353", again.path("normalisation").textValue());
    }

    /** Names of input and output, classes, scheme and program come through; {@code --explain} shows them. */
    @Test
    void whatIsExportedSaysWhatItIs() throws IOException {
        imported();
        done("harden", run, "--schemes", "ranger", "--json");
        String file = folder.resolve("hardened.onnx").toString();
        JsonNode names = done("export", run, "--scheme", "ranger", "--out", file, "--json")
                .path("names");
        JsonNode before = done("import", PYTORCH, "--explain", "--json");
        JsonNode found = done("import", file, "--explain", "--json");
        assertEquals(
                before.path("inputs").path(0).textValue().split(" ")[0],
                names.path("input").textValue());
        assertEquals(
                names.path("input").textValue(),
                found.path("inputs").path(0).textValue().split(" ")[0]);
        assertEquals(
                names.path("output").textValue(),
                found.path("outputs").path(0).textValue().split(" ")[0]);
        assertEquals(0, found.path("network").path("neurons").asInt(-1), "all that can be bounded is");
        assertEquals(0, program.fitact("import", file, "--explain"), program::err);
        assertTrue(program.out().contains("bounded already: "), program.out());
        JsonNode notes = found.path("notes");
        assertEquals("ranger", notes.path("protection.scheme").textValue());
        assertTrue(notes.path("data.classes").textValue().startsWith("[\"T-shirt"), notes::toString);
        assertFalse(notes.path("fitact.version").textValue().isEmpty());
    }

    @Test
    void aFileIsExplained() throws IOException {
        assertEquals(0, program.fitact("import", PYTORCH, "--explain"), program::err);
        for (String line : List.of("opset ", "operators: ", "initialisers: ", "network: images 32x32x1, 10 logits, ")) {
            assertTrue(program.out().contains(line), program.out());
        }
        assertEquals(3, program.fitact("import", HOSTILE_NAME, "--explain"), program::err);
        assertTrue(program.out().contains("it cannot be imported:"), program.out());
        assertFalse(program.out().contains("\u001b"), program.out());
    }

    /** A network whose labels are others is wrong about every image, and nothing else would tell. */
    @Test
    void classesThatAreOthers() throws IOException {
        imported();
        Path file = folder.resolve("others.onnx");
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network =
                        Checkpoint.read(new StudyFolder(Path.of(run)).model()).load(backend)) {
            Map<String, String> notes = Map.of("data.classes", "[\"T-shirt/top\", \"Pullover\"]");
            OnnxExport.write(file, network, ExportOptions.DEFAULT, notes);
        }
        assertEquals(
                1,
                program.fitact(
                        "import",
                        file.toString(),
                        "--data",
                        "fashion-mnist-small",
                        "--out",
                        folder.resolve("again").toString()));
        assertTrue(
                program.err().contains("data.classes 1 is 'Pullover', expected 'Trouser' as the data set has"),
                program.err());
    }

    @Test
    void aHardenedNetworkIsExportedAndNotHardenedAgain() throws IOException {
        imported();
        done("harden", run, "--schemes", "ranger", "--json");
        String file = folder.resolve("hardened.onnx").toString();
        done("export", run, "--scheme", "ranger", "--out", file, "--json");
        assertEquals(
                1,
                program.fitact("import", file, "--out", folder.resolve("again").toString()));
        assertEquals(
                "fitact: " + file
                        + ": activation relu1 is bounded already, expected a ReLU, which protection can replace"
                        + System.lineSeparator(),
                program.err());
    }

    /** One line, without what a name in the file would do to a terminal, and nothing is left behind. */
    @Test
    void whatCannotBeImportedIsSaidInOneLine() {
        for (String file : List.of(HOSTILE_NAME, folder.toString(), "/")) {
            assertEquals(
                    1, program.fitact("import", file, "--data", "fashion-mnist-small", "--out", run), program::err);
            String message = program.err().strip();
            assertTrue(message.startsWith("fitact: " + file + ": "), message);
            assertFalse(message.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u202e'), message);
            assertFalse(Files.exists(Path.of(run)));
        }
    }

    @Test
    void anActivationThatIsNotAReluIsBoundedAndNotReplaced() throws IOException {
        imported();
        StudyFolder study = new StudyFolder(Path.of(run));
        Checkpoint trained = Checkpoint.read(study.model());
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network = trained.load(backend)) {
            String second = network.sites().get(1).name();
            network.transform(network.graph().withSite(second, site -> site.with(new Tanh())));
            Checkpoint.save(study.model(), network, trained.info());
        }
        done("harden", run, "--schemes", "none", "--json");
        assertEquals(1, program.fitact("harden", run, "--schemes", "none,tanh"));
        assertEquals(
                "fitact: " + study.model()
                        + ": activation layer1.0.relu is tanh, expected a ReLU, which is all that scheme "
                        + "tanh can replace" + System.lineSeparator(),
                program.err());
        assertFalse(Files.exists(study.hardened("tanh")));
        assertFalse(Files.exists(Path.of(run, "unfinished-tanh.safetensors")));
        done("harden", run, "--schemes", "fitrelu-naive,ranger", "--bound-logits", "--json");
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network =
                        Checkpoint.read(study.hardened("fitrelu-naive")).load(backend)) {
            List<Site> sites = network.sites();
            assertTrue(sites.get(1).bound().twoSided());
            assertFalse(sites.get(2).bound().twoSided());
            assertEquals(Site.Kind.LOGITS, sites.getLast().kind());
        }
        Path file = Path.of(run, "hardened.onnx");
        done("export", run, "--scheme", "ranger", "--out", file.toString(), "--json");
    }

    /** Other places are another network: it is hardened anew, and the first one again when it is asked for. */
    @Test
    void thePlacesOfBoundsAreAPartOfWhatAHardenedNetworkIs() throws IOException {
        imported();
        StudyFolder study = new StudyFolder(Path.of(run));
        done("harden", run, "--schemes", "ranger", "--json");
        byte[] usual = Files.readAllBytes(study.hardened("ranger"));
        done("harden", run, "--schemes", "ranger", "--bound-logits", "--json");
        assertFalse(Arrays.equals(usual, Files.readAllBytes(study.hardened("ranger"))));
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network = Checkpoint.read(study.hardened("ranger")).load(backend)) {
            assertEquals(Site.Kind.LOGITS, network.sites().getLast().kind());
        }
        assertEquals(2, program.fitact("harden", run, "--schemes", "none", "--bound-logits"), "which no scheme reads");
    }

    @Test
    void boundsThatWereTrainedInVainAreSaidToBeThoseOfTheProfile() throws IOException {
        imported();
        JsonNode details = done(
                        "harden", run, "--schemes", "fitact", "--post-epochs", "1", "--post-rate", "1", "--json")
                .path("fitact")
                .path("details");
        assertEquals(0, details.path("stepOfResult").intValue(), details::toString);
        assertEquals(details.path("meanSquareBoundBefore"), details.path("meanSquareBoundAfter"));
        assertTrue(
                program.err()
                        .contains(
                                "fitact: warning: fitact lost more than δ by the first check of post-training, after "),
                program.err());
        done("harden", run, "--schemes", "fitact", "--post-epochs", "1", "--post-rate", "1e-4", "--json");
        assertFalse(program.err().contains("the first check"), program.err());
    }

    /** A bound of 0.01 cuts nearly everything; ranger's cut nothing that was profiled. */
    @Test
    void aSchemeThatCostsMuchWithoutFaultsSaysSo() throws IOException {
        imported();
        JsonNode hardened = done("harden", run, "--schemes", "none,ranger,gbrelu", "--bound", "0.01", "--json");
        JsonNode loss = hardened.path("gbrelu").path("faultFree");
        assertTrue(loss.path("tooLarge").booleanValue(), hardened::toString);
        assertEquals(0.02, loss.path("allowed").doubleValue(), 1e-12);
        assertEquals(0.74, loss.path("unprotected").doubleValue(), 0.06);
        assertFalse(hardened.path("ranger").path("faultFree").path("tooLarge").booleanValue(), hardened::toString);
        assertEquals(
                1,
                program.err()
                        .lines()
                        .filter(line -> line.startsWith("fitact: warning: "))
                        .count());
        assertTrue(program.err().contains("fitact: warning: gbrelu costs "), program.err());
        done("harden", run, "--schemes", "gbrelu", "--bound", "0.01", "--json");
        assertTrue(program.err().contains("fitact: warning: gbrelu costs "), "said again of what was done before");

        JsonNode results = done(
                "campaign",
                run,
                "--schemes",
                "none,ranger,gbrelu",
                "--rates",
                "1e-6",
                "--trials",
                "2",
                "--images",
                "10",
                "--json");
        assertEquals("gbrelu", results.path("faultFree").path(1).path("scheme").textValue());
        assertTrue(results.path("faultFree").path(1).path("tooLarge").booleanValue(), results::toString);
        assertEquals("test", results.path("faultFree").path(1).path("images").textValue());
        String page = Files.readString(Path.of(run, "report.html"));
        assertEquals(1, page.split("<p class=\"warning\">gbrelu costs ", -1).length - 1);
        assertFalse(page.contains("<p class=\"warning\">ranger"));
    }

    /** At 1e-5 the trials of {@code none} differ by more than those of {@code ranger}; at 1e-9 nothing is hit. */
    @Test
    void aPilotLooksAtEverySchemeAtEveryRate() throws IOException {
        imported();
        done("harden", run, "--schemes", "none,ranger", "--json");
        String[] pilot = {
            "campaign", run, "--pilot", "--rates", "1e-9,1e-5", "--half-width", "0.05", "--images", "60", "--json"
        };
        JsonNode plan = done((Object[]) pilot);
        assertEquals(2, plan.path("schemes").size());
        int most = 0;
        for (JsonNode scheme : plan.path("schemes")) {
            assertEquals(1e-5, scheme.path("hardestRate").doubleValue(), scheme::toString);
            most = Math.max(most, scheme.path("trialsNeeded").intValue());
        }
        JsonNode proposal = plan.path("proposal");
        assertTrue(proposal.path("trials").intValue() >= most, plan::toString);
        assertTrue(proposal.path("images").intValue() >= 50, plan::toString);
        assertTrue(proposal.path("reachesTarget").booleanValue(), plan::toString);
        assertTrue(plan.path("unseen").path("trialsNeeded").intValue() > 0, plan::toString);
        assertEquals(0, program.fitact((Object[]) Arrays.copyOf(pilot, pilot.length - 1)), program::err);
        assertTrue(program.out().contains("for all: --trials "), program.out());
        assertTrue(program.out().contains("in one of 50 is missed with a probability of 78 %"), program.out());
        assertFalse(Files.exists(Path.of(run, "trials.db")));
    }

    @Test
    void whatCannotBeImportedIsOneLine() {
        assertEquals(2, program.fitact("import", PYTORCH, "--out", run));
        assertTrue(program.err().contains("does not say what it was trained on: add --data"), program.err());
        assertEquals(1, program.fitact("import", OTHER_SIZE, "--data", "fashion-mnist-small", "--out", run));
        assertTrue(program.err().contains("network is one for 28x28x1 images"), program.err());
        assertEquals(
                2, program.fitact("import", PYTORCH, "--data", "fashion-mnist-small", "--mean", "0.3", "--out", run));
        assertTrue(program.err().contains("--sd is missing"), program.err());
        assertEquals(
                2,
                program.fitact(
                        "import",
                        PYTORCH,
                        "--data",
                        "fashion-mnist-small",
                        "--mean",
                        "0.3,0.3,0.3",
                        "--sd",
                        "0.4",
                        "--out",
                        run));
        assertTrue(
                program.err().contains("--mean is 0.3,0.3,0.3, expected 1 number, one for each channel of"),
                program.err());
        assertEquals(1, program.fitact("import", "../../pom.xml", "--data", "fashion-mnist-small", "--out", run));
        assertTrue(program.err().startsWith("fitact: ../../pom.xml: "), program.err());
        assertTrue(Files.notExists(Path.of(run)));
    }
}
