package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.EstimatorTable;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.output.CampaignProgress;
import org.fitact.cli.output.JsonOutput;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.Images;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact bench estimators}: how many trials an interval takes, plain and averaged. */
@Command(
        name = "estimators",
        description = {
            "Looks at trials in both ways, plain and with the faults of the last layer averaged (campaign --estimator), and",
            "prints both means, and the trials and seconds that an interval takes."
        },
        footer = {
            "",
            "Examples:",
            "  fitact bench estimators runs/demo",
            "  fitact bench estimators runs/vgg16 --data-dir ~/data --trials 400 --images 200 --rates 3e-7,1e-6,3e-6"
        })
final class EstimatorsCommand implements Callable<Integer> {

    private static final int BATCH = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private SeedOption seed;

    @Mixin
    private DataDirOption data;

    @Parameters(paramLabel = "DIR", description = "Folder with a hardened network, from fitact harden.")
    private Path folder;

    @Option(
            names = "--schemes",
            split = ",",
            completionCandidates = Names.Schemes.class,
            description = "Protections (default: that which the program is about).")
    private List<String> schemes = List.of(Protections.featured().name());

    @Within("(0, 1)")
    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "3e-7,1e-6,3e-6,1e-5,3e-5",
            description = "Bit error rates (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Within("[2, 10000000]")
    @Option(names = "--trials", defaultValue = "200", description = "Trials at each rate (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Within("[1, 10000000]")
    @Option(
            names = "--images",
            defaultValue = "200",
            description = "Test images of a trial (default: ${DEFAULT-VALUE}).")
    private int images;

    @Within("[0.0001, 0.5]")
    @Option(
            names = "--half-width",
            defaultValue = "0.01",
            description = "Wanted of an interval: 0.01 is one point (default: ${DEFAULT-VALUE}).")
    private double halfWidth;

    @Override
    public Integer call() throws IOException {
        StudyFolder hardened = new StudyFolder(folder);
        Images test = data.of(hardened.hardened(schemes.getFirst())).test();
        EstimatorTable table;
        try (Backend backend = device.openBackend();
                CampaignRun run = new CampaignRun(hardened, backend, schemes, settings(), test, images);
                CampaignProgress display = CampaignProgress.of("trials")) {
            table = EstimatorTable.of(run, halfWidth, display);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json.json()) {
            JsonOutput.print(out, table);
        } else {
            out.print(table.text());
        }
        return ExitCode.OK;
    }

    private CampaignSettings settings() {
        return new CampaignSettings(
                rates.stream().sorted().distinct().toList(),
                StoppingRule.exactly(trials),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, BATCH),
                seed.seed());
    }
}
