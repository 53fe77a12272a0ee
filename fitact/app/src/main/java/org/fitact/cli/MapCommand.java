package org.fitact.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.GoesOn;
import org.fitact.cli.option.OfTheRun;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.ResumeOption;
import org.fitact.cli.option.SparkOption;
import org.fitact.cli.option.fault.FilterOptions;
import org.fitact.cli.option.memory.ArithmeticOption;
import org.fitact.cli.option.memory.HardenedFormats;
import org.fitact.cli.option.memory.NumberOptions;
import org.fitact.cli.option.memory.StorageOptions;
import org.fitact.cli.output.PartsProgress;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.RefusedOption;
import org.fitact.cli.value.Within;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.Images;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.report.MapReport;
import org.fitact.report.MapText;
import org.fitact.results.MapPlan;
import org.fitact.results.MapResults;
import org.fitact.stats.SampleSize;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.StudyFolder;
import org.fitact.study.map.MapRun;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.vulnerability.Division;
import org.fitact.vulnerability.MapSettings;
import org.fitact.vulnerability.MapState;
import org.fitact.vulnerability.MapWorkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact map}: which single bit flips of a memory change what the network answers. */
@OutDefault("DIR/map-SCHEME")
@Command(
        name = "map",
        description = "Samples single bit flips of a hardened network's memory by layer, bit and kind, until the"
                + " share that changes its answers is known to a margin in each, and lists the most harmful"
                + " ones.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact map runs/small --scheme none --dry-run  # what will be sampled",
            "  bin/fitact map runs/small --scheme none --out runs/map",
            "  bin/fitact map runs/small --scheme fitact+secded72 --by layer --margin 0.005 --out runs/map-coded",
            "  bin/fitact map runs/small --scheme none --arithmetic runs/small --margin 0.05 --out runs/map-integers",
            "  bin/fitact map runs/small --scheme none --out runs/map --resume  # after an interruption",
            "  bin/fitact map runs/small --scheme none --spark spark://HOST:7077 --out runs/map",
            "  bin/fitact campaign runs/small --replay runs/map/faults.csv --rates 1e-9 --out runs/worst"
        })
final class MapCommand implements Callable<Integer>, Resumable, GoesOn {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private NumberOptions numbers;

    @Mixin
    private StorageOptions storage;

    @Mixin
    private ArithmeticOption arithmetic;

    @Mixin
    private FilterOptions filter;

    @Mixin
    private ResumeOption resume;

    @Mixin
    private SparkOption spark;

    @Parameters(paramLabel = "DIR", description = "Folder with hardened networks, from fitact harden.")
    private Path folder;

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            description = "The scheme whose memory is mapped, with codes behind it if wanted, such as fitact+secded72 "
                    + "(default: the network without protection).")
    private Protection scheme = Protections.baseline();

    @Option(
            names = "--by",
            split = ",",
            defaultValue = "layer,bit",
            description = "What faults are divided by: some of layer, bit, kind (default: ${DEFAULT-VALUE}).")
    private Set<Division> by;

    @Within("(0, 0.5)")
    @Option(
            names = "--margin",
            defaultValue = "0.01",
            description = "Half of the widest interval of a stratum: 0.01 is one point (default: ${DEFAULT-VALUE}).")
    private double margin;

    @Within("(0, 1)")
    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            description = "Confidence of the intervals (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Within("[1, 1000000]")
    @Option(
            names = "--images",
            defaultValue = "200",
            description = "Test images with which a fault may be met (default: ${DEFAULT-VALUE}).")
    private int images;

    @Within("[0, 10000]")
    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "100",
            description = "Faults in the list of the most harmful ones (default: ${DEFAULT-VALUE}).")
    private int listed;

    @OfTheRun
    @Within("[0, 1000000]")
    @Option(
            names = "--verify",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Faults of the sample that are also answered by full inferences: one that differs is an error "
                            + "(default: ${DEFAULT-VALUE}).")
    private int verified;

    @OfTheRun
    @Within("(0, 1e9]")
    @Option(
            names = "--fit-per-mbit",
            paramLabel = "FIT",
            description = "Upsets of a million bits in 10^9 hours: also give the memory's failures in time.")
    private Double fitPerMbit;

    @OfTheRun
    @Option(names = "--dry-run", description = "Only print what would be sampled.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        requireSomethingToFollow();
        StudyFolder hardened = new StudyFolder(folder);
        storage.requireCode(List.of(scheme));
        arithmetic.requireItsFormats(numbers, storage);
        MapSettings settings = new MapSettings(new SampleSize(margin, confidence), listed, verified);
        Deployment deployment = storage.deployment(format(hardened), 1);
        MapRun.Subject subject = new MapRun.Subject(
                scheme,
                deployment,
                arithmetic.source().map(source -> source.of(scheme.hardenedAs())),
                filter.filter(),
                EnumSet.copyOf(by),
                images,
                common.seed());
        Images test = data.of(hardened.hardened(scheme.hardenedAs())).test();
        try (Backend backend = openCpu();
                MapRun run = RefusedOption.named(
                        "--images", () -> new MapRun(hardened, this::openCpu, backend, subject, settings, test))) {
            if (dryRun) {
                MapPlan plan = run.plan();
                common.print(spec, plan, console -> console.print(MapText.plan(plan)));
            } else {
                run(run, backend);
            }
        }
        return ExitCode.OK;
    }

    /** That of parameters; an arithmetic in integers has its own. */
    private TensorFormat format(StudyFolder hardened) throws IOException {
        return arithmetic.isGiven()
                ? FixedPoint.DEFAULT
                : new HardenedFormats(hardened, List.of(scheme.hardenedAs()), numbers).arithmetic(spec, common.seed());
    }

    private void run(MapRun run, Backend backend) throws IOException {
        try (ClaimedFolder claimed = ClaimedFolder.claim(out(), StudyFolder.OPTIONS)) {
            Path state = claimed.study().map();
            resume.begin(spec, claimed.study(), state, "map", Map.of());
            ProvenanceRecord provenance = new ProvenanceRecord(spec.commandLine(), common, backend);
            spec.commandLine().getErr().print(MapText.plan(run.plan()));
            MapState found = mapped(run, state);
            JsonNode facts = provenance.json();
            MapResults results = run.results(found, fitPerMbit, facts);
            Path page = MapReport.write(claimed.study().path(), results).getLast();
            common.print(spec, results, console -> {
                console.print(MapText.terminal(results));
                console.println("report: " + page);
            });
        }
    }

    private MapState mapped(MapRun run, Path state) throws IOException {
        try (TrialCluster cluster = spark.isGiven() ? spark.open() : null;
                PartsProgress progress = new PartsProgress("map, ", "faults")) {
            MapWorkers workers = cluster == null ? run.threads(common.threads()) : run.on(cluster);
            return run.run(state, workers, progress::at);
        }
    }

    private void requireSomethingToFollow() {
        if (dryRun && spark.isGiven()) {
            throw new MisuseError(
                    "--spark says who follows faults, and --dry-run has none followed: leave one of them out");
        }
    }

    /** One thread each: faults are followed side by side. */
    private Backend openCpu() {
        Backend backend = common.openBackend(common.threads());
        if (backend.hasOwnMemory()) {
            String name = backend.name();
            backend.close();
            throw new MisuseError("--device " + name
                    + " has a memory of its own, and faults are followed on the CPU: leave it " + "out");
        }
        return backend;
    }

    private Path out() {
        return common.out().orElseGet(() -> folder.resolve("map-" + scheme.name()));
    }

    @Override
    public Optional<Path> resumesFrom() {
        return dryRun ? Optional.empty() : Optional.of(new StudyFolder(out()).map());
    }

    @Override
    public Optional<Path> goesOnIn() {
        return resume.in(out());
    }
}
