package org.fitact.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class GpuTest {

    @TempDir
    private Path folder;

    private Path tool(String script) throws IOException {
        Path tool = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
        assertTrue(tool.toFile().setExecutable(true));
        return tool;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void listsTheDevicesThatTheDriverNames() throws IOException {
        Gpu gpu = Gpu.query(tool("echo 'NVIDIA T4, 15360 MiB, 550.1'; echo 'NVIDIA T4, 15360 MiB, 550.1'"), List.of());
        assertEquals(List.of("NVIDIA T4, 15360 MiB, 550.1", "NVIDIA T4, 15360 MiB, 550.1"), gpu.devices());
        assertEquals(null, gpu.problem());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void saysWhatTheDriverComplainsOf() throws IOException {
        Gpu gpu = Gpu.query(tool("echo \"couldn't communicate with the NVIDIA driver\"; exit 9"), List.of());
        assertEquals(List.of(), gpu.devices());
        assertEquals("couldn't communicate with the NVIDIA driver", gpu.problem());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void findsTheToolOnThePath() throws IOException {
        Path tool = tool("exit 0");
        String path = "/nowhere" + File.pathSeparator + File.pathSeparator + folder;
        assertEquals(Optional.of(tool), Gpu.onPath("nvidia-smi", path));
        assertEquals(Optional.empty(), Gpu.onPath("nvidia-smi", "/nowhere"));
        assertEquals(Optional.empty(), Gpu.onPath("nvidia-smi", null));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void asksTheLoaderForLibraries() {
        assertTrue(Gpu.isLoadable("libc.so.6"));
        assertFalse(Gpu.isLoadable("libnothing-of-that-name.so.1"));
    }

    @Test
    void readsTheModelOfTheProcessor() throws IOException {
        Path info = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n");
        assertEquals("Some CPU @ 2 GHz", Machine.processor(info, "amd64"));
        assertEquals("aarch64", Machine.processor(folder.resolve("absent"), "aarch64"));
    }
}
