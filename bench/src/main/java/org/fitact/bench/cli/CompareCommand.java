package org.fitact.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fitact.bench.run.Comparison;
import org.fitact.bench.run.JmhFile;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.report.document.Document;
import org.fitact.report.document.Markdown;
import org.fitact.text.Numbers;
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
            "  bin/fitact bench compare runs/fitrelu runs/fitrelu-again",
            "  bin/fitact bench compare before/table1.json after/table1.json",
            "  bin/fitact bench compare before.json after.json --threshold 0.02 --json",
            "  bin/fitact bench compare before.json after.json --markdown > comment.md",
            "",
            "Exit codes: 0 nothing is slower by more than the threshold with its whole interval above 0, 3 something is,",
            "4 a file is missing or holds no results to compare."
        })
final class CompareCommand implements Callable<Integer> {

    /** A benchmark became slower: not the code of a failure, so that a script can tell them apart. */
    static final int SLOWER = 3;

    /** A file is missing or holds no results that the other has too. */
    static final int NO_RESULTS = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            description = "Results in JMH's JSON: a file, or a folder that a command of bench left.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Results of the same benchmarks, later.")
    private Path after;

    @Within("[0, 1000]")
    @Option(
            names = "--threshold",
            defaultValue = "0.05",
            description = "Slowdown that is too much: 0.05 is 5 %% more time (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Option(names = "--markdown", description = "Print a table in Markdown, for a pull request.")
    private boolean markdown;

    /** Lines of a list on a terminal: what was measured once only is seldom what was asked for. */
    private static final int LISTED = 3;

    /** What no interval of two files has in it. */
    private static final String NOISE =
            "Intervals cover what differed from JVM to JVM within a file. What another machine, another start or other load did is in"
                    + " none: equal builds came out 12 % faster to 9 % slower that way. Overheads over ReLU, which ran in turns, have"
                    + " less of it; bench turns runs two builds in turns.";

    @Override
    public Integer call() {
        if (markdown && json.json()) {
            throw new MisuseError("--markdown and --json are two forms of one result, expected one of them");
        }
        Optional<Comparison> compared = compare();
        if (compared.isEmpty()) {
            return NO_RESULTS;
        }
        Comparison comparison = compared.get();
        json.print(spec, comparison, out -> {
            if (markdown) {
                out.print(Markdown.of(document(comparison)));
                return;
            }
            comparison.changes().forEach(change -> out.println(line(change)));
            if (!comparison.overheads().isEmpty()) {
                out.println("overheads over ReLU:");
                comparison.overheads().forEach(change -> out.println(line(change)));
            }
            list(out, "only in " + before, comparison.onlyBefore());
            list(out, "only in " + after, comparison.onlyAfter());
            list(out, "several JDKs", comparison.jvms());
            out.println(NOISE);
        });
        long worse = comparison.changes().stream()
                .filter(change -> change.isWorse(threshold))
                .count();
        if (worse > 0) {
            Messages.say(
                    spec,
                    worse + " of " + comparison.changes().size() + " benchmarks slower by more than "
                            + Numbers.percent(threshold) + " %");
            return SLOWER;
        }
        return ExitCode.OK;
    }

    /** Empty, and said on the error stream, where a file is not there or has nothing to compare. */
    private Optional<Comparison> compare() {
        try {
            return Optional.of(Comparison.of(JmhFile.read(before), JmhFile.read(after)));
        } catch (NoSuchFileException e) {
            Messages.say(spec, e.getFile() + ": no such file");
        } catch (IOException e) {
            Messages.say(spec, e.getMessage());
        }
        return Optional.empty();
    }

    /** The worst first, as text gives them too. */
    private Document document(Comparison comparison) {
        List<Comparison.Change> changes = comparison.changes();
        long slower =
                changes.stream().filter(change -> change.isWorse(threshold)).count();
        long faster =
                changes.stream().filter(change -> change.isBetter(threshold)).count();
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(table(changes));
        if (!comparison.overheads().isEmpty()) {
            blocks.add(new Document.Heading("Overheads over ReLU"));
            blocks.add(table(comparison.overheads()));
        }
        names(blocks, "Only before", comparison.onlyBefore());
        names(blocks, "Only after", comparison.onlyAfter());
        names(blocks, "Several JDKs", comparison.jvms());
        blocks.add(new Document.Text(NOISE));
        return new Document(
                "comparison",
                "Benchmarks, before and after",
                "Of " + Numbers.counted(changes.size(), "benchmark") + " " + slower + " slower and " + faster
                        + " faster by more than " + Numbers.percent(threshold)
                        + " %, the whole interval on one side of 0: 95 %, of forks, or JMH's 99.9 % of iterations where a file has "
                        + "one fork.",
                blocks);
    }

    private Document.Table table(List<Comparison.Change> changes) {
        return new Document.Table(
                List.of("benchmark", "", "before", "after", "unit", "more time, %", "interval of"),
                2,
                changes.stream().map(this::row).toList());
    }

    private List<String> row(Comparison.Change change) {
        return List.of(
                "`" + change.name() + "`",
                mark(change),
                Numbers.significant(change.before()),
                Numbers.significant(change.after()),
                change.unit(),
                more(change),
                change.basis().name().toLowerCase(Locale.ROOT));
    }

    /** {@code +20.0 (+18.1 to +22.0)}. */
    private static String more(Comparison.Change change) {
        return Numbers.points(change.slowdown())
                + (change.interval().known() ? " (" + Numbers.range(change.interval(), Numbers::points) + ")" : "");
    }

    private static void names(List<Document.Block> blocks, String title, List<String> names) {
        if (!names.isEmpty()) {
            blocks.add(new Document.Text(title + ": `" + String.join("`, `", names) + "`"));
        }
    }

    private String mark(Comparison.Change change) {
        return change.isWorse(threshold) ? "slower" : change.isBetter(threshold) ? "faster" : "";
    }

    private String line(Comparison.Change change) {
        return String.format(
                Locale.ROOT,
                "%-6s  %-26s %% %10s → %-10s %-8s %s",
                mark(change),
                more(change),
                Numbers.significant(change.before()),
                Numbers.significant(change.after()),
                change.unit(),
                change.name());
    }

    private static void list(PrintWriter out, String title, List<String> names) {
        names.stream().limit(LISTED).forEach(name -> out.println(title + ": " + name));
        if (names.size() > LISTED) {
            out.println(title + ": " + (names.size() - LISTED) + " more, which --json and --markdown name");
        }
    }
}
