package org.fitact.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.fitact.nn.image.source.DataSets;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.get("name").asText())
                .toList();
    }

    @Test
    void jsonHoldsTheMachineTheBackendsAndTheDataSets() throws IOException {
        assertEquals(0, run("doctor", "--json", "--data-dir", folder.toString()));
        JsonNode json = new ObjectMapper().readTree(out.toString());
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
        assertEquals(0, run("doctor", "--data-dir", folder.toString()));
        assertTrue(out.toString().contains("cifar10: " + cifar), out.toString());
        assertTrue(
                out.toString().contains("cifar100: not in " + folder + "; fitact data get cifar100"), out.toString());
        assertTrue(out.toString().contains("fashion-mnist-small: embedded"), out.toString());
    }

    @Test
    void outSavesTheSameJson() throws IOException {
        Path target = folder.resolve("new/folder");
        assertEquals(0, run("doctor", "--json", "--out", target.toString()));
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(
                mapper.readTree(out.toString()),
                mapper.readTree(target.resolve("doctor.json").toFile()));
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void unwritableFolderIsOneLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(Main.FAILED, run("doctor", "--out", file.resolve("below").toString()));
        assertTrue(err.toString().startsWith("fitact: " + file), err.toString());
        assertEquals(1, err.toString().lines().count());
        assertFalse(Files.isDirectory(file));
    }
}
