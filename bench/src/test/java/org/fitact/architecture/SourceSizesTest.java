package org.fitact.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing grows into a heap: what is more than one can look through is several things. */
class SourceSizesTest {

    private static final List<String> MODULES =
            List.of("tensor", "cuda-kernels", "nn", "fitact/core", "fitact/app", "bench");

    private static final int MOST_FILES = 25;
    private static final int MOST_LINES = 400;

    /** One file an op, however many there are. */
    private static final Set<String> OPS = Set.of("org/fitact/nn/graph/op", "org/fitact/tensor/backend/op");

    private static Stream<Path> sources(String module) {
        Path root = Path.of("..", module, "src/main/java");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(root::relativize).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noPackageHasMoreThanCanBeLookedThrough() {
        Map<String, Long> files = MODULES.stream()
                .flatMap(SourceSizesTest::sources)
                .collect(Collectors.groupingBy(
                        file -> file.getParent().toString().replace('\\', '/'), TreeMap::new, Collectors.counting()));
        assertTrue(files.size() > 40, files.toString());
        files.keySet().removeAll(OPS);
        files.values().removeIf(count -> count <= MOST_FILES);
        assertEquals(Map.of(), files, "files of packages, at most " + MOST_FILES);
    }

    @Test
    void noFileIsLongerThanCanBeRead() throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        for (String module : MODULES) {
            for (Path file : sources(module).toList()) {
                try (Stream<String> text =
                        Files.lines(Path.of("..", module, "src/main/java").resolve(file))) {
                    long count = text.count();
                    if (count > MOST_LINES) {
                        lines.put(file.toString(), count);
                    }
                }
            }
        }
        assertEquals(Map.of(), lines, "lines of files, at most " + MOST_LINES);
    }
}
