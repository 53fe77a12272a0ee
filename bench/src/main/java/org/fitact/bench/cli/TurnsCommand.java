package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.bench.report.TurnsRow;
import org.fitact.bench.run.Turns;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact bench turns}: what a change cost, on a machine that does not keep still. */
@Command(
        name = "turns",
        description = "Times two checkouts of this program in turns, each in a process of its own, and says how"
                + " much slower the second is: inference of a network with ReLU and under every protection,"
                + " or a step of training.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench turns ../before . --models vgg16 --batch 1,16",
            "  bin/fitact bench turns ../before . --models vgg16,resnet50 --batch 64 --training --forks 5",
            "",
            "Exit codes: 0 nothing is slower by more than the threshold, with the whole of its interval, 3 something is."
        })
final class TurnsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "Checkout of the build that is the base.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Checkout of the build that was changed.")
    private Path after;

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "vgg16,alexnet,resnet50",
            completionCandidates = Names.Models.class,
            description = "Networks (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Within("[1, 65536]")
    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,16,64",
            description = "Images of an inference or a step (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(names = "--training", description = "Time steps of training, not inference.")
    private boolean training;

    @Within("[1, 100]")
    @Option(
            names = "--forks",
            defaultValue = "3",
            description = "Pairs of processes; the interval is over them (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Within("[1, 3600]")
    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Of each fork, half of it to warm up (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Within("[1, 1024]")
    @Option(names = "--threads", defaultValue = "2", description = "Threads of either (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Within("[0, 1000]")
    @Option(
            names = "--threshold",
            defaultValue = "0.02",
            description = "Slowdown that is too much: 0.02 is 2 %% more time (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Override
    public Integer call() throws IOException {
        requireCheckout("BEFORE", before, "bin/fitact");
        requireCheckout("AFTER", after, "bench/turns/Turn.java");
        Turns turns = new Turns(before, after, threads, seconds);
        List<TurnsRow> rows = new ArrayList<>();
        for (String model : models) {
            for (int batch : batches) {
                rows.addAll(time(turns, new Turns.Task(training ? "training" : "inference", model, batch)));
            }
        }
        json.print(spec, Map.of("rows", rows), out -> out.print(table(rows)));
        long worse = rows.stream().filter(row -> row.isWorse(threshold)).count();
        if (worse > 0) {
            Messages.say(
                    spec, worse + " of " + rows.size() + " slower by more than " + Numbers.percent(threshold) + " %");
            return CompareCommand.SLOWER;
        }
        return ExitCode.OK;
    }

    private List<TurnsRow> time(Turns turns, Turns.Task task) throws IOException {
        Map<String, List<Turns.Pair>> pairs = new LinkedHashMap<>();
        for (int fork = 1; fork <= forks; fork++) {
            Messages.say(
                    spec,
                    task.kind() + " of " + task.model() + ", batch " + task.batch() + ", fork " + fork + " of "
                            + forks);
            turns.fork(task)
                    .forEach((what, pair) ->
                            pairs.computeIfAbsent(what, _ -> new ArrayList<>()).add(pair));
        }
        List<TurnsRow> rows = pairs.entrySet().stream()
                .map(entry -> TurnsRow.of(task, entry.getKey(), entry.getValue()))
                .toList();
        rows.forEach(row -> Messages.say(spec, String.join("  ", row.cells())));
        return rows;
    }

    private static void requireCheckout(String parameter, Path folder, String file) {
        if (!Files.isRegularFile(folder.resolve(file))) {
            throw new MisuseError(parameter, folder, "a checkout of this program, with " + file);
        }
    }

    private static String table(List<TurnsRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("", "model", "batch", "", "before", "slower by", "95 % interval", "forks"));
        rows.forEach(row -> lines.add(row.cells()));
        return AlignedTable.of(2, lines);
    }
}
