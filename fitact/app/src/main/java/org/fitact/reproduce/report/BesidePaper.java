package org.fitact.reproduce.report;

import java.util.Optional;
import org.fitact.protect.Protections;
import org.fitact.reproduce.NetworkPreset;
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
 * @param another what is another than the paper's, in whose role the network is; empty where it is the paper's own
 */
record BesidePaper(NetworkResult network, PaperResults.Network paper, String another) {

    static BesidePaper of(NetworkResult network, PaperResults.Network paper, NetworkPreset preset) {
        String another = preset.standsFor() == null
                ? ""
                : preset.dataset().equals(paper.dataset()) ? "another network" : "another network, other images";
        return new BesidePaper(network, paper, another);
    }

    /** Of the row without faults. */
    String faultFree() {
        if (!another.isEmpty()) {
            return another;
        }
        return network.training() == null ? Numbers.UNKNOWN : network.training().epochs() + " epochs of training";
    }

    /** Of a row under faults. */
    String explained(Published point, PointResult measured) {
        if (!another.isEmpty()) {
            return another;
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
