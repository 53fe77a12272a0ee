package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.InProcess;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.NeuronProfile;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardenedSubjectTest {

    private static final String DATA = "fashion-mnist-small";
    private static final Normalisation NORMALISATION = Normalisation.none(1);

    @TempDir
    private Path folder;

    /** Networks under all schemes, as if they had been trained and hardened. */
    private void write(Backend backend) throws IOException {
        DataSet data = DataSets.open(DATA, folder);
        CheckpointInfo info = new CheckpointInfo(DATA, data.test().classNames(), NORMALISATION, Map.of());
        Architecture architecture = new Architecture("lenet5", Shape.of(32, 32, 1), 10);
        try (Network network = Models.create(architecture, backend, 1);
                EvaluationSet images = new EvaluationSet(backend, data.test().first(20), NORMALISATION, 20)) {
            NeuronProfile profile = NeuronProfile.measure(network, images);
            Graph plain = network.graph();
            for (Scheme scheme : Scheme.USUAL) {
                if (scheme != Scheme.FITRELU_HARD) {
                    network.transform(plain);
                    scheme.install(network, profile);
                    Checkpoint.save(new StudyFolder(folder).hardened(scheme.hardened()), network, info);
                }
            }
        }
    }

    @Test
    void onlyOutputsNearTheirBoundsAreWithinReach() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            write(backend);
            try (Subject subject = new HardenedSubject(folder, folder, backend);
                    EvaluationSet images = subject.images(10)) {
                Network network = subject.network(Scheme.FITRELU_SMOOTH);
                Tensor batch = images.first();
                fillBounds(network, 1e6f);
                assertEquals(new BoundReach(0, 0), BoundReach.of(network, batch));
                // All that is above 0 lies beyond a bound below.
                fillBounds(network, -1);
                BoundReach all = BoundReach.of(network, batch);
                assertEquals(positive(network, batch), all.outputs());
                assertTrue(all.vectors() > all.outputs());
            }
        }
    }

    private static void fillBounds(Network network, float value) {
        for (Site site : network.sites()) {
            float[] bounds = network.bounds(site);
            Arrays.fill(bounds, value);
            network.parameter(site.boundsName()).value().upload(bounds);
        }
    }

    /** Share of the activations' inputs that are above 0. */
    private static double positive(Network network, Tensor images) {
        int[] counts = new int[2];
        Set<String> sites = network.sites().stream().map(Site::name).collect(Collectors.toSet());
        try (Tape tape = Tape.inference(network.backend())) {
            Forward.of(
                    network,
                    Pass.observed(tape, (node, x) -> {
                        if (sites.contains(node.name())) {
                            for (float value : x.toArray()) {
                                counts[value > 0 ? 1 : 0]++;
                            }
                        }
                    }),
                    images);
        }
        return counts[1] / (double) (counts[0] + counts[1]);
    }

    private static float[] bounds(Network network) {
        return network.bounds(network.sites().getFirst());
    }

    @Test
    void theHardFitReluHasTheBoundsOfTheSmoothOne() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            write(backend);
            try (Subject subject = new HardenedSubject(folder, folder, backend)) {
                float[] smooth = bounds(subject.network(Scheme.FITRELU_SMOOTH));
                Network hard = subject.network(Scheme.FITRELU_HARD);
                assertEquals(Policy.ZERO, hard.sites().getFirst().bound().policy());
                assertArrayEquals(smooth, bounds(hard));
            }
        }
    }

    /** Fewer would be timed under the wrong label. */
    @Test
    void aBatchBeyondTheTestSetIsRefused() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            write(backend);
            int size = DataSets.open(DATA, folder).test().size();
            try (Subject subject = new HardenedSubject(folder, folder, backend)) {
                subject.images(size).close();
                String message = assertThrows(IllegalArgumentException.class, () -> subject.images(size + 1))
                        .getMessage();
                assertTrue(message.contains(size + 1 + " images") && message.contains(size + " of"), message);
            }
        }
    }

    @Test
    void everySchemeIsValidatedOnTestImages() throws Exception {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            write(backend);
        }
        InferenceBenchmark state = new InferenceBenchmark();
        state.study = folder.toString();
        state.dataDir = folder.toString();
        state.batch = 3;
        state.device = "cpu";
        state.threads = 1;
        state.prepare();
        try {
            assertEquals(Set.of("round"), state.validated());
        } finally {
            state.close();
        }
    }

    @Test
    void aSchemeThatIsMissingIsNamedInOneLine() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            write(backend);
        }
        Files.delete(new StudyFolder(folder).hardened("clip-act"));
        InProcess program = new InProcess();
        assertEquals(1, program.fitact("bench", "hardened", folder));
        assertEquals(1, program.err().lines().count(), program.err());
        assertTrue(program.err().contains("hardened-clip-act.safetensors is missing"), program.err());
    }
}
