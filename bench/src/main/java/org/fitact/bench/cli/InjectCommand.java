package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.bench.CampaignCost;
import org.fitact.bench.InjectionBenchmark;
import org.fitact.bench.report.InjectionReport;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.ReportFiles;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.tensor.backend.Backend;
import org.openjdk.jmh.results.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench inject}: what a trial costs beside its inference. */
@Command(
        name = "inject",
        description = "Measures drawing, injecting and undoing faults, over network sizes and rates, and how"
                + " much of a whole campaign of 500 images a trial is not inference.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench inject --quick --out runs/inject",
            "  bin/fitact bench inject --models vgg16 --rates 1e-6,3e-5 --out runs/inject-vgg16"
        })
final class InjectCommand implements Callable<Integer> {

    private static final JmhRun.Effort QUICK = new JmhRun.Effort(1, 3, 5, 300);
    private static final JmhRun.Effort FULL = new JmhRun.Effort(2, 5, 5, 1000);

    private static final List<Double> QUICK_RATES = List.of(1e-6, 1e-4);
    private static final List<Double> RATES = List.of(1e-7, 1e-6, 1e-5, 1e-4);
    private static final int IMAGES = 500;
    private static final int QUICK_TRIALS = 6;
    private static final int TRIALS = 20;

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "lenet5,vgg-small,vgg16,alexnet,resnet50",
            completionCandidates = Names.Models.class,
            description = "Networks (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Option(
            names = "--campaign",
            split = ",",
            description = "Networks that whole campaigns are measured on, among --models (default: vgg16 if it is).")
    private List<String> campaigns;

    @Within("(0, 1)")
    @Option(
            names = "--rates",
            split = ",",
            description = "Bit error rates (default: 1e-7,1e-6,1e-5,1e-4; quick: 1e-6,1e-4).")
    private List<Double> chosenRates;

    @Override
    public Integer call() throws IOException {
        List<String> whole = campaigns != null
                ? campaigns
                : models.stream().filter("vgg16"::equals).toList();
        if (!models.containsAll(whole)) {
            throw new MisuseError("--campaign", whole, "networks of --models " + models);
        }
        Provenance provenance = options.provenance();
        List<RunResult> runs;
        try (JmhRun jmh = new JmhRun(options.folder(), options::progress)) {
            options.progress("fault injection");
            runs = List.copyOf(jmh.run(InjectionBenchmark.class, parameters(), options.quick() ? QUICK : FULL));
        }
        List<CampaignCost.Result> costs = campaigns(whole);
        options.printFiles(ReportFiles.write(options.folder(), new InjectionReport(runs, costs, provenance)));
        return ExitCode.OK;
    }

    private List<Double> rates() {
        return chosenRates != null ? chosenRates : options.quick() ? QUICK_RATES : RATES;
    }

    private Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("model", models);
        parameters.put("rate", rates().stream().map(String::valueOf).toList());
        parameters.put("device", List.of(options.device().toString()));
        parameters.put("threads", List.of(Integer.toString(options.threads())));
        return parameters;
    }

    private List<CampaignCost.Result> campaigns(List<String> whole) throws IOException {
        List<CampaignCost.Result> costs = new ArrayList<>();
        for (String model : options.device().isCpu() ? whole : List.<String>of()) {
            for (double rate : rates()) {
                options.progress("campaign on " + model + " at " + rate);
                costs.add(campaign(model, rate));
            }
        }
        return costs;
    }

    /** In a store of its own, which is not kept: a trial that it had would not be run again. */
    private CampaignCost.Result campaign(String model, double rate) throws IOException {
        Path folder = Files.createTempDirectory(options.folder(), "campaign");
        try (Backend cpu = options.openBackend()) {
            int trials = options.quick() ? QUICK_TRIALS : TRIALS;
            return CampaignCost.measure(cpu, model, rate, IMAGES, trials, folder);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
