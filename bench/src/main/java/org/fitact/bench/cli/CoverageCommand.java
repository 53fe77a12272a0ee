package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.CoverageTable;
import org.fitact.bench.sampling.RecordedTrials;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.output.JsonOutput;
import org.fitact.cli.value.Within;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact bench coverage}: whether intervals hold what they say. */
@Command(
        name = "coverage",
        description = "Simulates campaigns from recorded trials, and counts how often their 95 %% intervals hold"
                + " the mean, and that of paired differences: of 20 and of 50 trials, with Student's beside"
                + " them, and of campaigns that stop by themselves (campaign --half-width).",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench coverage runs/reproduction/reproduction.json",
            "  bin/fitact bench coverage docs/results/h100/cifar10/reproduction.json --half-width 0.01 --json"
        })
final class CoverageCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Mixin
    private SeedOption seed;

    @Parameters(index = "0", paramLabel = "FILE", description = "What fitact reproduce recorded (reproduction.json).")
    private Path file;

    @Within("[0.001, 0.5]")
    @Option(
            names = "--half-width",
            defaultValue = "0.02",
            description = "At which a campaign stops: 0.01 is one point (default: ${DEFAULT-VALUE}).")
    private double halfWidth;

    @Within("[100, 100000]")
    @Option(
            names = "--samples",
            defaultValue = "2000",
            description = "Simulated campaigns of each scheme and rate (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Override
    public Integer call() throws IOException {
        CoverageTable table = CoverageTable.of(RecordedTrials.read(file), halfWidth, samples, seed.seed());
        PrintWriter out = spec.commandLine().getOut();
        if (json.json()) {
            JsonOutput.print(out, table);
        } else {
            out.print(table.text());
        }
        return ExitCode.OK;
    }
}
