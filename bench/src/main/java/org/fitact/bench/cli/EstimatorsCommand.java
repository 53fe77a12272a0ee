package org.fitact.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.EstimatorTable;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.protect.Protections;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench estimators}: how many trials an interval takes, plain and averaged. */
@Command(
        name = "estimators",
        description = "Looks at trials in both ways, plain and with the faults of the last layer averaged"
                + " (campaign --estimator), and prints both means, and the trials and seconds that an"
                + " interval takes.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench estimators runs/demo",
            "  bin/fitact bench estimators runs/vgg16 --data-dir ~/data --trials 400 --images 200 --rates 3e-7,1e-6,3e-6"
        })
final class EstimatorsCommand implements Callable<Integer> {

    @Mixin
    private SamplingOptions sampling;

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

    @Within("[0.0001, 0.5]")
    @Option(
            names = "--half-width",
            defaultValue = "0.01",
            description = "Wanted of an interval: 0.01 is one point (default: ${DEFAULT-VALUE}).")
    private double halfWidth;

    @Override
    public Integer call() throws IOException {
        sampling.print(
                schemes,
                rates,
                trials,
                (run, listener) -> EstimatorTable.of(run, halfWidth, listener),
                (console, table) -> console.append(table.text()));
        return ExitCode.OK;
    }
}
