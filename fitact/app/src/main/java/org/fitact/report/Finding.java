package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** The finding in three short lines at most, from the numbers alone; what they do not show it does not claim. */
final class Finding {

    private static final double SIGNIFICANT = 0.05;

    private Finding() {}

    static List<String> of(StudyResults results) {
        return Contest.of(results)
                .map(Finding::lines)
                .orElse(List.of("No trial has been run yet, so there is nothing to report."));
    }

    private static List<String> lines(Contest contest) {
        List<String> lines = new ArrayList<>(List.of(damage(contest)));
        if (contest.ranking().size() > 1) {
            SchemeResult best = contest.best();
            if (best == contest.unprotected()) {
                lines.add("No other scheme reached a higher mean accuracy at this rate.");
            } else {
                lines.add(advantage(contest, best));
                String rest = runnerUp(contest, best) + cost(contest, best);
                lines.addAll(rest.isEmpty() ? List.of() : List.of(rest.strip()));
            }
        }
        return List.copyOf(lines);
    }

    private static String damage(Contest contest) {
        SchemeResult base = contest.unprotected();
        PointResult point = contest.point(base);
        return base.scheme() + " keeps " + Numbers.percent(point.mean()) + " %"
                + (point.ci95().halfWidth() > 0
                        ? " (95 % interval " + Numbers.range(point.ci95(), Numbers::percent) + ")"
                        : "")
                + (Double.isNaN(base.faultFreeAccuracy())
                        ? ""
                        : " of " + Numbers.percent(base.faultFreeAccuracy()) + " % without faults")
                + " at a bit error rate of " + Numbers.rate(contest.rate()) + ": "
                + Numbers.significant(point.meanFlips()) + " flipped bits on average, "
                + Numbers.counted(point.trials(), "trial") + ".";
    }

    private static String advantage(Contest contest, SchemeResult best) {
        PointResult point = contest.point(best);
        return best.scheme() + " keeps the most, " + Numbers.percent(point.mean()) + " %"
                + interval(point.ci95(), Numbers::percent)
                + contest.difference(best, contest.unprotected())
                        .map(pair -> ": on identical faults " + Numbers.points(pair.meanDifference())
                                + " points against " + pair.b()
                                + interval(pair.ci95(), Numbers::points) + ", Wilcoxon p " + equalTo(pair.wilcoxonP())
                                + "; " + verdict(pair) + ".")
                        .orElse(".");
    }

    private static String runnerUp(Contest contest, SchemeResult best) {
        SchemeResult second = contest.ranking().get(1);
        if (second == contest.unprotected()) {
            return "";
        }
        return contest.difference(best, second)
                .map(pair -> "It is ahead of " + second.scheme() + " by " + Numbers.points(pair.meanDifference())
                        + " points" + interval(pair.ci95(), Numbers::points) + "; " + verdict(pair) + ".")
                .orElse("");
    }

    private static String cost(Contest contest, SchemeResult best) {
        double cost = best.faultFreeAccuracy() - contest.unprotected().faultFreeAccuracy();
        if (Double.isNaN(cost)) {
            return "";
        }
        return " Without faults " + best.scheme() + " is at " + Numbers.percent(best.faultFreeAccuracy()) + " %, "
                + Numbers.points(cost) + " points against "
                + contest.unprotected().scheme() + ".";
    }

    private static String verdict(PairResult pair) {
        if (!pair.ci95().known()) {
            return "one trial says nothing about chance";
        }
        if (pair.ci95().low() > 0) {
            return "the interval excludes zero";
        }
        return pair.wilcoxonP() < SIGNIFICANT
                ? "most trials agree on the sign, but what so few trials may not have shown reaches to zero"
                : "the interval includes zero, so these trials do not tell the two apart";
    }

    private static String equalTo(double p) {
        String text = Numbers.pValue(p);
        return text.startsWith("<") ? text : "= " + text;
    }

    private static String interval(Interval interval, DoubleFunction<String> text) {
        return interval.halfWidth() > 0 ? " (" + Numbers.range(interval, text) + ")" : "";
    }
}
