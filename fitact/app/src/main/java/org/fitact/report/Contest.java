package org.fitact.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fitact.protect.Protections;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.stats.Interval;

/** Who did how well at the highest fault rate, and against whom: what the finding and the tables talk about. */
record Contest(StudyResults results, double rate, SchemeResult unprotected, List<SchemeResult> ranking) {

    /** The contest at the highest rate of a study; empty if no trial was run. */
    static Optional<Contest> of(StudyResults results) {
        double[] rates = results.rates();
        if (rates.length == 0) {
            return Optional.empty();
        }
        double rate = rates[rates.length - 1];
        List<SchemeResult> ranking = results.schemes().stream()
                .filter(scheme -> scheme.at(rate).isPresent())
                .sorted(Comparator.comparingDouble(
                        scheme -> -scheme.at(rate).orElseThrow().mean()))
                .toList();
        SchemeResult unprotected = results.scheme(Protections.baseline().name())
                .filter(scheme -> scheme.at(rate).isPresent())
                .orElseGet(ranking::getLast);
        return Optional.of(new Contest(results, rate, unprotected, ranking));
    }

    SchemeResult best() {
        return ranking.getFirst();
    }

    PointResult point(SchemeResult scheme) {
        return scheme.at(rate).orElseThrow();
    }

    /** The paired difference a − b at the rate, whichever of the two comes later in the registry. */
    Optional<PairResult> difference(SchemeResult a, SchemeResult b) {
        return results.pair(a.scheme(), b.scheme(), rate)
                .or(() -> results.pair(b.scheme(), a.scheme(), rate).map(Contest::turned));
    }

    private static PairResult turned(PairResult pair) {
        return new PairResult(
                pair.b(),
                pair.a(),
                pair.rate(),
                -pair.meanDifference(),
                turned(pair.ci95()),
                pair.wilcoxonP(),
                pair.trials(),
                turned(pair.bootstrap95()));
    }

    private static Interval turned(Interval interval) {
        return new Interval(-interval.high(), -interval.low());
    }
}
