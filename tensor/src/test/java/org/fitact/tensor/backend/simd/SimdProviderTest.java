package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.Test;

class SimdProviderTest {

    /** Says what the provider answers in a JVM without the module. */
    static final class WithoutModule {

        private WithoutModule() {}

        public static void main(String[] args) {
            System.out.println(new SimdProvider().unavailable().orElse("available"));
            try (Backend backend = Backends.cpu(new BackendOptions(1))) {
                System.out.println(backend.name());
            }
        }
    }

    @Test
    void withoutTheModuleTheReferenceIsUsed() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), WithoutModule.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(
                "the JVM was started without --add-modules jdk.incubator.vector\nreference\n",
                output.replace(System.lineSeparator(), "\n"));
    }
}
