package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.bench.Scheme;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.Table1Run;
import org.fitact.bench.report.TableNetwork;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.value.MisuseError;
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
            "  bin/fitact bench table1 --models vgg16 --batch 1 --schemes fitact,proact,tanh,erdnn --out"
                    + " runs/table1-field",
            "  bin/fitact bench table1 --networks runs/demo --batch 1,64 --out runs/table1-trained  # as"
                    + " they were hardened",
            "  bin/fitact bench table1 --device cuda --out runs/table1-cuda"
        })
final class Table1Command implements Callable<Integer> {

    private static final List<Integer> QUICK_BATCHES = List.of(1, 16);
    /** A quick run is to end in ten minutes: what is left of them is for the report, and for a machine that slows down. */
    private static final int QUICK_MINUTES = 8;

    private static final int NO_LIMIT = 365 * 24 * 60;
    private static final List<Integer> BATCHES = List.of(1, 16, 64, 256);

    private static final List<String> SCHEMES =
            Scheme.USUAL.stream().map(Scheme::option).toList();

    @Mixin
    private BenchOptions options;

    @Mixin
    private DataDirOption data;

    @Option(
            names = "--models",
            split = ",",
            completionCandidates = Models.class,
            description =
                    "Networks with random weights (default: resnet50,vgg16,alexnet; none where there are --networks).")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--networks",
            split = ",",
            paramLabel = "DIR",
            description = "Networks as they were trained and hardened, in folders that fitact harden left: their own"
                    + " bounds, and the first test images of their data sets.")
    private List<Path> networks = new ArrayList<>();

    @Option(
            names = "--schemes",
            split = ",",
            completionCandidates = Schemes.class,
            description =
                    "Schemes, some of ${COMPLETION-CANDIDATES}; none and fitact, whose columns are the paper's, are"
                            + " always among them (default: none,fitact,fitact-hard,clip-act,ranger; of --networks all that a folder"
                            + " has). With random weights those up to erdnn can be timed. What else there is checks what is"
                            + " computed: bench redundancy.")
    private List<String> schemes = new ArrayList<>();

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

    /** The schemes whose inference can be timed. */
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

    /** With random weights where no trained network is named, or a model is; then those that are trained. */
    private List<TableNetwork> networks(int largestBatch) throws IOException {
        List<TableNetwork> all = new ArrayList<>();
        if (networks.isEmpty() || !models.isEmpty()) {
            all.addAll(Table1Run.random(models.isEmpty() ? Table1Run.MODELS : models, drawn()));
        }
        Map<String, Path> named = new HashMap<>();
        for (Path folder : networks) {
            TableNetwork network = TableNetwork.trained(folder, named(schemes));
            Path other = named.put(network.name().orElseThrow(), folder);
            if (other != null) {
                throw new MisuseError(
                        "--networks",
                        other + " and " + folder,
                        "folders of different names, by which results tell them apart");
            }
            requireImages(folder, network, largestBatch);
            all.add(network);
        }
        return all;
    }

    private List<Scheme> drawn() {
        Set<String> wanted = new LinkedHashSet<>(schemes.isEmpty() ? SCHEMES : schemes);
        wanted.add(Scheme.RELU.option());
        wanted.add(Scheme.FITRELU_SMOOTH.option());
        for (Scheme scheme : named(wanted)) {
            if (!Scheme.DRAWN.contains(scheme)) {
                throw new MisuseError(
                        "--schemes", scheme.option(), "one that can be timed with random weights, or --networks alone");
            }
        }
        return named(wanted);
    }

    private static List<Scheme> named(Collection<String> options) {
        return Stream.of(Scheme.values())
                .filter(scheme -> options.contains(scheme.option()))
                .toList();
    }

    /** Says what is missing before a JVM is forked to find out. */
    private void requireImages(Path folder, TableNetwork network, int batch) throws IOException {
        int images = data.of(network.file(Scheme.RELU)).test().size();
        if (batch > images) {
            throw new MisuseError("--batch", batch, "at most the " + images + " test images of " + folder);
        }
    }

    private Table1Run.Settings settings() throws IOException {
        boolean quick = options.quick();
        int count = forks == null ? (quick ? 3 : 5) : forks;
        int limit = minutes == null ? (quick ? QUICK_MINUTES : NO_LIMIT) : minutes;
        List<Integer> chosen = !batches.isEmpty() ? batches : quick ? QUICK_BATCHES : BATCHES;
        JmhRun.Effort effort = quick ? new JmhRun.Effort(count, 6, 8, 400) : new JmhRun.Effort(count, 6, 12, 1000);
        return new Table1Run.Settings(
                options.device(),
                options.threads(),
                networks(Collections.max(chosen)),
                data.dataDir(),
                chosen,
                effort,
                quick ? count : 2 * count,
                halfWidth,
                Duration.ofMinutes(limit));
    }
}
