package org.fitact.bench.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.model.Models;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.plan.Plan;
import org.fitact.protect.Protections;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks go through everything; a peer that says something else is heard. */
class NetworkProofTest {

    private static final Backend BACKEND = Backends.cpu(BackendOptions.defaults());

    @TempDir
    private Path folder;

    private Path file;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @BeforeEach
    void aSmallNetwork() throws IOException {
        file = folder.resolve("small.onnx");
        Architecture architecture = new Architecture("lenet5", Shape.of(32, 32, 3), 10);
        try (Network network = Models.create(architecture, BACKEND, 1)) {
            OnnxExport.write(file, network, ExportOptions.DEFAULT, Map.of());
        }
    }

    /** This program's own logits, in place of another engine's. */
    private static float[] ours(Path file, Tensor images) throws IOException {
        try (Network network = OnnxImport.read(file, "peer").load(BACKEND);
                Plan plan = Plan.of(network, images.shape().extent(0), false)) {
            return plan.logits(images);
        }
    }

    private NetworkRow row(PeerLogits peer) throws IOException {
        NetworkProof.Settings settings = new NetworkProof.Settings(
                DataSets.open("fashion-mnist-small", folder).train(),
                3,
                List.of(Protections.named("ranger"), Protections.named("fitact-hard")),
                1e-4,
                2);
        return new NetworkProof(BACKEND, peer, settings, folder).of(file, _ -> {});
    }

    @Test
    void goesThroughEverything() throws IOException {
        NetworkRow row = row(NetworkProofTest::ours);
        assertEquals("", row.refused());
        assertTrue(row.holds(NetworksReport.TOLERANCE), row.toString());
        assertEquals("small", row.network());
        assertEquals("4 relu", row.activations());
        assertTrue(row.unprotected() < 1, "faults hurt the network without protection: " + row.unprotected());
        assertEquals(
                List.of("ranger", "fitact-hard"),
                row.schemes().stream().map(NetworkRow.Hardened::scheme).toList());
        assertEquals(1, row.schemes().getFirst().kept(), "nothing is above what was profiled");
    }

    @Test
    void aPeerThatSaysSomethingElseIsHeard() throws IOException {
        NetworkRow row = row((onnx, images) -> {
            float[] logits = ours(onnx, images);
            logits[7] += 1e-2f;
            return logits;
        });
        assertFalse(row.holds(NetworksReport.TOLERANCE), row.toString());
        assertTrue(row.difference() > 1e-3, row.toString());
    }

    @Test
    void aFileThatIsRefused() throws IOException {
        Files.write(file, new byte[] {0x3a, 0});
        NetworkRow row = row(NetworkProofTest::ours);
        assertTrue(row.refused().startsWith("opset_import of the standard operators is []"), row.refused());
        assertFalse(row.holds(NetworksReport.TOLERANCE));
    }

    /** A network of features that a flatten by hand has left, say. */
    @Test
    void imagesThatNoDataSetHasAreSaidInOneLine() throws IOException {
        for (Shape image : List.of(Shape.of(32, 32, 10), Shape.of(32, 28, 3))) {
            Architecture architecture = new Architecture("lenet5", image, 10);
            try (Network network = Models.create(architecture, BACKEND, 1)) {
                OnnxExport.write(file, network, ExportOptions.DEFAULT, Map.of());
            }
            assertEquals(
                    "the network takes images of " + image
                            + " (height, width, channels), expected square ones of 1 or 3 channels",
                    row(NetworkProofTest::ours).refused());
        }
    }

    /** The other networks are still looked at. */
    @Test
    void aFailureIsOfOneNetwork() throws IOException {
        NetworkRow row = row((_, _) -> {
            throw new IllegalStateException("of the peer");
        });
        assertEquals("failed: java.lang.IllegalStateException: of the peer", row.refused());
    }

    @Test
    void differencesAreSharesOfTheLargest() {
        assertEquals(0.25, NetworkProof.difference(new float[] {1, -4}, new float[] {2, -4}));
        assertEquals(0, NetworkProof.difference(new float[] {0, 0}, new float[] {0, 0}));
        assertEquals(Double.POSITIVE_INFINITY, NetworkProof.difference(new float[] {0}, new float[] {1}));
        assertEquals(Double.POSITIVE_INFINITY, NetworkProof.difference(new float[] {1}, new float[] {Float.NaN}));
    }
}
