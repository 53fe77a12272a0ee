package org.fitact.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
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

    private static BackendOptions choosing(String what, String name) {
        return new BackendOptions(1).choosing(Map.of(what, name));
    }

    @Test
    void everyWayOfThisProgramCanBeChosen() {
        Emulators.requireCompiler();
        System.setProperty(SWITCH, "emulator");
        for (String name : List.of("own", "tf32", "naive")) {
            Backends.open("cuda", choosing("gemm", name)).close();
            Backends.open("cuda", choosing("conv", name)).close();
        }
    }

    @Test
    void aLibraryThatCannotBeHadIsRefusedInOneLine() {
        Emulators.requireCompiler();
        System.setProperty(SWITCH, "emulator");
        for (BackendOptions options : List.of(choosing("gemm", "cublas"), choosing("conv", "cudnn"))) {
            String message = assertThrows(IllegalStateException.class, () -> Backends.open("cuda", options))
                    .getMessage();
            assertTrue(message.contains("needs a GPU") && !message.contains("\n"), message);
        }
    }

    @Test
    void anUnknownChoiceIsRefusedWithThoseThereAre() {
        Emulators.requireCompiler();
        System.setProperty(SWITCH, "emulator");
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Backends.open("cuda", choosing("gemm", "fast")))
                .getMessage();
        assertEquals("gemm is \"fast\", expected one of own, tf32, naive, cublas", message);
        assertThrows(IllegalArgumentException.class, () -> Backends.open("cuda", choosing("colour", "red")));
        assertThrows(IllegalArgumentException.class, () -> Backends.open("simd", choosing("gemm", "own")));
    }

    @Test
    void bothLibrariesAreReported() {
        assertEquals(2, new CudaProvider().components().size());
        new CudaProvider().components().values().forEach(line -> assertFalse(line.contains("\n"), line));
    }
}
