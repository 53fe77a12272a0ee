package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;
import org.openjdk.jmh.results.RunResult;

/**
 * The report of {@code fitact bench peers}.
 *
 * @param runs of {@code PeerInferenceBenchmark}: one result for each fork of each cell, forks in order
 */
public record PeersReport(List<RunResult> runs, Provenance provenance) {

    private static final String OURS = "fitact";
    private static final String RELU = "relu";

    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Heading("Time over the peer's"));
        blocks.add(ratios());
        blocks.add(new Document.Text(
                "Median time of one inference in ms. Ratio: this program's plan over the peer, below 1 where "
                        + "it is faster; of each pair of forks the ratio of the medians, of those the geometric mean "
                        + "with its 95 % "
                        + "interval (Student t)."));
        peers().forEach(peer -> blocks.add(new Document.Text(overall(peer))));
        if (cells().stream().anyMatch(cell -> !cell.activation.equals(RELU))) {
            blocks.add(new Document.Heading("What a bounded activation costs, in each engine"));
            blocks.add(costs());
            blocks.add(new Document.Text(
                    "In % of the same engine's time with ReLU. A peer runs the activation as ordinary ops of its "
                            + "graph; the plan has it in the epilogue of the product before it."));
        }
        blocks.addAll(provenance.section());
        return new Document(
                "peers",
                "The same networks in other engines",
                "Same weights" + stored() + ", same images, outputs compared before anything was timed.",
                blocks);
    }

    /** What the weights are, where they are no floats. */
    private String stored() {
        String formats = runs.stream()
                .map(run -> get(run, "format"))
                .distinct()
                .filter(format -> !format.equals("float32"))
                .collect(Collectors.joining(", "));
        return formats.isEmpty() ? "" : ", all numbers words of " + formats;
    }

    private record Cell(String model, String batch, String activation) {}

    private List<Cell> cells() {
        return runs.stream()
                .map(run -> new Cell(get(run, "model"), get(run, "batch"), get(run, "activation")))
                .distinct()
                .toList();
    }

    private List<String> engines() {
        return runs.stream().map(run -> get(run, "engine")).distinct().toList();
    }

    private List<String> peers() {
        return engines().stream().filter(engine -> !engine.equals(OURS)).toList();
    }

    private static String get(RunResult run, String parameter) {
        return Objects.requireNonNull(run.getParams().getParam(parameter), parameter);
    }

    /** The median of every fork, {@code [fork][1]}. */
    private double[][] medians(Cell cell, String engine) {
        Map<String, String> wanted =
                Map.of("model", cell.model, "batch", cell.batch, "activation", cell.activation, "engine", engine);
        return runs.stream()
                .filter(run -> wanted.entrySet().stream()
                        .allMatch(entry -> get(run, entry.getKey()).equals(entry.getValue())))
                .flatMap(run -> run.getBenchmarkResults().stream())
                .map(fork ->
                        new double[] {fork.getPrimaryResult().getStatistics().getPercentile(50)})
                .toArray(double[][]::new);
    }

    private Document.Table ratios() {
        List<String> header = new ArrayList<>(List.of("network", "activation", "batch", "this program, ms"));
        peers().forEach(peer -> header.addAll(List.of(peer + ", ms", "ratio")));
        List<List<String>> rows = new ArrayList<>();
        for (Cell cell : cells()) {
            double[][] ours = medians(cell, OURS);
            List<String> row = new ArrayList<>(List.of(
                    shown(cell.model), cell.activation, cell.batch, Numbers.significant(Overhead.median(ours))));
            for (String peer : peers()) {
                double[][] theirs = medians(cell, peer);
                row.add(Numbers.significant(Overhead.median(theirs)));
                row.add(ratio(Overhead.of(theirs, ours)));
            }
            rows.add(row);
        }
        return new Document.Table(header, 2, rows);
    }

    /** The geometric mean over all cells, and the largest. */
    private String overall(String peer) {
        double[] ratios = cells().stream()
                .mapToDouble(cell -> 1
                        + Overhead.of(medians(cell, peer), medians(cell, OURS)).relative())
                .toArray();
        double mean = Math.exp(Arrays.stream(ratios).map(Math::log).average().orElse(0));
        double largest = Arrays.stream(ratios).max().orElse(0);
        return "Over " + peer + ", all " + ratios.length + " cells: geometric mean " + Numbers.fixed(mean, 2)
                + ", largest " + Numbers.fixed(largest, 2) + ".";
    }

    /** A file is called by its name alone. */
    private static String shown(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
    }

    private static String ratio(Overhead overhead) {
        String value = Numbers.fixed(1 + overhead.relative(), 2);
        return overhead.ci95().known()
                ? value + " (" + Numbers.range(overhead.ci95(), end -> Numbers.fixed(1 + end, 2)) + ")"
                : value;
    }

    private Document.Table costs() {
        List<String> header = new ArrayList<>(List.of("network", "activation", "batch"));
        header.addAll(engines());
        List<List<String>> rows = new ArrayList<>();
        for (Cell cell : cells()) {
            if (!cell.activation.equals(RELU) && cells().contains(new Cell(cell.model, cell.batch, RELU))) {
                List<String> row = new ArrayList<>(List.of(shown(cell.model), cell.activation, cell.batch));
                for (String engine : engines()) {
                    double[][] relu = medians(new Cell(cell.model, cell.batch, RELU), engine);
                    row.add(Numbers.points(
                            Overhead.of(relu, medians(cell, engine)).relative()));
                }
                rows.add(row);
            }
        }
        return new Document.Table(header, 2, rows);
    }
}
