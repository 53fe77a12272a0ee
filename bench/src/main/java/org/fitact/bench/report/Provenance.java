package org.fitact.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.fitact.cli.BuildInfo;
import org.fitact.cli.doctor.Machine;

/**
 * Where numbers come from.
 *
 * @param command as it was given
 * @param backend name and description
 */
public record Provenance(
        String version, String commit, String command, String when, Machine machine, String backend, int threads) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of this machine, now. */
    public static Provenance now(String command, String backend, int threads) {
        return new Provenance(
                BuildInfo.version(),
                BuildInfo.commit(),
                command,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Machine.here(),
                backend,
                threads);
    }

    /** All of it as a JSON object. */
    JsonNode json() {
        return JSON.valueToTree(this);
    }

    /** The section that ends a report. */
    List<Document.Block> section() {
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
                                List.of("backend", backend),
                                List.of("threads", Integer.toString(threads)))));
    }
}
