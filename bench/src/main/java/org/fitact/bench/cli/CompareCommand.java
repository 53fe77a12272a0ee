package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.run.Comparison;
import org.fitact.bench.run.JmhFile;
import org.fitact.cli.CommonOptions;
import org.fitact.cli.JsonOutput;
import org.fitact.cli.UserError;
import org.fitact.report.figure.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact bench compare}: what became slower. */
@Command(
        name = "compare",
        description = "Compares two files of JMH results; fails if a benchmark became slower by more than a threshold.",
        footer = {
            "",
            "Examples:",
            "  fitact bench compare before/table1.json after/table1.json",
            "  fitact bench compare before.json after.json --threshold 0.02 --json",
            "",
            "Exit codes: 0 nothing is slower by more than the threshold and by more than its error, 1 something is."
        })
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "Results in JMH's JSON.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Results of the same benchmarks, later.")
    private Path after;

    @Option(
            names = "--threshold",
            defaultValue = "0.05",
            description = "Slowdown that is too much: 0.05 is 5 %% more time (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Override
    public Integer call() throws IOException {
        if (!(threshold >= 0)) {
            throw new UserError("--threshold is " + threshold + ", expected 0 or more");
        }
        Comparison comparison = Comparison.of(JmhFile.read(before), JmhFile.read(after));
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            JsonOutput.print(out, comparison);
        } else {
            comparison.changes().forEach(change -> out.println(line(change)));
            list(out, "only in " + before, comparison.onlyBefore());
            list(out, "only in " + after, comparison.onlyAfter());
        }
        long worse = comparison.changes().stream()
                .filter(change -> change.isWorse(threshold))
                .count();
        if (worse > 0) {
            throw new UserError(worse + " of " + comparison.changes().size() + " benchmarks slower by more than "
                    + Numbers.percent(threshold) + " %");
        }
        return ExitCode.OK;
    }

    private String line(Comparison.Change change) {
        String mark = change.isWorse(threshold) ? "slower" : change.isBetter(threshold) ? "faster" : "";
        return String.format(
                "%-6s  %8s %% ± %-6s  %10s → %-10s %-8s %s",
                mark,
                Numbers.points(change.slowdown()),
                Numbers.percent(change.error()),
                Numbers.significant(change.before()),
                Numbers.significant(change.after()),
                change.unit(),
                change.name());
    }

    private static void list(PrintWriter out, String title, List<String> names) {
        names.forEach(name -> out.println(title + ": " + name));
    }
}
