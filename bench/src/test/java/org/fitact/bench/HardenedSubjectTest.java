package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.InProcess;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardenedSubjectTest {

    @TempDir
    private Path folder;

    @Test
    void onlyOutputsNearTheirBoundsAreWithinReach() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            HardenedFolder.write(folder, backend);
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
            HardenedFolder.write(folder, backend);
            try (Subject subject = new HardenedSubject(folder, folder, backend)) {
                float[] smooth = bounds(subject.network(Scheme.FITRELU_SMOOTH));
                Network hard = subject.network(Scheme.FITRELU_HARD);
                assertEquals(Policy.ZERO, hard.sites().getFirst().bound().policy());
                assertArrayEquals(smooth, bounds(hard));
            }
        }
    }

    /** Where it was hardened for itself. */
    @Test
    void theHardFitReluHasItsOwnBoundsIfThereAreSome() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            HardenedFolder.write(folder, backend);
            StudyFolder study = new StudyFolder(folder);
            assertEquals(study.hardened("fitact"), HardenedSubject.file(study, Scheme.FITRELU_HARD));
            Checkpoint smooth = Checkpoint.read(study.hardened("fitact"));
            try (Network network = smooth.load(backend)) {
                fillBounds(network, 3);
                Checkpoint.save(study.hardened("fitact-hard"), network, smooth.info());
            }
            try (Subject subject = new HardenedSubject(folder, folder, backend)) {
                Network hard = subject.network(Scheme.FITRELU_HARD);
                assertEquals(Policy.ZERO, hard.sites().getFirst().bound().policy());
                assertEquals(3, bounds(hard)[0]);
            }
        }
    }

    /** Fewer would be timed under the wrong label. */
    @Test
    void aBatchBeyondTheTestSetIsRefused() throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            HardenedFolder.write(folder, backend);
            int size = DataSets.open(HardenedFolder.DATA, folder).test().size();
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
            HardenedFolder.write(folder, backend);
        }
        StudyFolder study = new StudyFolder(folder);
        Files.copy(study.hardened("clip-act"), study.hardened("gbrelu")); // one that random weights are not timed with
        InferenceBenchmark state = new InferenceBenchmark();
        state.schemes = "none:fitact:fitact-hard:clip-act:ranger:gbrelu";
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
            HardenedFolder.write(folder, backend);
        }
        Files.delete(new StudyFolder(folder).hardened("clip-act"));
        InProcess program = new InProcess();
        assertEquals(1, program.fitact("bench", "hardened", folder));
        assertEquals(1, program.err().lines().count(), program.err());
        assertTrue(program.err().contains("hardened-clip-act.safetensors is missing"), program.err());
    }
}
