package org.fitact.bench.report;

import java.util.List;
import java.util.Locale;
import org.fitact.bench.run.RecordedTrials;
import org.fitact.stats.Coverage;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;

/**
 * How often intervals of 95 % hold the mean of recorded trials, by simulation; see {@link Coverage}.
 *
 * @param halfWidth at which a campaign stops by itself
 * @param samples simulated campaigns of each cell
 * @param rows one for each scheme and rate of a network
 */
public record CoverageTable(double halfWidth, int samples, List<Row> rows) {

    private static final int LEAST_TRIALS = 20;
    private static final int MOST_TRIALS = 1_000_000;

    /**
     * One cell.
     *
     * @param student of Student's interval over {@value #LEAST_TRIALS} trials, for comparison
     * @param stopped of campaigns that stop by themselves
     */
    public record Row(String network, String scheme, double rate, Coverage student, Coverage stopped) {}

    /** Simulates. */
    public static CoverageTable of(List<RecordedTrials> recorded, double halfWidth, int samples, long seed) {
        StoppingRule rule = new StoppingRule(halfWidth, LEAST_TRIALS, MOST_TRIALS);
        List<Row> rows = recorded.stream()
                .map(cell -> new Row(
                        cell.network(),
                        cell.scheme(),
                        cell.rate(),
                        Coverage.ofStudent(cell.accuracies(), LEAST_TRIALS, samples, seed),
                        Coverage.of(cell.accuracies(), Range.ofTrials(cell.faultFree()), rule, samples, seed)))
                .toList();
        return new CoverageTable(halfWidth, samples, rows);
    }

    /** As Markdown, which is as well read on a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "| network | scheme | rate | Student, %d trials, %% | stopped at ± %.1f, %% | trials |\n"
                        + "|---|---|---:|---:|---:|---:|\n",
                LEAST_TRIALS,
                100 * halfWidth));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0e | %.1f | %.1f | %.0f |\n",
                    row.network(),
                    row.scheme(),
                    row.rate(),
                    100 * row.student().share(),
                    100 * row.stopped().share(),
                    row.stopped().meanTrials()));
        }
        return text.toString();
    }
}
