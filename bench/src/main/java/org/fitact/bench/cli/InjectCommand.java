package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.InjectionBenchmark;
import org.fitact.bench.report.InjectionReport;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code fitact bench inject}: what a trial costs beside its inference. */
@Command(
        name = "inject",
        description = "Measures drawing, injecting and undoing faults, over network sizes and rates.",
        footer = {"", "Examples:", "  fitact bench inject --quick --out runs/inject"})
final class InjectCommand implements Callable<Integer> {

    private static final JmhRun.Effort QUICK = new JmhRun.Effort(1, 3, 5, 300);
    private static final JmhRun.Effort FULL = new JmhRun.Effort(2, 5, 5, 1000);

    @Mixin
    private BenchOptions options;

    @Override
    public Integer call() throws IOException {
        Provenance provenance = options.provenance();
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("device", List.of(options.device()));
        parameters.put("threads", List.of(Integer.toString(options.threads())));
        if (options.quick()) {
            parameters.put("rate", List.of("1e-6", "1e-4"));
        }
        try (JmhRun jmh = new JmhRun(options.folder())) {
            options.progress("fault injection");
            InjectionReport report = new InjectionReport(
                    List.copyOf(jmh.run(InjectionBenchmark.class, parameters, options.quick() ? QUICK : FULL)),
                    provenance);
            List<Path> written = ReportFiles.write(options.folder(), report);
            options.printFiles(written);
        }
        return ExitCode.OK;
    }
}
