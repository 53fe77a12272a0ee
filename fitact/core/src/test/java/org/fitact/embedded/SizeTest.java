package org.fitact.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** The library with all that it needs at run time on a CPU. */
class SizeTest {

    private static final long LIMIT = 9_000_000;

    @Test
    void whatIsEmbeddedIsBelow9MB() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Path entry : ClassPath.entries()) {
            sizes.put(entry.toString(), Files.isDirectory(entry) ? packed(entry) : Files.size(entry));
        }

        long bytes = sizes.values().stream().mapToLong(size -> size).sum();
        assertTrue(bytes > 1_000_000 && bytes < LIMIT, bytes + " bytes, expected fewer than " + LIMIT + ": " + sizes);
    }

    @Test
    void nothingComesWithItThatOnlyTheProgramNeeds() throws IOException {
        List<String> unwanted = ClassPath.entries().stream()
                .map(Path::toString)
                .filter(entry -> entry.matches(".*(picocli|sqlite|jcuda|jcublas|jcudnn|jmh|slf4j-simple).*"))
                .toList();

        assertEquals(List.of(), unwanted);
    }

    /** Bytes of the jar that a folder of classes becomes. */
    private static long packed(Path folder) throws IOException {
        long[] bytes = {0};
        OutputStream counter = new OutputStream() {
            @Override
            public void write(int b) {
                bytes[0]++;
            }

            @Override
            public void write(byte[] b, int from, int length) {
                bytes[0] += length;
            }
        };
        try (Stream<Path> files = Files.walk(folder);
                ZipOutputStream jar = new ZipOutputStream(counter)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        return bytes[0];
    }
}
