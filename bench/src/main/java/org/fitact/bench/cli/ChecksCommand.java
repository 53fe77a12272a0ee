package org.fitact.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.ChecksTable;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.protect.Protections;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench checks}: which faults of accumulators a scheme's checks see. */
@Command(
        name = "checks",
        description = {
            "Flips one bit of one sum in each inference, and prints the share of these faults that a scheme's checks on",
            "computation detect, over the size of what they do to the sum."
        },
        footer = {
            "",
            "Examples:",
            "  fitact bench checks runs/demo",
            "  fitact bench checks runs/demo --scheme approx-abft --images 1000 --trials 50 --json"
        })
final class ChecksCommand implements Callable<Integer> {

    @Mixin
    private SamplingOptions sampling;

    @Option(
            names = "--scheme",
            completionCandidates = Names.Schemes.class,
            description = "Protection whose checks are looked at (default: checksums, recomputed).")
    private String scheme = Protections.checking().name();

    @Within("[2, 10000000]")
    @Option(names = "--trials", defaultValue = "20", description = "Faults of each image (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Override
    public Integer call() throws IOException {
        sampling.print(
                List.of(scheme),
                List.of(0.5),
                trials,
                (run, listener) -> ChecksTable.of(run, listener),
                (console, table) -> console.append(table.text()));
        return ExitCode.OK;
    }
}
