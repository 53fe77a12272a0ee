package org.fitact.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.ChecksTable;
import org.fitact.bench.sampling.DuplicationCurve;
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
            "Flips one bit of one sum in each inference, and prints the share of these faults that a"
                    + " scheme's checks on computation detect, over the size of what they do to the sum.",
            "With --curve, what is seen of them, and what they still do to the answers, over the share of"
                    + " channels that duplicate computes twice."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench checks runs/demo",
            "  bin/fitact bench checks runs/demo --scheme approx-abft --images 1000 --trials 50 --json",
            "  bin/fitact bench checks runs/demo --curve  # of a network that was hardened by duplicate"
        })
final class ChecksCommand implements Callable<Integer> {

    private static final String DUPLICATE = "duplicate";

    @Mixin
    private SamplingOptions sampling;

    @Option(
            names = "--scheme",
            completionCandidates = Names.Schemes.class,
            description =
                    "Protection whose checks are looked at (default: checksums, recomputed; of --curve: duplicate).")
    private String scheme;

    @Option(
            names = "--curve",
            description =
                    "Print what more channels that are computed twice are worth, over the multiply-adds which that"
                            + " costs.")
    private boolean curve;

    @Within("[2, 10000000]")
    @Option(names = "--trials", defaultValue = "20", description = "Faults of each image (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Override
    public Integer call() throws IOException {
        if (curve) {
            sampling.print(
                    List.of(scheme == null ? DUPLICATE : scheme),
                    List.of(0.5),
                    trials,
                    DuplicationCurve::of,
                    (console, found) -> console.append(found.text()));
        } else {
            sampling.print(
                    List.of(scheme == null ? Protections.checking().name() : scheme),
                    List.of(0.5),
                    trials,
                    ChecksTable::of,
                    (console, table) -> console.append(table.text()));
        }
        return ExitCode.OK;
    }
}
