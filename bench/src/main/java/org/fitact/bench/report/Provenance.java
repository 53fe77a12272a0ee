package org.fitact.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.fitact.cli.BuildInfo;
import org.fitact.cli.doctor.Machine;
import org.fitact.cli.doctor.Scheduling;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;

/**
 * Where numbers come from.
 *
 * @param command as it was given
 * @param load processes that wanted to run when it began, a mean over the last minute; negative where the system does
 *     not tell
 * @param backend name and description
 */
public record Provenance(
        String version,
        String commit,
        String command,
        String when,
        Machine machine,
        Scheduling scheduling,
        double load,
        String backend,
        int threads) {

    private static final double QUIET = 0.5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of this machine, now. */
    public static Provenance now(String command, String backend, int threads) {
        return new Provenance(
                BuildInfo.version(),
                BuildInfo.commit(),
                command,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Machine.here(),
                Scheduling.here(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                backend,
                threads);
    }

    /** Whether something else was running, so that times are not to be trusted. */
    public boolean isBusy() {
        return load > QUIET;
    }

    /** All of it as a JSON object. */
    JsonNode json() {
        return JSON.valueToTree(this);
    }

    /** The section that ends a report. */
    public List<Document.Block> section() {
        return List.of(
                new Document.Heading("Where these numbers come from"),
                new Document.Command(command),
                new Document.Table(
                        List.of("what", "which"),
                        2,
                        List.of(
                                List.of("program", version + ", commit " + commit),
                                List.of("measured", when),
                                List.of("processor", machine.processor() + ", " + machine.cores() + " cores"),
                                List.of("JVM", machine.jdk()),
                                List.of("system", machine.system()),
                                List.of("clock's governor", scheduling.governor()),
                                List.of("processors allowed", scheduling.processors()),
                                List.of("backend", backend),
                                List.of("threads", Integer.toString(threads)),
                                List.of("load before", load < 0 ? "unknown" : Numbers.fixed(load, 2)))));
    }
}
