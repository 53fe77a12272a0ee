package org.fitact.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of {@code examples/embed}, compiled and run as its own Maven build would: on the library and nothing else. */
class EmbedTest {

    private static final Path PROJECT = Path.of("..", "..", "examples", "embed");

    @TempDir
    private Path folder;

    private static String classPath() throws Exception {
        return ClassPath.entries().stream()
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void compile(Path classes) throws Exception {
        List<String> line = new ArrayList<>(List.of("-Xlint:all", "-Werror", "-proc:none", "-cp", classPath()));
        line.addAll(List.of("-d", classes.toString()));
        try (Stream<Path> sources = Files.walk(PROJECT.resolve("src/main/java"))) {
            sources.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .sorted()
                    .forEach(line::add);
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, line.toArray(String[]::new)));
    }

    @Test
    void aProgramOfItsOwnTrainsHardensAndBreaks() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        compile(classes);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        classes + File.pathSeparator + classPath(),
                        "embed.Embed")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        assertEquals(0, code, Files.readString(err));
        List<String> lines = Files.readAllLines(out);
        assertEquals(7, lines.size(), lines.toString());
        assertTrue(lines.getFirst().matches("trained: (9\\d|100)\\.\\d % of the held-out images"), lines.getFirst());
        assertTrue(lines.get(6).matches("fitact - none at 1e-04: \\d+\\.\\d points \\(.+\\)"), lines.get(6));
    }

    /** The build file and the guide ask for what the repository makes. */
    @Test
    void itsBuildNamesThisVersion() throws Exception {
        String version = Files.readString(Path.of("..", "..", "pom.xml"))
                .replaceFirst("(?s).*?<artifactId>fitact-parent</artifactId>\\s*<version>(.+?)</version>.*", "$1");
        String build = Files.readString(PROJECT.resolve("pom.xml"));
        assertTrue(build.contains("<fitact.version>" + version + "</fitact.version>"), version);
        String guide = Files.readString(Path.of("..", "..", "docs", "embedding.md"));
        assertTrue(guide.contains("<version>" + version + "</version>"), version);
    }
}
