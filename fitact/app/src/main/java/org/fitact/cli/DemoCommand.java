package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.GoesOn;
import org.fitact.cli.option.Resumable;
import org.fitact.cli.option.ResumeOption;
import org.fitact.cli.option.SchemesOption;
import org.fitact.cli.output.CampaignProgress;
import org.fitact.cli.output.HardeningProgress;
import org.fitact.cli.output.StudyOutput;
import org.fitact.cli.output.TrainingProgress;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Recipe;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ThresholdSearch;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.protect.Role;
import org.fitact.report.ReportWriter;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.Hardening;
import org.fitact.study.HeldOut;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.study.Training;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fitact demo}: the whole of a study in a few minutes, on images that come with the program. */
@OutDefault("runs/demo")
@Command(
        name = "demo",
        description = "Trains, hardens and breaks a small network on embedded images, and shows what survived.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact demo --out runs/demo",
            "  bin/fitact demo --out runs/demo --resume   # after an interruption",
            "  bin/fitact demo --out runs/demo7 --seed 7 --json"
        })
final class DemoCommand implements Callable<Integer>, Resumable, GoesOn {

    private static final String MODEL = "vgg-small";
    private static final String DATASET = "fashion-mnist-small";
    private static final int EPOCHS = 5;
    private static final double HELD_OUT = 0.2;
    private static final List<String> SCHEMES = schemes();
    private static final List<Double> RATES = List.of(1e-7, 1e-6, 3e-6, 1e-5, 3e-5);
    private static final int TRIALS = 30;
    private static final int IMAGES = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ResumeOption resume;

    @Override
    public Integer call() throws IOException {
        DataSet images = DataSets.open(DATASET, null);
        try (Backend backend = common.openBackend();
                ClaimedFolder claimed = ClaimedFolder.claim(out(), StudyFolder.OPTIONS)) {
            StudyFolder folder = claimed.study();
            resume.begin(spec, folder, folder.model(), "study", Map.of());
            ProvenanceRecord provenance = new ProvenanceRecord(spec.commandLine(), common, backend);
            train(folder, backend, images, provenance);
            harden(folder, backend, images, provenance);
            StudyRecord record = breakIt(folder, backend, images, provenance);
            Path page = ReportWriter.write(folder.path(), record).getLast();
            common.print(spec, record.results(), out -> StudyOutput.print(out, record, List.of(page)));
        }
        return ExitCode.OK;
    }

    private Path out() {
        return common.out().orElse(Path.of("runs", "demo"));
    }

    @Override
    public Optional<Path> resumesFrom() {
        return Optional.of(new StudyFolder(out()).model());
    }

    @Override
    public Optional<Path> goesOnIn() {
        return resume.in(out());
    }

    private void train(StudyFolder folder, Backend backend, DataSet images, ProvenanceRecord provenance)
            throws IOException {
        Recipe recipe = new Recipe(
                EPOCHS,
                64,
                new UpdateRule.Sgd(0.9f, true, 5e-4f),
                0.05,
                Recipe.Decay.COSINE,
                1,
                0,
                Augmentation.NONE,
                common.seed());
        HeldOut heldOut = new HeldOut(HELD_OUT, common.seed());
        Training training = new Training(folder, backend, images, heldOut, recipe);
        Training.Result result = TrainingProgress.run(training, MODEL, common.seed());
        provenance.with("recipe", ProvenanceRecord.fields(recipe)).with("training", result);
    }

    private void harden(StudyFolder folder, Backend backend, DataSet images, ProvenanceRecord provenance)
            throws IOException {
        HardeningSettings settings = new HardeningSettings(
                PostTraining.DEFAULT,
                new ThresholdSearch(new double[] {1e-6, 4e-6, 7e-6, 1e-5}, 3, 100, 1, 3, 0.01),
                0,
                FixedPoint.DEFAULT);
        long start = System.nanoTime();
        HardeningProgress.run(
                new Hardening(folder, backend, images.train(), settings, common.seed()), SchemesOption.named(SCHEMES));
        provenance.with("hardeningSeconds", (System.nanoTime() - start) / 1e9);
    }

    private StudyRecord breakIt(StudyFolder folder, Backend backend, DataSet images, ProvenanceRecord provenance)
            throws IOException {
        CampaignSettings settings = new CampaignSettings(
                RATES,
                StoppingRule.exactly(TRIALS),
                new FlipKind(),
                FaultFilter.ALL,
                Deployment.of(FixedPoint.DEFAULT),
                common.seed());
        try (CampaignRun run = new CampaignRun(folder, backend, SCHEMES, settings, images.test(), IMAGES)) {
            return CampaignProgress.run(run, folder, provenance.of(settings));
        }
    }

    /** What the program is about, beside what led to it. */
    private static List<String> schemes() {
        List<Protection> before = Protections.with(Role.BASELINE, Role.COMPARED, Role.PRECURSOR);
        return Stream.concat(before.stream(), Stream.of(Protections.featured()))
                .map(Protection::name)
                .toList();
    }
}
