package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fitact.bench.BoundedReluBenchmark;
import org.fitact.bench.Device;
import org.fitact.bench.fitrelu.FitReluRow;
import org.fitact.bench.fitrelu.FitReluRun;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fitact bench fitrelu}: bounded activations by themselves. */
@OutDefault("runs/bench-fitrelu")
@Command(
        name = "fitrelu",
        description =
                "Measures bounded activations, forward and backward, against the bandwidth of the memory. Each result is"
                        + " printed when it is there, and stands in rows.json.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench fitrelu --quick --out runs/fitrelu",
            "  bin/fitact bench fitrelu --policies smooth-neuron --sizes 256,4096 --near 0.05,0.2,1 --threads 1,2",
            "  bin/fitact bench fitrelu --policies zero,smooth --quick --prof gc --json",
            "  bin/fitact bench fitrelu --device cuda --out runs/fitrelu-cuda"
        })
final class FitReluCommand implements Callable<Integer> {

    /** Two seconds to warm up: some JVMs still compile what is fused in the first. */
    private static final JmhRun.Effort QUICK = new JmhRun.Effort(1, 7, 5, 300);

    private static final JmhRun.Effort FULL = new JmhRun.Effort(2, 5, 5, 1000);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions.Choice device;

    @Option(names = "--quick", description = "Fewer cases, forks and iterations: a first look, not a result to cite.")
    private boolean quick;

    @Within("[1, 4096]")
    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Threads that compute, one or several numbers of them (default: all processors).")
    private List<Integer> threads = new ArrayList<>();

    @Option(
            names = "--policies",
            split = ",",
            defaultValue = "zero,saturate,smooth",
            completionCandidates = Policies.class,
            description =
                    "What becomes of a value above its bound, for bounds of a layer, a channel and a neuron or for those"
                            + " of one kind, some of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<String> policies;

    @Within("[4, 4194304]")
    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "KIB",
            defaultValue = "16,256,4096,131072",
            description = "KiB of a feature map (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Within("[1, 65536]")
    @Option(names = "--batch", split = ",", description = "Images of a feature map (default: 1,16; quick: 1).")
    private List<Integer> batches = new ArrayList<>();

    @Within("[0, 1]")
    @Option(
            names = "--near",
            split = ",",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description =
                    "Share of the outputs so near their bounds that smooth forms take an exponential for them (default:"
                            + " ${DEFAULT-VALUE}, as in a trained VGG16; other forms take the first).")
    private List<Double> near;

    @Within("[1, 1000]")
    @Option(names = "--forks", paramLabel = "N", description = "JVMs for every cell (default: 2; quick: 1).")
    private Integer forks;

    @Option(
            names = "--prof",
            split = ",",
            paramLabel = "NAME",
            description = "Profilers of JMH, such as gc or stack:lines=3; what they find stands in the report.")
    private List<String> profilers = new ArrayList<>();

    /** Policies, and policies with one granularity. */
    static final class Policies extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Policies() {
            for (String policy : List.of("zero", "saturate", "smooth")) {
                add(policy);
                granularities(policy).forEach(this::add);
            }
        }
    }

    /**
     * What was measured.
     *
     * @param gigahertz clock of a core, by which cycles are counted
     */
    private record Result(List<String> files, double gigahertz, List<FitReluRow> rows) {}

    @Override
    public Integer call() throws IOException {
        FitReluRun.Settings settings = settings();
        requireAPixel(settings);
        Path folder = out.out().orElse(Path.of("runs", "bench-fitrelu"));
        Provenance provenance;
        try (Backend backend = device.openBackend(settings.threads().getFirst())) {
            provenance =
                    BenchOptions.provenance(spec, backend, settings.threads().getFirst());
        }
        FitReluRun run = new FitReluRun(settings);
        try (JmhRun jmh = new JmhRun(folder, message -> Messages.say(spec, message), profilers)) {
            say(FitReluRow.heading());
            Consumer<FitReluRow> found = row -> say(row.line());
            List<String> files =
                    run.run(jmh, folder, provenance, message -> Messages.say(spec, message), found).stream()
                            .map(Path::toString)
                            .toList();
            json.print(
                    spec, new Result(files, run.gigahertz(), run.rows()), console -> files.forEach(console::println));
        }
        return ExitCode.OK;
    }

    /** Of each image, in every channel. */
    private static void requireAPixel(FitReluRun.Settings settings) {
        int batch = Collections.max(settings.batches());
        int least = BoundedReluBenchmark.leastKibibytes(batch);
        int smallest = Collections.min(settings.kibibytes());
        if (smallest < least) {
            throw new MisuseError(
                    "--sizes is " + smallest + ", expected at least " + least + " KiB at a batch of " + batch);
        }
    }

    /** While it runs; one JSON object is printed at the end. */
    private void say(String line) {
        if (!json.json()) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }

    private FitReluRun.Settings settings() {
        JmhRun.Effort effort = quick ? QUICK : FULL;
        return new FitReluRun.Settings(
                new Device(device.device(), device.choices()),
                threads.isEmpty() ? List.of(BackendOptions.defaults().threads()) : threads,
                policies.stream()
                        .flatMap(FitReluCommand::activations)
                        .distinct()
                        .toList(),
                sizes,
                !batches.isEmpty() ? batches : quick ? List.of(1) : List.of(1, 16),
                near,
                quick ? List.of("32:64", "8:256") : List.of("32:64", "16:128", "8:256", "4:512"),
                quick ? List.of(16) : List.of(1, 16),
                forks == null ? effort : effort.withForks(forks));
    }

    private static Stream<String> activations(String policy) {
        return policy.contains("-") ? Stream.of(policy) : granularities(policy);
    }

    private static Stream<String> granularities(String policy) {
        return Stream.of("layer", "channel", "neuron").map(granularity -> policy + "-" + granularity);
    }
}
