package org.fitact.reproduce.report;

import java.util.Optional;
import org.fitact.protect.Protections;
import org.fitact.reproduce.PaperResults;
import org.fitact.reproduce.report.ReproductionResults.NetworkResult;
import org.fitact.results.PointResult;
import org.fitact.results.Published;
import org.fitact.results.SchemeResult;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * How much of the difference between what was measured and what the paper states is there without faults already. Accuracies are
 * in 0..1.
 *
 * <p>With the baseline's difference b = (ours − the paper's, no faults, no protection), a mean m under faults and the paper's p,
 * what remains is m − p − b; it is told only where the interval of m does not hold p + b.
 *
 * @param another whether the network is another than the paper's, in whose role it is
 */
record BesidePaper(NetworkResult network, PaperResults.Network paper, boolean another) {

    /** Of the row without faults. */
    String faultFree() {
        if (another) {
            return "another network";
        }
        return network.training() == null ? Numbers.UNKNOWN : network.training().epochs() + " epochs of training";
    }

    /** Of a row under faults. */
    String explained(Published point, PointResult measured) {
        if (another) {
            return "another network";
        }
        Interval interval = measured.ci95();
        if (interval.contains(point.accuracy())) {
            return "agrees";
        }
        Optional<Double> baseline = baseline();
        if (baseline.isEmpty()) {
            return Numbers.UNKNOWN;
        }
        double points = baseline.get() - paper.faultFree();
        String told = "baseline " + Numbers.points(points);
        double expected = point.accuracy() + points;
        return interval.contains(expected)
                ? told
                : told + ", " + Numbers.points(measured.mean() - expected) + " remain";
    }

    /** Our accuracy without faults and without protection; empty where it was not measured. */
    Optional<Double> baseline() {
        return network.results().scheme(Protections.baseline().name()).map(SchemeResult::faultFreeAccuracy);
    }
}
