package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.fitact.cli.option.SparkOption;
import org.fitact.cli.option.StudyOptions;
import org.fitact.cli.output.PilotText;
import org.fitact.cli.output.StageProgress;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.OrFile;
import org.fitact.cli.value.RefusedOption;
import org.fitact.cli.value.Within;
import org.fitact.reproduce.PilotResult;
import org.fitact.reproduce.Preset;
import org.fitact.reproduce.PresetText;
import org.fitact.reproduce.Presets;
import org.fitact.reproduce.Reproduction;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.reproduce.Target;
import org.fitact.reproduce.report.ReproductionReport;
import org.fitact.reproduce.report.ReproductionResults;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact reproduce}: the paper's figures. */
@OutDefault("runs/reproduce-PRESET")
@Command(
        name = "reproduce",
        description = "Reproduces the figures of the FitAct paper: trains, hardens and breaks what they need, and sets "
                + "the results beside the published ones. What lies in --out is taken up, whichever run made it: run "
                + "the same command again after an interruption.",
        footer = {
            "",
            "Presets:",
            "  quick      small networks on embedded images, minutes on 2 cores",
            "  cpu-short  the networks of cpu, trained for 6 epochs each, half an hour of training",
            "  cpu        AlexNet, VGG16 and ResNet20 on CIFAR-10 and CIFAR-100, hours on 2 cores for each",
            "  gpu        the paper's networks on CIFAR-10, ten minutes on one large GPU",
            "  paper      the paper's networks on CIFAR-10 and CIFAR-100, 200 epochs each, for a GPU",
            "",
            "Examples:",
            "  bin/fitact reproduce all --out runs/quick",
            "  bin/fitact reproduce fig5 --preset cpu --describe            # what that runs",
            "  bin/fitact reproduce all --preset cpu --data-dir ~/data --only alexnet --out runs/cpu",
            "  bin/fitact reproduce all --preset cpu --data-dir ~/data --out runs/cpu",
            "  bin/fitact reproduce fig5 --preset cpu --data-dir ~/data --out runs/cpu --pilot --half-width 0.02",
            "  bin/fitact reproduce ablations --out runs/quick",
            "  bin/fitact reproduce all --out runs/quick --spark local[2]  # trials by Apache Spark, see docs/spark.md",
            "  bin/fitact reproduce memory --out runs/quick         # number formats and memory codes",
            "  bin/fitact reproduce field --out runs/quick          # the protections of the field, with what each costs",
            "  bin/fitact reproduce widths --out runs/quick         # integers of 4 to 32 bits beside float"
        })
final class ReproduceCommand implements Callable<Integer>, Resumable, GoesOn {

    private static final String ALL = "all";
    private static final String HALF_WIDTH = "--half-width";

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Parameters(
            arity = "1..*",
            paramLabel = "TARGET",
            completionCandidates = Names.Targets.class,
            description =
                    "${COMPLETION-CANDIDATES}; all is everything but the ablations, the memory, the field and the widths. The paper's "
                            + "Table I is fitact bench table1; its figure 4 is what train, harden and campaign do.")
    private List<String> targets;

    @OrFile
    @Option(
            names = "--preset",
            defaultValue = "quick",
            completionCandidates = Names.Presets.class,
            description = "${COMPLETION-CANDIDATES}, or a file NAME.json of the same form as --describe --json prints "
                    + "(default: ${DEFAULT-VALUE}). Of a file, memory, field and widths run all networks, with the images "
                    + "and the largest number of trials of their campaigns.")
    private String presetName;

    @OfTheRun
    @Option(
            names = "--only",
            split = ",",
            description = "Limit the run to some of the preset's networks, models or data sets, such as vgg16.")
    private List<String> only = new ArrayList<>();

    @OfTheRun
    @Option(names = "--describe", description = "Only print what the preset runs.")
    private boolean describe;

    @OfTheRun
    @Option(
            names = "--pilot",
            description = "Only train and harden, then estimate from a few trials how many trials the campaigns of the "
                    + "targets need for --half-width, and how long they take.")
    private boolean pilot;

    @Within("(0, 0.5]")
    @OfTheRun
    @Option(
            names = HALF_WIDTH,
            defaultValue = "0.02",
            description = "Of the intervals that a pilot plans for: 0.02 is two points (default: ${DEFAULT-VALUE}).")
    private double halfWidth;

    @Mixin
    private SparkOption spark;

    @Override
    public Integer call() throws IOException {
        Set<Target> wanted = targets();
        Preset preset = preset();
        if (describe) {
            if (!only.isEmpty()) {
                throw new MisuseError(
                        "--only limits a run, and --describe says all of a preset: leave one of them out");
            }
            common.print(spec, preset, console -> console.print(PresetText.of(preset)));
            return ExitCode.OK;
        }
        requireNetworks(preset);
        ReproductionFolder folder =
                new ReproductionFolder(common.out().orElse(Path.of("runs", "reproduce-" + preset.name())));
        if (!pilot && spec.commandLine().getParseResult().hasMatchedOption(HALF_WIDTH)) {
            throw new MisuseError(HALF_WIDTH + " is of --pilot: add that, or leave it out");
        }
        if (pilot && spark.isGiven()) {
            throw new MisuseError(
                    "--spark is of campaigns, and --pilot measures what one trial costs: leave one of them out");
        }
        try (Backend backend = common.openBackend();
                ClaimedFolder _ = ClaimedFolder.claim(folder.path(), ReproductionFolder.PRESET, StudyFolder.OPTIONS);
                StageProgress progress = new StageProgress()) {
            StudyOptions.remember(spec, new StudyFolder(folder.path()), Map.of());
            Reproduction reproduction = new Reproduction(preset, folder, data.dataDir(), backend, progress);
            reproduction.integerThreads(common.threads());
            if (pilot) {
                List<PilotResult> results = reproduction.pilot(wanted, only, halfWidth);
                progress.close();
                common.print(spec, results, console -> console.print(PilotText.of(results)));
                return ExitCode.OK;
            }
            ProvenanceRecord provenance =
                    new ProvenanceRecord(spec.commandLine(), common, backend).with("seed", preset.seed());
            run(reproduction, wanted, provenance);
            progress.close();
            provenance.with("stagesOfThisRun", progress.seconds());
            ReproductionResults results = ReproductionReport.write(preset, folder, backend, provenance.json());
            List<Path> files = ReproductionReport.files(folder);
            common.print(spec, results, console -> files.forEach(console::println));
        }
        return ExitCode.OK;
    }

    private void run(Reproduction reproduction, Set<Target> wanted, ProvenanceRecord provenance) throws IOException {
        try (TrialCluster cluster = spark.isGiven() ? spark.open() : null) {
            if (cluster != null) {
                reproduction.on(cluster);
            }
            reproduction.run(wanted, only, run -> provenance.of(run.settings()).of(run));
        }
    }

    /** What lies in its folder is taken up, without being asked for. */
    @Override
    public Optional<Path> goesOnIn() {
        return describe ? Optional.empty() : common.out();
    }

    private Preset preset() throws IOException {
        Preset preset = RefusedOption.named("--preset", () -> Presets.of(presetName));
        boolean seedGiven = spec.commandLine().getParseResult().hasMatchedOption("--seed");
        return seedGiven ? preset.withSeed(common.seed()) : preset;
    }

    private void requireNetworks(Preset preset) {
        try {
            preset.chosen(only);
        } catch (IllegalArgumentException e) {
            throw new MisuseError("--only: " + e.getMessage(), e);
        }
    }

    private Set<Target> targets() {
        EnumSet<Target> wanted = EnumSet.noneOf(Target.class);
        for (String name : targets) {
            if (name.equals(ALL)) {
                wanted.addAll(Target.figures());
            } else {
                wanted.add(Target.named(name));
            }
        }
        return wanted;
    }
}
