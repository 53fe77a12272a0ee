package org.fitact.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.redundancy.RedundancyBenchmark;
import org.fitact.bench.redundancy.RedundancyReport;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench redundancy}: what checks on computation cost. */
@Command(
        name = "redundancy",
        description = {
            "Measures inference under every scheme that checks what is computed, as a ratio to the same"
                    + " without checks, in one run.",
            "What the checks find, fitact bench checks says."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench redundancy --out runs/redundancy",
            "  bin/fitact bench redundancy --quick --models vgg-small --batch 1"
        })
final class RedundancyCommand implements Callable<Integer> {

    private static final JmhRun.Effort QUICK = new JmhRun.Effort(3, 3, 5, 300);
    private static final JmhRun.Effort FULL = new JmhRun.Effort(5, 5, 10, 1000);

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "vgg-small,resnet20",
            completionCandidates = Names.Models.class,
            description = "Networks, with commas (default: ${DEFAULT-VALUE}).")
    private List<String> models = new ArrayList<>();

    @Within("[1, 65536]")
    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,16",
            description = "Images of an inference (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Provenance provenance = options.provenance();
        Collection<RunResult> runs;
        try (JmhRun jmh = new JmhRun(options.folder(), options::progress)) {
            options.progress("inference with checks");
            runs = jmh.run(
                    RedundancyBenchmark.class,
                    Map.of(
                            "model", models,
                            "batch", batches.stream().map(String::valueOf).toList(),
                            "device", List.of(options.device().toString()),
                            "threads", List.of(Integer.toString(options.threads()))),
                    options.quick() ? QUICK : FULL);
        }
        RedundancyReport report = new RedundancyReport(runs, provenance);
        options.printFiles(ReportFiles.write(options.folder(), report.document(), report.runs()));
        return ExitCode.OK;
    }
}
