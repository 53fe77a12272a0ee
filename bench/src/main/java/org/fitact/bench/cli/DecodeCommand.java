package org.fitact.bench.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.DecodeBenchmark;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.report.DecodeReport;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code fitact bench decode}: what reading a memory through codes costs. */
@Command(
        name = "decode",
        description = "Measures the reading of VGG16's memory through codes, beside a copy of the same words,"
                + " and beside one inference of one image: where the memory is decoded for every inference,"
                + " or scrubbed once in many.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench decode --quick --out runs/decode",
            "  bin/fitact bench decode --threads 1 --out runs/decode-1"
        })
final class DecodeCommand implements Callable<Integer> {

    private static final JmhRun.Effort QUICK = new JmhRun.Effort(1, 3, 3, 500);
    private static final JmhRun.Effort FULL = new JmhRun.Effort(3, 5, 5, 1000);

    @Mixin
    private BenchOptions options;

    @Override
    public Integer call() throws IOException {
        Provenance provenance = options.provenance();
        JmhRun.Effort effort = options.quick() ? QUICK : FULL;
        List<RunResult> decoding;
        List<RunResult> inference;
        try (JmhRun jmh = new JmhRun(options.folder(), options::progress)) {
            options.progress("decoding");
            decoding = List.copyOf(jmh.run(
                    DecodeBenchmark.class, parameters("words", Integer.toString(DecodeBenchmark.VGG16)), effort));
            options.progress("inference of one image");
            inference = List.copyOf(jmh.run(
                    InferenceBenchmark.class, parameters("model", "vgg16", "classes", "10", "batch", "1"), effort));
        }
        options.printFiles(ReportFiles.write(options.folder(), new DecodeReport(decoding, inference, provenance)));
        return ExitCode.OK;
    }

    private Map<String, List<String>> parameters(String... namesAndValues) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        parameters.put("device", List.of(options.device().toString()));
        parameters.put("threads", List.of(Integer.toString(options.threads())));
        return parameters;
    }
}
