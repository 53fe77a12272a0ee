package org.fitact.bench.redundancy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fitact.bench.report.Overhead;
import org.fitact.bench.report.Provenance;
import org.fitact.report.document.Document;
import org.fitact.text.Numbers;
import org.openjdk.jmh.results.RunResult;

/**
 * The report of {@code fitact bench redundancy}.
 *
 * @param rows by network and batch
 * @param runs behind them
 */
public record RedundancyReport(List<Row> rows, List<RunResult> runs, Provenance provenance) {

    /** Times as long, beyond which an interval says no more than that there were too few forks. */
    private static final double MOST = 100;

    /**
     * One network and batch.
     *
     * @param millis of an inference without checks
     * @param overheads of the schemes that check
     */
    record Row(String model, int batch, double millis, Map<CheckedScheme, Overhead> overheads) {

        /** @param run of {@link RedundancyBenchmark} */
        static Row of(RunResult run) {
            Map<CheckedScheme, Overhead> overheads = new EnumMap<>(CheckedScheme.class);
            for (CheckedScheme scheme : CheckedScheme.values()) {
                if (scheme != CheckedScheme.NONE) {
                    double[][] ratios = iterations(run, scheme);
                    overheads.put(scheme, Overhead.of(ones(ratios), ratios));
                }
            }
            return new Row(
                    run.getParams().getParam("model"),
                    Integer.parseInt(run.getParams().getParam("batch")),
                    Overhead.median(iterations(run, CheckedScheme.NONE)) / 1e6,
                    overheads);
        }

        private static double[][] iterations(RunResult run, CheckedScheme scheme) {
            return run.getBenchmarkResults().stream()
                    .map(fork -> fork.getIterationResults().stream()
                            .mapToDouble(iteration -> iteration
                                    .getSecondaryResults()
                                    .get(scheme.counter())
                                    .getScore())
                            .toArray())
                    .toArray(double[][]::new);
        }

        private static double[][] ones(double[][] like) {
            return Arrays.stream(like)
                    .map(fork -> Arrays.stream(fork).map(_ -> 1).toArray())
                    .toArray(double[][]::new);
        }
    }

    /** Of JMH's results. */
    public RedundancyReport(Collection<RunResult> runs, Provenance provenance) {
        this(runs.stream().map(Row::of).toList(), List.copyOf(runs), provenance);
    }

    /** {@code redundancy.md} and the page. */
    public Document document() {
        List<String> header = new ArrayList<>(List.of("network", "batch", "none, ms"));
        for (CheckedScheme scheme : CheckedScheme.values()) {
            if (scheme != CheckedScheme.NONE) {
                header.add(scheme.protection().name());
            }
        }
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Table(
                header, 1, rows.stream().map(RedundancyReport::line).toList()));
        blocks.add(new Document.Text(
                "Median time of an inference without checks, and how many times that one takes under each"
                        + " scheme, with the 95 % interval over forks: all ran in turns in the same process, on"
                        + " random images and without faults. Without checks a product takes into its epilogue"
                        + " what stands behind it; what checks look at is apart, which is part of their cost."
                        + " duplicate computes whole products again in which it has channels."));
        blocks.addAll(provenance.section());
        return new Document(
                "redundancy",
                "What checks on computation cost",
                "Inference under schemes that check what is computed, beside the same without.",
                blocks);
    }

    private static List<String> line(Row row) {
        List<String> line =
                new ArrayList<>(List.of(row.model, Integer.toString(row.batch), Numbers.significant(row.millis)));
        row.overheads.values().forEach(overhead -> line.add(times(overhead)));
        return line;
    }

    /** An end of an interval; of two forks on a busy machine it can be anything. */
    private static String end(double end) {
        return 1 + end > MOST ? "more than " + Numbers.fixed(MOST, 0) : Numbers.fixed(1 + end, 2);
    }

    private static String times(Overhead overhead) {
        String interval = overhead.ci95().known() ? Numbers.range(overhead.ci95(), RedundancyReport::end) : "one fork";
        return Numbers.fixed(1 + overhead.relative(), 2) + " (" + interval + ")";
    }
}
