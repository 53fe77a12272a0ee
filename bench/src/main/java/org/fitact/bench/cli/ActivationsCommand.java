package org.fitact.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.activations.ActivationProof;
import org.fitact.bench.activations.ActivationRow;
import org.fitact.bench.activations.ActivationsReport;
import org.fitact.bench.activations.SmallNetwork;
import org.fitact.bench.report.Provenance;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.option.fault.TrialImagesOption;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench activations}: whether networks that are not made of ReLUs are protected as those that are. */
@Command(
        name = "activations",
        description = {
            "Trains small networks of tanh, ReLU6, SiLU and ReLU, hardens each with bounds behind its"
                    + " activations, the second behind its sums too and the last behind its logits, and compares them"
                    + " with the unprotected ones under the same faults.",
            "--quick trains for one epoch and takes 3 trials."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench activations --out runs/activations",
            "  bin/fitact bench activations --networks tanh,silu --rates 1e-5 --trials 10",
            "",
            "Exit codes: 0 no scheme costs 1 % or more without faults, 3 some does."
        })
final class ActivationsCommand implements Callable<Integer> {

    private static final int COSTS_TOO_MUCH = 3;

    @Mixin
    private BenchOptions options;

    @Mixin
    private DataDirOption data;

    @Option(
            names = "--data",
            defaultValue = "fashion-mnist-small",
            completionCandidates = Names.Data.class,
            description = "Whose images the networks are trained on (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Option(
            names = "--networks",
            split = ",",
            defaultValue = "tanh,relu6,silu,logits",
            description = "Which: ${COMPLETION-CANDIDATES} (default: all).")
    private List<SmallNetwork> networks;

    @Option(
            names = "--schemes",
            split = ",",
            defaultValue = "ranger,clip-act,fitrelu-naive,fitact",
            completionCandidates = Names.Schemes.class,
            description = "By which each is hardened (default: ${DEFAULT-VALUE}).")
    private List<String> schemes;

    @Within("(0, 1)")
    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "3e-6,3e-5",
            description = "Bit error rates, ascending (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Within("[2, 100000]")
    @Option(names = "--trials", defaultValue = "40", description = "Sets of faults (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Mixin
    private TrialImagesOption images = new TrialImagesOption(500);

    @Within("[1, 1000]")
    @Option(names = "--epochs", defaultValue = "6", description = "Epochs of training (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private SeedOption seed;

    @Override
    public Integer call() throws IOException {
        Provenance provenance = options.provenance();
        int sets = options.quick() ? Math.min(3, trials) : trials;
        ActivationProof.Settings settings = new ActivationProof.Settings(
                data.open(dataset),
                schemes.stream().map(Protections::named).toList(),
                rates,
                sets,
                images.images(),
                options.quick() ? 1 : epochs,
                seed.seed());
        List<ActivationRow> rows;
        try (Backend backend = options.openBackend()) {
            rows = ActivationProof.run(backend, networks, settings, options::progress);
        }
        double delta = HardeningSettings.DEFAULT.postTraining().delta();
        ActivationsReport report = new ActivationsReport(rows, delta, sets, images.images(), provenance);
        options.printFiles(report.write(options.folder()));
        return report.within() == rows.size() ? ExitCode.OK : COSTS_TOO_MUCH;
    }
}
