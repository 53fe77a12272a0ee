package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.EmulatorDriver;
import org.fitact.cuda.driver.JCudaDriver;

/**
 * Opens the emulator for a test; where there is no compiler the test is skipped, in continuous integration it fails. With
 * the property {@code fitact.cuda.tests=gpu}, which {@link DeviceSuite} sets, the GPU takes the emulator's place.
 */
public final class Emulators {

    /** Two threads, blocks and threads in their order, accesses unchecked. */
    public static final EmulatorDriver.Mode PLAIN = new EmulatorDriver.Mode(2, 0, false);

    /** Everything that the emulator can find. */
    public static final EmulatorDriver.Mode STRICT = new EmulatorDriver.Mode(2, 20_21, true);

    static final String SWITCH = "fitact.cuda.tests";
    static final String ON_GPU = "gpu";

    private Emulators() {}

    public static Driver open(EmulatorDriver.Mode mode) {
        if (ON_GPU.equals(System.getProperty(SWITCH))) {
            return new JCudaDriver();
        }
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
