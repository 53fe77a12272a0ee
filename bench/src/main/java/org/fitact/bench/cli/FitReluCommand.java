package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.BoundedReluBenchmark;
import org.fitact.bench.CopyBenchmark;
import org.fitact.bench.FusionBenchmark;
import org.fitact.bench.report.ActivationReport;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import org.fitact.bench.run.Score;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code fitact bench fitrelu}: bounded activations by themselves. */
@Command(
        name = "fitrelu",
        description = "Measures every bounded activation, forward and backward, against the bandwidth of the memory.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench fitrelu --quick --out runs/fitrelu",
            "  bin/fitact bench fitrelu --device cuda --out runs/fitrelu-cuda"
        })
final class FitReluCommand implements Callable<Integer> {

    private static final JmhRun.Effort QUICK = new JmhRun.Effort(1, 3, 5, 300);
    private static final JmhRun.Effort FULL = new JmhRun.Effort(2, 5, 5, 1000);

    @Mixin
    private BenchOptions options;

    @Override
    public Integer call() throws IOException {
        Provenance provenance = options.provenance();
        Map<String, List<String>> shared = Map.of(
                "device",
                List.of(options.device().toString()),
                "threads",
                List.of(Integer.toString(options.threads())));
        JmhRun.Effort effort = options.quick() ? QUICK : FULL;
        List<RunResult> all = new ArrayList<>();
        try (JmhRun jmh = new JmhRun(options.folder())) {
            options.progress("copy");
            Collection<RunResult> copies = jmh.run(CopyBenchmark.class, shared, effort);
            options.progress("bounded activations");
            Collection<RunResult> activations =
                    jmh.run(BoundedReluBenchmark.class, quickly(shared, Map.of("batch", List.of("1"))), effort);
            options.progress("fused and separate");
            Collection<RunResult> fusion = jmh.run(
                    FusionBenchmark.class,
                    quickly(shared, Map.of("batch", List.of("16"), "layer", List.of("32:64", "8:256"))),
                    effort);
            List.of(copies, activations, fusion).forEach(all::addAll);
            ActivationReport report =
                    new ActivationReport(Score.of(copies), Score.of(activations), Score.of(fusion), provenance);
            List<Path> written = ReportFiles.write(options.folder(), report, all);
            options.printFiles(written);
        }
        return ExitCode.OK;
    }

    private Map<String, List<String>> quickly(Map<String, List<String>> shared, Map<String, List<String>> fewer) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(shared);
        if (options.quick()) {
            parameters.putAll(fewer);
        }
        return parameters;
    }
}
