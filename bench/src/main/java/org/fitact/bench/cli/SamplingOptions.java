package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.option.fault.TrialImagesOption;
import org.fitact.cli.output.CampaignProgress;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.Images;
import org.fitact.stats.StoppingRule;
import org.fitact.study.CampaignRun;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the commands take that sample trials of hardened networks and keep none. */
final class SamplingOptions {

    private static final int BATCH = 100;

    @Spec(Target.MIXEE)
    private CommandSpec command;

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

    @Mixin
    private TrialImagesOption images = new TrialImagesOption(200);

    /**
     * Samples trials by flips in the whole memory, and prints what comes of them.
     *
     * @param text of the table, where no JSON is wanted
     */
    <T> void print(
            List<String> schemes,
            List<Double> rates,
            int trials,
            BiFunction<CampaignRun, CampaignListener, T> table,
            BiFunction<PrintWriter, T, PrintWriter> text)
            throws IOException {
        CampaignSettings settings = new CampaignSettings(
                rates.stream().sorted().distinct().toList(),
                StoppingRule.exactly(trials),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, BATCH),
                seed.seed());
        StudyFolder hardened = new StudyFolder(folder);
        Images test = data.of(hardened.hardened(schemes.getFirst())).test();
        T made;
        try (Backend backend = device.openBackend();
                CampaignRun run =
                        new CampaignRun(hardened, backend, schemes, settings, test, images.images(test.size()));
                CampaignProgress display = CampaignProgress.of("trials")) {
            made = table.apply(run, display);
        }
        json.print(command, made, console -> text.apply(console, made));
    }
}
