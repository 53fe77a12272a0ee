package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Opens the emulator for a test; where there is no compiler the test is skipped, in continuous integration it fails. */
final class Emulators {

    /** Two threads, blocks and threads in their order, accesses unchecked. */
    static final EmulatorDriver.Mode PLAIN = new EmulatorDriver.Mode(2, 0, false);

    /** Everything that the emulator can find. */
    static final EmulatorDriver.Mode STRICT = new EmulatorDriver.Mode(2, 20_21, true);

    private Emulators() {}

    static EmulatorDriver open(EmulatorDriver.Mode mode) {
        requireCompiler();
        return new EmulatorDriver(mode);
    }

    static void requireCompiler() {
        Optional<String> reason = EmulatorDriver.unavailable();
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(reason.isEmpty(), () -> "in continuous integration nothing is skipped: " + reason.get());
        }
        assumeTrue(reason.isEmpty(), () -> reason.get());
    }
}
