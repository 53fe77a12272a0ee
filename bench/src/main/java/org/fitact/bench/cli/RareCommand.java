package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.RareTable;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.output.CampaignProgress;
import org.fitact.cli.output.JsonOutput;
import org.fitact.cli.value.MisuseError;
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

/** {@code fitact bench rare}: accuracy down to the rarest rates, from one set of trials. */
@Command(
        name = "rare",
        description = {
            "Runs trials with fixed numbers of flips, and prints the accuracy that follows from them at every bit error rate,",
            "also where plain trials would see no flip, beside plain trials where those see some."
        },
        footer = {
            "",
            "Examples:",
            "  fitact bench rare runs/demo",
            "  fitact bench rare runs/demo --scheme none --trials 500 --plain-trials 0 --json"
        })
final class RareCommand implements Callable<Integer> {

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
            names = "--scheme",
            completionCandidates = Names.Schemes.class,
            description = "Protection whose memory is struck (default: that which the program is about).")
    private String scheme = Protections.featured().name();

    @Within("(0, 1)")
    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "1e-12,1e-11,1e-10,1e-9,1e-8,1e-7,3e-7,1e-6,3e-6,1e-5,3e-5,1e-4,3e-4,1e-3",
            description = "Bit error rates of the table (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Within("[2, 10000000]")
    @Option(
            names = "--trials",
            defaultValue = "200",
            description = "Trials with each number of flips (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Within("[0, 10000000]")
    @Option(
            names = "--plain-trials",
            defaultValue = "200",
            description = "Plain trials at the rates where they see flips, for comparison; 0 for none (default: "
                    + "${DEFAULT-VALUE}).")
    private int plainTrials;

    @Within("(0, 1)")
    @Option(
            names = "--plain-from",
            defaultValue = "1e-7",
            description = "The lowest rate with plain trials (default: ${DEFAULT-VALUE}).")
    private double plainFrom;

    @Within("[1, 10000000]")
    @Option(
            names = "--images",
            defaultValue = "200",
            description = "Test images of a trial (default: ${DEFAULT-VALUE}).")
    private int images;

    @Override
    public Integer call() throws IOException {
        if (plainTrials == 1) {
            throw new MisuseError("--plain-trials is 1, expected 0 for none, or two or more");
        }
        StudyFolder hardened = new StudyFolder(folder);
        Images test = data.of(hardened.hardened(scheme)).test();
        RareTable table;
        try (Backend backend = device.openBackend();
                CampaignRun run = new CampaignRun(hardened, backend, List.of(scheme), settings(), test, images);
                CampaignProgress display = CampaignProgress.of("trials")) {
            table = RareTable.of(run, plainTrials, plainFrom, display);
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
