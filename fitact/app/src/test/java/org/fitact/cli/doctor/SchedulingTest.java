package org.fitact.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulingTest {

    @TempDir
    private Path folder;

    private void governor(int cpu, String name) throws IOException {
        Path place = Files.createDirectories(folder.resolve("cpu" + cpu).resolve("cpufreq"));
        Files.writeString(place.resolve("scaling_governor"), name + "\n");
    }

    @Test
    void isReadAsLinuxWritesIt() throws IOException {
        governor(0, "powersave");
        governor(1, "performance");
        governor(2, "powersave");
        Files.createDirectories(folder.resolve("cpuidle"));
        Path status = Files.writeString(
                folder.resolve("status"), "Name:\tjava\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1,4\n");
        assertEquals(new Scheduling("performance,powersave", "0-1,4"), Scheduling.of(folder, status));
    }

    @Test
    void whatIsNotToldIsUnknown() throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\n");
        assertEquals(new Scheduling("unknown", "unknown"), Scheduling.of(folder, status));
        Path none = folder.resolve("none");
        assertEquals(new Scheduling("unknown", "unknown"), Scheduling.of(none, none));
    }
}
