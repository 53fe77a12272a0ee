package org.fitact.bench.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fitact.nn.AtomicFile;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** Writes results in JMH's own JSON, which {@code fitact bench compare} and other tools read. */
public final class JmhJson {

    private JmhJson() {}

    /** Runs of the same benchmark with the same parameters as one result with all their forks. */
    public static Collection<RunResult> merged(Collection<RunResult> runs) {
        Map<String, List<RunResult>> same = runs.stream()
                .collect(Collectors.groupingBy(run -> run.getParams().id(), LinkedHashMap::new, Collectors.toList()));
        return same.values().stream()
                .map(group -> new RunResult(
                        group.getFirst().getParams(),
                        group.stream()
                                .flatMap(run -> run.getBenchmarkResults().stream())
                                .toList()))
                .toList();
    }

    /** Writes a file in one step. Its folder must exist. */
    public static void write(Path file, Collection<RunResult> results) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream text = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, text).writeOut(results);
        }
        AtomicFile.write(file, bytes.toByteArray());
    }
}
