package org.fitact.report;

import java.util.function.DoubleFunction;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** The finding in a paragraph, from the numbers alone; what they do not show it does not claim. */
final class Finding {

    private static final double SIGNIFICANT = 0.05;

    private Finding() {}

    static String of(StudyResults results) {
        return Contest.of(results)
                .map(Finding::paragraph)
                .orElse("No trial has been run yet, so there is nothing to report.");
    }

    private static String paragraph(Contest contest) {
        StringBuilder text = new StringBuilder(damage(contest));
        if (contest.ranking().size() == 1) {
            return text.toString();
        }
        SchemeResult best = contest.best();
        if (best == contest.unprotected()) {
            return text.append(" No other scheme reached a higher mean accuracy at this rate.")
                    .toString();
        }
        text.append(' ').append(advantage(contest, best));
        text.append(runnerUp(contest, best));
        text.append(cost(contest, best));
        return text.toString();
    }

    private static String damage(Contest contest) {
        SchemeResult base = contest.unprotected();
        PointResult point = contest.point(base);
        String before = Double.isNaN(base.faultFreeAccuracy())
                ? ""
                : "Without faults, " + contest.results().model() + " (" + base.scheme() + ") classifies "
                        + Numbers.percent(base.faultFreeAccuracy()) + " % of the images correctly. ";
        return before + "At a bit error rate of " + Numbers.rate(contest.rate()) + ", on average "
                + Numbers.significant(point.meanFlips()) + " flipped bits, " + base.scheme() + " keeps "
                + Numbers.percent(point.mean()) + " %" + interval(point.ci95(), Numbers::percent) + " over "
                + Numbers.counted(point.trials(), "trial") + ".";
    }

    private static String advantage(Contest contest, SchemeResult best) {
        PointResult point = contest.point(best);
        String kept = best.scheme() + " has the highest mean there: " + Numbers.percent(point.mean()) + " %"
                + interval(point.ci95(), Numbers::percent) + ".";
        return kept
                + contest.difference(best, contest.unprotected())
                        .map(pair -> " On identical faults that is " + Numbers.points(pair.meanDifference())
                                + " points against " + pair.b() + interval(pair.ci95(), Numbers::points)
                                + ", Wilcoxon p "
                                + equalTo(pair.wilcoxonP()) + "; " + verdict(pair) + ".")
                        .orElse("");
    }

    private static String runnerUp(Contest contest, SchemeResult best) {
        SchemeResult second = contest.ranking().get(1);
        if (second == contest.unprotected()) {
            return "";
        }
        return contest.difference(best, second)
                .map(pair -> " The runner-up is " + second.scheme() + ", at a paired difference of "
                        + Numbers.points(pair.meanDifference()) + " points" + interval(pair.ci95(), Numbers::points)
                        + "; "
                        + verdict(pair) + ".")
                .orElse("");
    }

    private static String cost(Contest contest, SchemeResult best) {
        double cost = best.faultFreeAccuracy() - contest.unprotected().faultFreeAccuracy();
        if (Double.isNaN(cost)) {
            return "";
        }
        return " Without faults, " + best.scheme() + " is at " + Numbers.percent(best.faultFreeAccuracy()) + " %, "
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
        return interval.halfWidth() > 0 ? " (95 % interval " + Numbers.range(interval, text) + ")" : "";
    }
}
