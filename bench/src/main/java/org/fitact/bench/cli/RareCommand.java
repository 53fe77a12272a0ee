package org.fitact.bench.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.sampling.RareTable;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.protect.Protections;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fitact bench rare}: accuracy down to the rarest rates, from one set of trials. */
@Command(
        name = "rare",
        description = "Runs trials with fixed numbers of flips, and prints the accuracy that follows from them"
                + " at every bit error rate, also where plain trials would see no flip, beside plain trials"
                + " where those see some.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench rare runs/demo",
            "  bin/fitact bench rare runs/demo --scheme none --trials 500 --plain-trials 0 --json"
        })
final class RareCommand implements Callable<Integer> {

    @Mixin
    private SamplingOptions sampling;

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

    @Override
    public Integer call() throws IOException {
        if (plainTrials == 1) {
            throw new MisuseError("--plain-trials is 1, expected 0 for none, or two or more");
        }
        sampling.print(
                List.of(scheme),
                rates,
                trials,
                (run, listener) -> RareTable.of(run, plainTrials, plainFrom, listener),
                (console, table) -> console.append(table.text()));
        return ExitCode.OK;
    }
}
