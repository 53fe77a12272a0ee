package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimdProviderTest {

    /** Says what the provider answers in a JVM without the module. */
    static final class WithoutModule {

        private WithoutModule() {}

        public static void main(String[] args) {
            System.out.println(new SimdProvider().unavailable().orElse("available"));
            for (int i = 0; i < 2; i++) {
                try (Backend backend = Backends.cpu(new BackendOptions(1))) {
                    System.out.println(backend.name());
                }
            }
        }
    }

    @Test
    void withoutTheModuleTheReferenceIsUsedAndTheLogSaysSoOnce(@TempDir Path folder) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), WithoutModule.class.getName())
                .redirectError(folder.resolve("err").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(
                "the JVM was started without --add-modules jdk.incubator.vector\nreference\nreference\n",
                output.replace(System.lineSeparator(), "\n"));
        List<String> log = Files.readAllLines(folder.resolve("err"));
        assertEquals(1, log.size(), log.toString());
        String warning =
                "no vectors, many times slower: the JVM was started without --add-modules jdk.incubator.vector";
        assertTrue(log.getFirst().contains("WARN") && log.getFirst().endsWith(warning), log.getFirst());
    }
}
