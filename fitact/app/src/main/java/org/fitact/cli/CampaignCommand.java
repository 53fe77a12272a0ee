package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.Shard;
import org.fitact.campaign.remote.TrialCluster;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CampaignOptions;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.DeployedSchemesOption;
import org.fitact.cli.option.GoesOn;
import org.fitact.cli.option.GrowOption;
import org.fitact.cli.option.OfTheRun;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.ResumeOption;
import org.fitact.cli.option.SparkOption;
import org.fitact.cli.option.WorkersOption;
import org.fitact.cli.option.memory.HardenedFormats;
import org.fitact.cli.option.memory.NumberOptions;
import org.fitact.cli.output.CampaignProgress;
import org.fitact.cli.output.PilotPlanText;
import org.fitact.cli.output.StorageWarning;
import org.fitact.cli.output.StudyOutput;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.RefusedOption;
import org.fitact.cli.value.UserError;
import org.fitact.estimate.Estimator;
import org.fitact.nn.image.source.DataSet;
import org.fitact.protect.Protection;
import org.fitact.report.ReportWriter;
import org.fitact.results.parquet.TrialsParquet;
import org.fitact.study.CampaignPilot;
import org.fitact.study.CampaignRun;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.PilotPlan;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.text.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact campaign}: faults into hardened networks, and what they still get right. */
@OutDefault("DIR")
@Command(
        name = "campaign",
        description = "Breaks hardened networks by faults in their memory and measures what they still get right.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact campaign runs/small",
            "  bin/fitact campaign runs/small --rates 1e-6,1e-5 --trials 200 --half-width 0.01 --out runs/small-fine",
            "  bin/fitact campaign runs/small --resume",
            "  bin/fitact campaign runs/small --grow --trials 200  # more of the same",
            "  bin/fitact campaign runs/small --replay faults.csv --out runs/replayed  # what a list says",
            "  bin/fitact campaign runs/small --shard 1/3 --out runs/part1  # and fitact merge",
            "  bin/fitact campaign runs/small --spark local[2]  # the same by Apache Spark, see docs/spark.md",
            "  bin/fitact campaign runs/small --parquet runs/small-parquet  # trials for pandas, DuckDB or Spark, too",
            "  bin/fitact campaign runs/small --pilot --half-width 0.01  # how many trials and images that takes",
            "  bin/fitact campaign runs/small --bound-format Q7.8 --out runs/small-16  # bounds in 16 bits",
            "  bin/fitact campaign runs/small --schemes none,none+vote+guard,fitact+secded72 --out runs/codes",
            "  bin/fitact campaign runs/small --format int8:channel --code guard --out runs/int8",
            "  bin/fitact campaign runs/small --code secded72 --protect-from runs/map/map.json --out runs/selective",
            "  bin/fitact campaign runs/small --code secded72 --scrubs 9 --out runs/scrubbed  # corrected nine times"
                    + " meanwhile",
            "  bin/fitact campaign runs/small --estimator averaged --out runs/small-averaged  # the last layer in closed"
                    + " form",
            "  bin/fitact campaign runs/small --alarm 0.01 --out runs/alarm  # what bounds cut, and the alarms that it"
                    + " gives",
            "  bin/fitact campaign runs/small --transient accumulator --transient-one --out runs/upsets  # a flip in"
                    + " each inference",
            "  bin/fitact campaign runs/small --transient value,input --transient-rate 1e-8 --rates 1e-6 --out runs/both",
            "  bin/fitact campaign runs/small --arithmetic runs/small --out runs/integers  # in integers, after fitact"
                    + " quantise",
            "  bin/fitact campaign runs/small --arithmetic runs/small --transient accumulator --transient-rate 1e-6 --out"
                    + " runs/sums",
            "  bin/fitact campaign runs/small --sampling per-tensor-truncated --out runs/as-others  # as other tools flip"
                    + " bits",
            "  bin/fitact campaign runs/small --faults stuck_at_1 --kinds weight --bits sign,integer --out runs/stuck"
        })
final class CampaignCommand implements Callable<Integer>, Resumable, GoesOn {

    private static final double PILOT_HALF_WIDTH = 0.01;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private CampaignOptions options;

    @Mixin
    private NumberOptions numbers;

    @Parameters(paramLabel = "DIR", description = "Folder with hardened networks, from fitact harden.")
    private Path folder;

    @Mixin
    private DeployedSchemesOption schemes;

    @Mixin
    private ResumeOption resume;

    @Mixin
    private GrowOption grow;

    @OfTheRun
    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Only run a part of the trials, the I-th of N, in a folder of its own: fitact merge puts the parts "
                            + "together.")
    private Shard shard = Shard.ALL;

    @OfTheRun
    @Option(
            names = "--fault-list",
            paramLabel = "FILE",
            description =
                    "Also write what was struck, bit by bit, as CSV: --replay strikes it again, here or elsewhere.")
    private Path faultList;

    @OfTheRun
    @Option(
            names = "--parquet",
            paramLabel = "DIR",
            description =
                    "Also write the rows of trials.csv as Parquet, into a folder that is empty or not there yet, for"
                            + " pandas, DuckDB or Spark.")
    private Path parquet;

    @OfTheRun
    @Option(
            names = "--pilot",
            description =
                    "Only run a few trials of every scheme at every rate, and propose the --trials and --images with "
                            + "which every interval is as narrow as --half-width (default: 0.01).")
    private boolean pilot;

    @Mixin
    private WorkersOption workers;

    @Mixin
    private SparkOption spark;

    @Override
    public Integer call() throws IOException {
        if (pilot) {
            requireNoTrials();
        }
        requireAllOfOne();
        requireOneKindOfOthers();
        requireParquet();
        options.requireForIntegers(numbers);
        StudyFolder hardened = new StudyFolder(folder);
        List<Protection> chosen = schemes.hardenedIn(hardened);
        options.requireCode(chosen);
        List<String> kept =
                chosen.stream().map(Protection::hardenedAs).distinct().toList();
        options.requireArithmetics(kept);
        CampaignSettings settings = options.settings(format(hardened, kept), common.seed());
        DataSet images = data.of(hardened.hardened(kept.getFirst()));
        try (Backend backend = common.openBackend(pilot ? 1 : workers.workers());
                CampaignRun run = RefusedOption.named(
                        "--images",
                        () -> new CampaignRun(
                                hardened,
                                backend,
                                names(chosen),
                                settings,
                                images.test(),
                                options.images(images.test().size())))) {
            if (options.arithmetic().isPresent()) {
                run.inIntegers(
                        options.arithmetic().get(), Math.max(1, common.threads() / (pilot ? 1 : workers.workers())));
            }
            if (pilot) {
                propose(run, run.settings());
            } else {
                if (options.alarm().isPresent()) {
                    run.withAlarm(images.train(), options.alarm().get());
                }
                run(run, run.settings(), backend);
            }
        }
        return ExitCode.OK;
    }

    private void run(CampaignRun run, CampaignSettings settings, Backend backend) throws IOException {
        try (ClaimedFolder claimed = ClaimedFolder.claim(out(), StudyFolder.OPTIONS)) {
            StudyFolder out = claimed.study();
            Map<String, String> resolved = Map.of("--schemes", String.join(",", names(run)));
            if (grow.isGiven()) {
                grow.begin(spec, out, settings, names(run), resolved);
                run.grow();
            } else {
                resume.begin(spec, out, out.trials(), "campaign", resolved);
            }
            run.only(shard);
            ProvenanceRecord provenance = new ProvenanceRecord(spec.commandLine(), common, backend);
            run.workers(workers.workers(), () -> common.openBackend(workers.workers()));
            StudyRecord record = computed(run, out, provenance.of(settings));
            run.storageLosses().forEach((scheme, losses) -> StorageWarning.print(spec, scheme, losses));
            if (faultList != null) {
                run.writeFaults(faultList, record);
            }
            Path page = ReportWriter.write(out.path(), record).getLast();
            if (parquet != null) {
                TrialsParquet.write(out.path().resolve("trials.csv"), parquet);
            }
            common.print(spec, record.results(), console -> {
                StudyOutput.print(console, record, List.of(page));
                if (parquet != null) {
                    console.println("parquet: " + parquet);
                }
            });
        }
    }

    private StudyRecord computed(CampaignRun run, StudyFolder out, CampaignRun.Provenance provenance)
            throws IOException {
        if (!spark.isGiven()) {
            return CampaignProgress.run(run, out, provenance, this::tellMemory);
        }
        try (TrialCluster cluster = spark.open()) {
            run.on(cluster);
            return CampaignProgress.run(run, out, provenance);
        }
    }

    /** That of parameters; an arithmetic in integers has its own. */
    private TensorFormat format(StudyFolder hardened, List<String> kept) throws IOException {
        return options.arithmetic().isPresent()
                ? FixedPoint.DEFAULT
                : new HardenedFormats(hardened, kept, numbers).arithmetic(spec, common.seed());
    }

    private void tellMemory(long bytes) {
        if (workers.workers() > 1) {
            spec.commandLine()
                    .getErr()
                    .println("fitact: " + workers.workers() + " workers, each with about " + Bytes.format(bytes)
                            + " for a network of its own, and the images of a trial");
        }
    }

    /** Who stops by itself must see all of its trials. */
    private void requireAllOfOne() {
        if (shard.count() > 1 && options.halfWidth() > 0) {
            throw new MisuseError(
                    "--shard runs a part of the trials, and --half-width stops by all of them: leave one of them "
                            + "out");
        }
    }

    private void requireOneKindOfOthers() {
        if (spark.isGiven() && workers.workers() > 1) {
            throw new MisuseError("--workers and --spark both say who computes trials: leave one of them out");
        }
    }

    /** Before hours of trials, rather than behind them. */
    private void requireParquet() throws IOException {
        if (parquet == null) {
            return;
        }
        boolean isOfResults = out().toAbsolutePath()
                .normalize()
                .startsWith(parquet.toAbsolutePath().normalize());
        if (isOfResults || !TrialsParquet.isFree(parquet)) {
            throw new MisuseError(
                    "--parquet", parquet, "a folder that is empty or not there yet, and none of the results");
        }
        if (!TrialsParquet.isPossible()) {
            throw new UserError(
                    "--parquet " + parquet + ": this program was built without DuckDB, which writes Parquet;"
                            + " bin/fitact builds it with DuckDB where --parquet is among the options");
        }
    }

    private Path out() {
        return common.out().orElse(folder);
    }

    @Override
    public Optional<Path> resumesFrom() {
        return pilot ? Optional.empty() : Optional.of(new StudyFolder(out()).trials());
    }

    private static List<String> names(CampaignRun run) {
        return run.schemes().stream().map(ProtectedNetwork::scheme).toList();
    }

    @Override
    public Optional<Path> goesOnIn() {
        return grow.isGiven() ? Optional.of(out()) : resume.in(out());
    }

    @Override
    public Set<String> mayDiffer() {
        return grow.mayDiffer();
    }

    /** A pilot leaves nothing, so it has no use for a folder. */
    private void requireNoTrials() {
        if (grow.isGiven() || shard.count() > 1 || faultList != null || parquet != null) {
            String option = grow.isGiven()
                    ? "--grow"
                    : faultList != null ? "--fault-list" : parquet != null ? "--parquet" : "--shard";
            throw new MisuseError(option + " is of campaigns, and --pilot leaves no trials: leave one of them out");
        }
        if (resume.isGiven() || common.out().isPresent()) {
            throw new MisuseError((resume.isGiven() ? "--resume" : "--out")
                    + " is of campaigns, and --pilot leaves no trials: leave one of them out");
        }
        if (options.estimator() == Estimator.Kind.AVERAGED) {
            throw new MisuseError(
                    "--estimator averaged is of campaigns, and --pilot proposes trials as they are: leave one "
                            + "of them out");
        }
        if (options.strikesComputation()) {
            throw new MisuseError(
                    "--transient is of campaigns, and --pilot proposes trials of faults in memory: leave one "
                            + "of them out");
        }
        if (workers.workers() > 1 || spark.isGiven()) {
            throw new MisuseError((workers.workers() > 1 ? "--workers" : "--spark")
                    + " is of campaigns, and --pilot measures what one trial costs: leave one of them out");
        }
    }

    private void propose(CampaignRun run, CampaignSettings settings) {
        double wanted =
                settings.stopping().halfWidth() > 0 ? settings.stopping().halfWidth() : PILOT_HALF_WIDTH;
        PilotPlan plan;
        try (CampaignProgress display = CampaignProgress.of("pilot")) {
            plan = new CampaignPilot(run).plan(wanted, display);
        }
        common.print(spec, plan, console -> console.print(PilotPlanText.of(plan)));
    }

    private static List<String> names(List<Protection> schemes) {
        return schemes.stream().map(Protection::name).toList();
    }
}
