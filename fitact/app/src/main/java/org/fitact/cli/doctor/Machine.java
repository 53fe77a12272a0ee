package org.fitact.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The computer and the JVM.
 *
 * @param processor its model, or the architecture where the system does not tell the model
 * @param cores processors that the JVM may use, as a container limits them
 * @param memoryBytes memory of the machine, as a container limits it
 * @param heapBytes what the heap may grow to
 */
public record Machine(
        String jdk, String jdkHome, String system, String processor, int cores, long memoryBytes, long heapBytes) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This computer. */
    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                processor(CPU_INFO, System.getProperty("os.arch")),
                runtime.availableProcessors(),
                system.getTotalMemorySize(),
                runtime.maxMemory());
    }

    /** The first model name in a file laid out like Linux's {@code /proc/cpuinfo}. */
    static String processor(Path cpuInfo, String architecture) {
        try (Stream<String> lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException notLinux) {
            return architecture;
        }
    }
}
