package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.report.BoundStudy;
import org.fitact.bench.report.Provenance;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.option.fault.TrialImagesOption;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.nn.image.Images;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fitact bench bounds}: bounds in 32, 16 and 8 bits. */
@Command(
        name = "bounds",
        description = "Compares formats of stored bounds: memory, and accuracy under the same faults.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench bounds runs/demo --out runs/demo-bounds",
            "  bin/fitact bench bounds runs/alexnet --data-dir ~/data --formats Q15.16,Q7.8,Q5.2 --trials 200"
        })
final class BoundsCommand implements Callable<Integer> {

    private static final int BATCH = 100;
    private static final int QUICK_TRIALS = 20;

    @Mixin
    private BenchOptions options;

    @Mixin
    private SeedOption seed;

    @Mixin
    private DataDirOption data;

    @Parameters(paramLabel = "DIR", description = "Folder with a hardened network, from fitact harden.")
    private Path folder;

    @Option(
            names = "--scheme",
            completionCandidates = Names.Schemes.class,
            description = "Protection whose bounds are stored (default: that which the program is about).")
    private String scheme = Protections.featured().name();

    @Option(
            names = "--formats",
            split = ",",
            defaultValue = "Q15.16,Q7.8,Q3.4",
            description = "Formats of the bounds; the others are compared with the first (default: ${DEFAULT-VALUE}).")
    private List<QFormat> formats;

    @Within("(0, 1)")
    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "1e-6,3e-6,1e-5,3e-5",
            description = "Bit error rates (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Within("[2, 10000000]")
    @Option(names = "--trials", description = "Trials at each rate (default: 100; quick: 20).")
    private Integer trials;

    @Mixin
    private TrialImagesOption images = new TrialImagesOption(200);

    @Override
    public Integer call() throws IOException {
        StudyFolder hardened = new StudyFolder(folder);
        BoundStudy.Settings settings = new BoundStudy.Settings(
                hardened, scheme, formats.stream().distinct().toList(), campaign(), images.images());
        Images test = data.of(hardened.hardened(scheme)).test();
        Provenance provenance = options.provenance();
        try (Backend backend = options.openBackend()) {
            List<Path> written =
                    new BoundStudy(settings).run(options.folder(), backend, test, provenance, options::progress);
            options.printFiles(written);
        }
        return ExitCode.OK;
    }

    private CampaignSettings campaign() {
        int count = trials != null ? trials : options.quick() ? QUICK_TRIALS : 100;
        return new CampaignSettings(
                rates.stream().sorted().distinct().toList(),
                StoppingRule.exactly(count),
                new FlipKind(),
                FaultFilter.ALL,
                new Deployment(FixedPoint.DEFAULT, true, BATCH),
                seed.seed());
    }
}
