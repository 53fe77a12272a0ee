package org.fitact.bench.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.LayerTimes;
import org.fitact.bench.MachinePeaks;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.RooflineReport;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench roofline}: every layer under the machine's limits. */
@Command(
        name = "roofline",
        description = "Measures every layer of the CPU's inference plans against the machine's arithmetic and memory.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench roofline --out runs/roofline                 # about a minute",
            "  bin/fitact bench roofline --models vgg16 --batch 64 --out runs/roofline-vgg16"
        })
final class RooflineCommand implements Callable<Integer> {

    private static final double SECONDS = 3;
    private static final double QUICK_SECONDS = 1;

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "vgg16,resnet50,alexnet",
            completionCandidates = Names.Models.class,
            description = "Networks (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Within("[1, 65536]")
    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,16",
            description = "Images of an inference, one picture for each (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Override
    public Integer call() throws Exception {
        if (!options.device().isCpu()) {
            throw new MisuseError("--device", options.device(), "cpu: the limits measured are a CPU's");
        }
        Provenance provenance = options.provenance();
        options.progress("the machine's limits");
        MachinePeaks peaks = MachinePeaks.measure(options.threads());
        List<RooflineReport.Timed> layers = new ArrayList<>();
        for (int batch : batches) {
            for (String model : models) {
                options.progress(model + ", batch " + batch);
                double seconds = options.quick() ? QUICK_SECONDS : SECONDS;
                try (Backend cpu = options.openBackend()) {
                    LayerTimes.of(cpu, model, batch, seconds)
                            .forEach(layer -> layers.add(RooflineReport.Timed.of(model, batch, layer)));
                }
            }
        }
        List<Path> written = new RooflineReport(peaks, layers, provenance).write(options.folder());
        options.printFiles(written);
        return ExitCode.OK;
    }
}
