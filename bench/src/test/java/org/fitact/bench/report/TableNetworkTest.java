package org.fitact.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fitact.InProcess;
import org.fitact.bench.HardenedFolder;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.cli.value.UserError;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bench table1 --networks} takes, and what it says of what it does not. */
class TableNetworkTest {

    @TempDir
    private Path root;

    private Path folder;
    private StudyFolder study;
    private final InProcess program = new InProcess();

    @BeforeEach
    void harden() throws IOException {
        folder = root.resolve("mine");
        study = new StudyFolder(Files.createDirectory(folder));
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            HardenedFolder.write(folder, backend);
        }
    }

    @Test
    void isAsItsFolderSays() throws IOException {
        Files.copy(study.hardened("clip-act"), study.hardened("gbrelu"));
        TableNetwork network = TableNetwork.trained(folder, Set.of());
        assertEquals("lenet5", network.model());
        assertEquals(10, network.classes());
        assertEquals(HardenedFolder.DATA, network.data());
        assertEquals("lenet5, trained (mine)", network.label());
        assertEquals(folder.toString(), network.parameter());
        assertEquals(Optional.empty(), network.paper());
        assertEquals(
                List.of(
                        Scheme.RELU,
                        Scheme.FITRELU_SMOOTH,
                        Scheme.FITRELU_HARD,
                        Scheme.CLIP_ACT,
                        Scheme.RANGER,
                        Scheme.GBRELU),
                network.schemes());
        assertEquals(
                List.of(Scheme.RELU, Scheme.FITRELU_SMOOTH, Scheme.RANGER),
                TableNetwork.trained(folder, Set.of(Scheme.RANGER)).schemes(),
                "the paper's columns are always there");
        MemoryRow stored = MemoryRow.of(network);
        // Of images of 32 × 32: 28² · 6 + 10² · 16 + 120 + 84, as many as FitAct has bounds.
        assertEquals(6508, stored.bounds(Granularity.NEURON));
        assertEquals(4, stored.bounds(Granularity.LAYER));
    }

    @Test
    void oneWithRandomWeightsIsThePapers() {
        TableNetwork network = TableNetwork.random("vgg16", 100, Scheme.USUAL);
        assertEquals("VGG16", network.label());
        assertEquals(InferenceBenchmark.RANDOM, network.parameter());
        assertEquals(5.97, network.paper().orElseThrow().runtime());
        assertEquals("vgg16, 100 classes", network.toString());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertRefused(
                UserError.class,
                "hardened-proact.safetensors is missing",
                "--schemes none,fitact,proact",
                Scheme.PROACT);
        Files.delete(study.hardened("none"));
        assertRefused(UserError.class, "hardened-none.safetensors is missing", "--schemes none,fitact");
        assertTrue(assertThrows(UserError.class, () -> TableNetwork.trained(root.resolve("nowhere"), Set.of()))
                .getMessage()
                .endsWith("nowhere: no such folder, expected one with a network that fitact harden left"));
    }

    @Test
    void aDamagedFileIsRefusedAndSoIsAnotherNetworks() throws IOException {
        Path ranger = study.hardened("ranger");
        Path elsewhere = Files.createDirectory(root.resolve("other"));
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            HardenedFolder.write(elsewhere, backend, "vgg-small");
        }
        Files.delete(ranger);
        Files.copy(new StudyFolder(elsewhere).hardened("ranger"), ranger);
        assertRefused(InvalidFileException.class, "hardened-ranger.safetensors: network is vgg-small", "lenet5");
        Files.writeString(ranger, "no checkpoint");
        assertRefused(InvalidFileException.class, "hardened-ranger.safetensors", "expected");
    }

    /** Not the paper's FitAct, whose bounds are one for each neuron. */
    @Test
    void fitActByChannelsIsRefused() throws IOException {
        Checkpoint none = Checkpoint.read(study.hardened("none"));
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network = none.load(backend)) {
            Bound bound = new Bound(Policy.SMOOTH, Granularity.CHANNEL, 20);
            network.transform(
                    network.graph().withSites(site -> site.bounded(bound)),
                    spec -> new float[spec.shape().elements()]);
            Checkpoint.save(study.hardened("fitact"), network, none.info());
        }
        assertRefused(
                InvalidFileException.class, "hardened-fitact.safetensors: bound of", "one for each channel, expected");
    }

    private void assertRefused(Class<? extends Exception> type, String begin, String end, Scheme... wanted) {
        String message = assertThrows(type, () -> TableNetwork.trained(folder, Set.of(wanted)))
                .getMessage();
        assertTrue(message.contains(begin) && message.contains(end), message);
    }

    /** Before a JVM is forked, each in one line. */
    @Test
    void theCommandSaysWhatItCannotTime() throws IOException {
        Path same = Files.createDirectories(root.resolve("b/mine"));
        try (Backend backend = Backends.cpu(new BackendOptions(1))) {
            HardenedFolder.write(same, backend);
        }
        assertSaid(2, "expected folders of different names", "--networks", folder + "," + same);
        assertSaid(2, "--batch is 60000, expected at most the", "--networks", folder, "--batch", 60000);
        assertSaid(2, "--schemes is gbrelu, expected one that can be timed with random weights", "--schemes", "gbrelu");
        assertSaid(1, "hardened-gbrelu.safetensors is missing", "--networks", folder, "--schemes", "gbrelu");
        assertSaid(1, "nowhere: no such folder", "--networks", root.resolve("nowhere"));
    }

    private void assertSaid(int code, String expected, Object... words) {
        Object[] line = new Object[words.length + 4];
        System.arraycopy(new Object[] {"bench", "table1", "--out", root.resolve("out")}, 0, line, 0, 4);
        System.arraycopy(words, 0, line, 4, words.length);
        assertEquals(code, program.fitact(line), program::err);
        String said = program.err()
                .lines()
                .filter(one -> !one.contains("something else is running"))
                .toList()
                .toString();
        assertTrue(said.contains(expected), said);
        assertTrue(Files.notExists(root.resolve("out")));
    }
}
