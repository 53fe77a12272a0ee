package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.BackendProvider;
import org.fitact.tensor.backend.Backends;

/** The CUDA backend on the CPU, found and opened as a user does. Without a compiler tests skip; in CI they fail. */
public final class Emulator {

    private static final String SWITCH = "fitact.cuda";

    private Emulator() {}

    /** Opens it for a test; the test closes it. */
    public static Backend open(BackendOptions options) {
        System.setProperty(SWITCH, "emulator");
        try {
            Optional<String> reason = Backends.providers().stream()
                    .filter(provider -> provider.name().equals("cuda"))
                    .findFirst()
                    .flatMap(BackendProvider::unavailable);
            if ("true".equals(System.getenv("CI"))) {
                assertTrue(reason.isEmpty(), () -> "in continuous integration nothing is skipped: " + reason.get());
            }
            assumeTrue(reason.isEmpty(), () -> reason.get());
            return Backends.open("cuda", options);
        } finally {
            System.clearProperty(SWITCH);
        }
    }
}
