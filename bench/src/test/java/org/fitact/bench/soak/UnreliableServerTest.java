package org.fitact.bench.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes from a server that breaks connections is whole in the end, and leaves nothing else. */
class UnreliableServerTest {

    @TempDir
    Path folder;

    @Test
    void archivesAndFilesComeWhole() throws IOException {
        Map<String, byte[]> served = new SampleData(1).cifarFiles();
        try (UnreliableServer server = new UnreliableServer(served, new PhiloxRandom(1, 0))) {
            for (List<String> files : List.of(List.of(SampleData.ARCHIVE), SampleData.FILES)) {
                Path target = folder.resolve(files.getFirst());
                Fetch.main(Fetch.arguments(target, files, server, served));
                assertEquals(
                        SampleData.FILES,
                        Folders.files(target.resolve("noise")).stream()
                                .map(Path::toString)
                                .sorted()
                                .toList()
                                .reversed());
                for (String file : SampleData.FILES) {
                    assertArrayEquals(
                            served.get(file),
                            Files.readAllBytes(target.resolve("noise").resolve(file)));
                }
            }
        }
    }
}
