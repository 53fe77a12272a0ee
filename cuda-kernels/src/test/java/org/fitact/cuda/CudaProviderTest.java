package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CudaProviderTest {

    private static final String SWITCH = "fitact.cuda";

    @AfterEach
    void clear() {
        System.clearProperty(SWITCH);
    }

    @Test
    void theReasonWhyThereIsNoGpuIsOneLine() {
        System.setProperty(SWITCH, "gpu");
        Optional<String> reason = new CudaProvider().unavailable();
        reason.ifPresent(line -> assertFalse(line.isBlank() || line.contains("\n"), line));
        assertEquals(reason.orElse(""), reason.isEmpty() ? "" : new CudaProvider().description());
    }

    @Test
    void theSwitchOpensTheEmulator() {
        Emulators.requireCompiler();
        System.setProperty(SWITCH, "emulator");
        assertTrue(new CudaProvider().description().startsWith("CUDA emulator"));
        try (Backend backend = Backends.open("cuda", new BackendOptions(1))) {
            assertEquals("cuda", backend.name());
        }
    }
}
