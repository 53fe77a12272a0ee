package org.fitact.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which processors this process may use, and by which rule their clocks are set: both move times, and neither is seen in them.
 *
 * @param governor Linux's, such as {@code performance}, or several with commas; {@code unknown} where the system does not tell, as
 *     on most virtual machines
 * @param processors numbers as Linux lists them, {@code 0-1,4}
 */
public record Scheduling(String governor, String processors) {

    private static final String UNKNOWN = "unknown";

    /** Of this process. */
    public static Scheduling here() {
        return of(Path.of("/sys/devices/system/cpu"), Path.of("/proc/self/status"));
    }

    /** From files laid out like Linux's. */
    static Scheduling of(Path cpus, Path status) {
        return new Scheduling(governor(cpus), processors(status));
    }

    private static String governor(Path cpus) {
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> each = Files.list(cpus)) {
            for (Path cpu : each.toList()) {
                Path governor = cpu.resolve("cpufreq").resolve("scaling_governor");
                if (Files.isReadable(governor)) {
                    found.add(Files.readString(governor).strip());
                }
            }
        } catch (IOException notTold) {
            return UNKNOWN;
        }
        return found.isEmpty() ? UNKNOWN : String.join(",", found);
    }

    private static String processors(Path status) {
        String field = "Cpus_allowed_list:";
        try {
            List<String> lines = Files.readAllLines(status);
            return lines.stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException notLinux) {
            return UNKNOWN;
        }
    }
}
