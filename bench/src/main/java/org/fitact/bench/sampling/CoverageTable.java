package org.fitact.bench.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fitact.stats.Coverage;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;

/**
 * How often intervals of 95 % hold the mean of recorded trials, by simulation; see {@link Coverage}.
 *
 * @param halfWidth at which a campaign stops by itself
 * @param samples simulated campaigns of each cell
 * @param rows one for each scheme and rate of a network
 * @param pairs one for each two schemes and rate of a network
 */
public record CoverageTable(double halfWidth, int samples, List<Row> rows, List<Pair> pairs) {

    private static final int FEW = 20;
    private static final int USUAL = 50;
    private static final int MOST_TRIALS = 1_000_000;

    /**
     * How both intervals do over a fixed number of trials.
     *
     * @param student of Student's interval, for comparison
     * @param ours of the interval that is reported
     */
    public record Fixed(Coverage student, Coverage ours) {

        static Fixed of(double[] recorded, Range range, int trials, int samples, long seed) {
            return new Fixed(
                    Coverage.ofStudent(recorded, trials, samples, seed),
                    Coverage.of(recorded, range, StoppingRule.exactly(trials), samples, seed));
        }
    }

    /**
     * One cell.
     *
     * @param few over {@value #FEW} trials
     * @param usual over {@value #USUAL} trials
     * @param least share of samples of {@value #USUAL} trials in which any interval holds; see {@link LeastCoverage}
     * @param stopped of campaigns that stop by themselves
     */
    public record Row(
            String network, String scheme, double rate, Fixed few, Fixed usual, double least, Coverage stopped) {}

    /**
     * Two schemes on the same faults.
     *
     * @param few over {@value #FEW} trials
     * @param usual over {@value #USUAL} trials
     * @param least share of samples of {@value #USUAL} trials in which any interval holds
     */
    public record Pair(String network, String a, String b, double rate, Fixed few, Fixed usual, double least) {}

    /** Simulates. */
    public static CoverageTable of(List<RecordedTrials> recorded, double halfWidth, int samples, long seed) {
        StoppingRule rule = new StoppingRule(halfWidth, FEW, MOST_TRIALS);
        List<Row> rows = recorded.stream()
                .map(cell -> new Row(
                        cell.network(),
                        cell.scheme(),
                        cell.rate(),
                        Fixed.of(cell.accuracies(), cell.range(), FEW, samples, seed),
                        Fixed.of(cell.accuracies(), cell.range(), USUAL, samples, seed),
                        LeastCoverage.of(cell.accuracies(), cell.range(), USUAL),
                        Coverage.of(cell.accuracies(), cell.range(), rule, samples, seed)))
                .toList();
        return new CoverageTable(halfWidth, samples, rows, pairs(recorded, samples, seed));
    }

    private static List<Pair> pairs(List<RecordedTrials> recorded, int samples, long seed) {
        List<Pair> pairs = new ArrayList<>();
        for (RecordedTrials a : recorded) {
            for (RecordedTrials b : recorded) {
                if (a.isPairedWith(b) && recorded.indexOf(a) > recorded.indexOf(b)) {
                    double[] differences = new double[a.accuracies().length];
                    Arrays.setAll(differences, i -> a.accuracies()[i] - b.accuracies()[i]);
                    Range range = a.range().minus(b.range());
                    pairs.add(new Pair(
                            a.network(),
                            a.scheme(),
                            b.scheme(),
                            a.rate(),
                            Fixed.of(differences, range, FEW, samples, seed),
                            Fixed.of(differences, range, USUAL, samples, seed),
                            LeastCoverage.of(differences, range, USUAL)));
                }
            }
        }
        return pairs;
    }

    /** As Markdown, which is as well read on a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "| network | scheme | rate | %s | %s | least | unseen | stopped at ± %.1f | unseen | trials |\n"
                        + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
                header(FEW),
                header(USUAL),
                100 * halfWidth));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0e | %s | %s | %.1f | %.0f | %s | %.0f | %.0f |\n",
                    row.network(),
                    row.scheme(),
                    row.rate(),
                    cells(row.few()),
                    cells(row.usual()),
                    100 * row.least(),
                    100 * row.usual().ours().unseen(),
                    share(row.stopped()),
                    100 * row.stopped().unseen(),
                    row.stopped().meanTrials()));
        }
        return text + "\nPaired differences, on the same faults:\n\n" + textOfPairs();
    }

    private String textOfPairs() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "| network | a − b | rate | %s | %s | least | unseen |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n",
                header(FEW),
                header(USUAL)));
        for (Pair pair : pairs) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s − %s | %.0e | %s | %s | %.1f | %.0f |\n",
                    pair.network(),
                    pair.a(),
                    pair.b(),
                    pair.rate(),
                    cells(pair.few()),
                    cells(pair.usual()),
                    100 * pair.least(),
                    100 * pair.usual().ours().unseen()));
        }
        return text.toString();
    }

    private static String header(int trials) {
        return "Student, " + trials + " trials | ours, " + trials;
    }

    private static String cells(Fixed fixed) {
        return share(fixed.student()) + " | " + share(fixed.ours());
    }

    private static String share(Coverage coverage) {
        return String.format(Locale.ROOT, "%.1f", 100 * coverage.share());
    }
}
