package org.fitact.cli.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One jar of several. */
class ProgramJarTest {

    @TempDir
    private Path folder;

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    @Test
    void theFirstOfTwoCountsAndServicesArePutTogether() throws IOException {
        Path first = jar("a.jar", Map.of("LICENSE", "a", "x/A.class", "A", "META-INF/services/S", "x.A"));
        Path second = jar(
                "b.jar",
                Map.of(
                        "LICENSE", "b",
                        "META-INF/services/S", "x.B",
                        "META-INF/B.SF", "signed",
                        "module-info.class", "m",
                        "META-INF/versions/11/x/A.class", "newer"));
        Path all = folder.resolve("all.jar");
        try (OutputStream out = Files.newOutputStream(all)) {
            ProgramJar.write(out, List.of(first, second), "x.Main");
        }
        Map<String, String> found = new TreeMap<>();
        try (JarFile file = new JarFile(all.toFile())) {
            assertEquals("x.Main", file.getManifest().getMainAttributes().getValue("Main-Class"));
            assertTrue(file.isMultiRelease());
            for (JarEntry entry : file.stream().toList()) {
                found.put(
                        entry.getName(), new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        found.remove(JarFile.MANIFEST_NAME);
        assertEquals(
                Map.of(
                        "LICENSE", "a",
                        "x/A.class", "A",
                        "META-INF/services/S", "x.A\nx.B\n",
                        "META-INF/versions/11/x/A.class", "newer"),
                found);
    }

    @Test
    void aJarThatIsNotThereIsNamed() throws IOException {
        Path only = jar("a.jar", Map.of("x", "y"));
        assertEquals(List.of(only), ProgramJar.named(List.of("a.jar"), List.of(folder, only)));
        String message = assertThrows(
                        IOException.class, () -> ProgramJar.named(List.of("a.jar", "c.jar"), List.of(only)))
                .getMessage();
        assertTrue(message.startsWith("c.jar is not among the jars"), message);
    }

    /** As Maven left it: the program and what it runs on, and nothing that Spark has in another version. */
    @Test
    void theBuildKnowsItsJars() throws IOException {
        List<String> names = ProgramJar.names();
        for (String some : List.of("fitact-tensor", "fitact-core", "fitact-app", "picocli", "sqlite-jdbc")) {
            assertTrue(names.stream().anyMatch(name -> name.startsWith(some)), some + " in " + names);
        }
        for (String some :
                List.of("spark", "jackson", "slf4j", "scala", "netty", "protobuf", "hadoop", "fitact-bench")) {
            assertTrue(names.stream().noneMatch(name -> name.startsWith(some)), some + " in " + names);
        }
    }
}
