package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.bench.Scheme;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.Table1Run;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.value.Within;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench table1}: Table I of the paper, measured here. */
@Command(
        name = "table1",
        description = "Measures the runtime and memory overhead of FitAct, as Table I of the paper does.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench table1 --quick --out runs/table1             # all six rows; forecast: 10 minutes",
            "  bin/fitact bench table1 --out runs/table1                     # forecast: 1 to 2 hours on two cores",
            "  bin/fitact bench table1 --models vgg16 --batch 1,16 --out runs/table1",
            "  bin/fitact bench table1 --models vgg16 --batch 1 --schemes fitact,proact,tanh,erdnn --out runs/table1-field",
            "  bin/fitact bench table1 --device cuda --out runs/table1-cuda"
        })
final class Table1Command implements Callable<Integer> {

    private static final List<Integer> QUICK_BATCHES = List.of(1, 16);
    /** A quick run is to end in ten minutes: what is left of them is for the report, and for a machine that slows down. */
    private static final int QUICK_MINUTES = 8;

    private static final int NO_LIMIT = 365 * 24 * 60;
    private static final List<Integer> BATCHES = List.of(1, 16, 64, 256);

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "resnet50,vgg16,alexnet",
            completionCandidates = Models.class,
            description = "Networks (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Option(
            names = "--schemes",
            split = ",",
            defaultValue = "none,fitact,fitact-hard,clip-act,ranger",
            completionCandidates = Schemes.class,
            description =
                    "Schemes, some of ${COMPLETION-CANDIDATES}; none and fitact, whose columns are the paper's, are"
                            + " always among them (default: ${DEFAULT-VALUE}). What else there is computes as none does, or"
                            + " checks what is computed: bench redundancy.")
    private List<String> schemes;

    @Within("[1, 65536]")
    @Option(names = "--batch", split = ",", description = "Images of an inference (default: 1,16,64,256; quick: 1,16).")
    private List<Integer> batches = new ArrayList<>();

    @Within("[1, 1000]")
    @Option(
            names = "--forks",
            description = "JVMs for every cell, at least (default: 5; quick: 3; fewer where --minutes are over).")
    private Integer forks;

    @Within("(0, 1]")
    @Option(
            names = "--half-width",
            defaultValue = "0.01",
            description =
                    "More forks, up to twice as many, while a 95 %% interval of FitAct's overhead is wider: 0.01 is ± "
                            + "one point (default: ${DEFAULT-VALUE}; not with --quick).")
    private double halfWidth;

    @Within("[1, 525600]")
    @Option(
            names = "--minutes",
            description = "No fork is begun that would end later, by the forecast, but for the first of every cell "
                    + "(default: no limit; quick: 8).")
    private Integer minutes;

    /** The schemes whose inference can be timed without training. */
    static final class Schemes extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Schemes() {
            super(Stream.of(Scheme.values()).map(Scheme::option).toList());
        }
    }

    /** The networks of the table. */
    static final class Models extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Models() {
            super(Table1Run.MODELS);
        }
    }

    @Override
    public Integer call() throws IOException {
        Provenance provenance = options.provenance();
        List<Path> written = new Table1Run(settings()).run(options.folder(), provenance, options::progress);
        options.printFiles(written);
        return ExitCode.OK;
    }

    private List<Scheme> schemes() {
        Set<String> wanted = new LinkedHashSet<>(schemes);
        wanted.add(Scheme.RELU.option());
        wanted.add(Scheme.FITRELU_SMOOTH.option());
        return Stream.of(Scheme.values())
                .filter(scheme -> wanted.contains(scheme.option()))
                .toList();
    }

    private Table1Run.Settings settings() {
        boolean quick = options.quick();
        int count = forks == null ? (quick ? 3 : 5) : forks;
        int limit = minutes == null ? (quick ? QUICK_MINUTES : NO_LIMIT) : minutes;
        List<Integer> chosen = !batches.isEmpty() ? batches : quick ? QUICK_BATCHES : BATCHES;
        JmhRun.Effort effort = quick ? new JmhRun.Effort(count, 6, 8, 400) : new JmhRun.Effort(count, 6, 12, 1000);
        return new Table1Run.Settings(
                options.device(),
                options.threads(),
                models,
                schemes(),
                chosen,
                effort,
                quick ? count : 2 * count,
                halfWidth,
                Duration.ofMinutes(limit));
    }
}
