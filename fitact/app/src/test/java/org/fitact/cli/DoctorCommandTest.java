package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.fitact.InProcess;
import org.fitact.nn.image.source.DataSets;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.get("name").asText())
                .toList();
    }

    @Test
    void jsonHoldsTheMachineTheBackendsAndTheDataSets() throws IOException {
        assertEquals(0, program.fitact("doctor", "--json", "--data-dir", folder.toString()));
        JsonNode json = new ObjectMapper().readTree(program.out());
        assertTrue(json.get("threads").asInt() >= 1);
        assertEquals(BuildInfo.version(), json.get("version").asText());
        JsonNode machine = json.get("machine");
        assertEquals(
                Runtime.getRuntime().availableProcessors(), machine.get("cores").asInt());
        assertTrue(machine.get("jdk").asText().contains(Runtime.version().toString()));
        assertTrue(machine.get("memoryBytes").asLong() > 1L << 20);
        assertEquals(Backends.providers().stream().map(BackendProvider::name).toList(), names(json.get("backends")));
        assertEquals(DataSets.names(), names(json.get("dataSets")));
        assertEquals(3, json.get("gpu").get("libraries").size());
    }

    @Test
    void textSaysWhereEachDataSetIs() throws IOException {
        Path cifar = Files.createDirectories(folder.resolve("cifar10/cifar-10-batches-bin"));
        for (String file : DataSets.named("cifar10").files()) {
            Files.createFile(cifar.resolve(file));
        }
        assertEquals(0, program.fitact("doctor", "--data-dir", folder.toString()));
        assertTrue(program.out().contains("cifar10: " + cifar), program.out());
        assertTrue(program.out().contains("cifar100: not in " + folder + "; fitact data get cifar100"), program.out());
        assertTrue(program.out().contains("fashion-mnist-small: embedded"), program.out());
    }

    @Test
    void outSavesTheSameJson() throws IOException {
        Path target = folder.resolve("new/folder");
        assertEquals(0, program.fitact("doctor", "--json", "--out", target.toString()));
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(
                mapper.readTree(program.out()),
                mapper.readTree(target.resolve("doctor.json").toFile()));
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void unwritableFolderIsOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(
                Main.FAILED,
                program.fitact("doctor", "--out", file.resolve("below").toString()));
        assertTrue(program.err().startsWith("fitact: " + file), program.err());
        assertEquals(1, program.err().lines().count());
        assertFalse(Files.isDirectory(file));
    }
}
