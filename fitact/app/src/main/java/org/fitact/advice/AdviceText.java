package org.fitact.advice;

import java.util.ArrayList;
import java.util.List;
import org.fitact.advice.Limits.Verdict;
import org.fitact.cost.Extra;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** An advice in sentences, from its numbers alone. */
public final class AdviceText {

    private AdviceText() {}

    /** What is recommended and why, or what stands in the way, in three lines at most. */
    public static List<String> findings(Advice advice) {
        return advice.recommended() == null
                ? nothing(advice)
                : List.of(recommended(advice), others(advice), confirmed(advice));
    }

    private static String recommended(Advice advice) {
        Assessment best = advice.recommended();
        return "Recommended: " + best.candidate().label() + ". At a bit error rate of "
                + Numbers.rate(advice.asked().rate()) + " it loses " + loss(best) + " against "
                + percent(advice.reference().accuracy()) + " without protection and faults, " + open(advice, best)
                + ", needs " + more(best.memory(), "memory") + " and takes "
                + more(best.time().value(), "time") + ".";
    }

    private static String others(Advice advice) {
        return "Of the " + Numbers.counted(advice.assessments().size(), "candidate")
                + " none that stayed to the end and holds "
                + "all limits keeps half a point more in the mean, or as much for less. Intervals are over faults, on the same "
                + advice.asked().images() + " images: what others would give is not in them.";
    }

    /** What is not shown of a loss that holds its limit: all between nothing and the end of the interval. */
    private static String open(Advice advice, Assessment found) {
        double end = found.lossCi95().high();
        return end <= 0
                ? "which is shown to be nothing"
                : "and up to " + points(end) + " of the "
                        + Numbers.percent(advice.asked().limits().loss())
                        + " points that it may lose are not ruled out";
    }

    private static String confirmed(Advice advice) {
        Advice.Confirmation again = advice.confirmation();
        String images = again.sharedImages() == 0
                ? "other images"
                : again.sharedImages() < advice.asked().images()
                        ? "other images, but for " + again.sharedImages() + " of which there are no others"
                        : "the same images, since there are no others";
        String found = "Who is best of many was lucky too, so it was run again on other faults and " + images + ": "
                + loss(again.assessment()) + " over "
                + Numbers.counted(again.assessment().trials(), "trial") + ". ";
        return found
                + switch (again.verdict()) {
                    case HOLDS -> "That holds the limits with the whole of its interval: confirmed.";
                    case NOT_SHOWN ->
                        "Its estimates hold the limits, but that is not shown: "
                                + String.join("; ", misses(advice, again.assessment()))
                                + ". So it is not confirmed; more --trials tell.";
                    case FAILS -> "That does not hold the limits: not confirmed.";
                };
    }

    private static List<String> nothing(Advice advice) {
        Assessment nearest = advice.nearest();
        return List.of(
                "No candidate is shown to hold all limits.",
                "The nearest is " + nearest.candidate().label() + ": " + String.join("; ", misses(advice, nearest))
                        + ".");
    }

    /** Each limit that is not held, or not shown to be, and by how much. */
    static List<String> misses(Advice advice, Assessment found) {
        Limits limits = advice.asked().limits();
        List<String> misses = new ArrayList<>();
        if (found.lossCi95().high() > limits.loss()) {
            misses.add(lossMissed(advice, found, limits.loss()));
        }
        if (found.memory() > limits.memory()) {
            misses.add(over("memory", found.memory(), limits.memory()));
        }
        Extra time = found.time();
        if (time.value() > limits.time()) {
            misses.add(over("time", time.value(), limits.time()));
        } else if (!(time.ci95().high() <= limits.time())) {
            misses.add("it takes " + more(time.value(), "time") + ", but the interval of the measurement reaches to "
                    + percent(time.ci95().high()) + ", beyond the limit of " + percent(limits.time()));
        }
        return misses;
    }

    private static String lossMissed(Advice advice, Assessment found, double limit) {
        String text = "it loses " + loss(found) + ", and the limit is " + Numbers.percent(limit);
        if (found.loss() > limit) {
            return text + ", which the mean exceeds by " + Numbers.percent(found.loss() - limit);
        }
        int fewest = advice.asked().fewestTrials();
        return text
                + (found.trials() < fewest
                        ? ": " + found.trials() + " trials cannot tell whether rarer catastrophes exceed it, --trials "
                                + fewest + " or more can"
                        : ", which the end of the interval exceeds by "
                                + Numbers.percent(found.lossCi95().high() - limit));
    }

    private static String over(String what, double found, double limit) {
        return "it needs " + more(found, what) + ", " + Numbers.percent(found - limit) + " % beyond the limit of "
                + percent(limit);
    }

    /** {@code 0.3 points (95 % interval over faults −0.2 to 0.9)}. */
    static String loss(Assessment found) {
        return points(found.loss()) + " points (95 % interval over faults " + range(found.lossCi95()) + ")";
    }

    static String range(Interval interval) {
        return Numbers.range(interval, AdviceText::points);
    }

    /** In per cent or points, always with its sign: +12.5, −50.0. */
    static String signed(double share) {
        return Numbers.points(share);
    }

    private static String points(double share) {
        return Numbers.fixed(100 * share, 1);
    }

    private static String more(double share, String what) {
        String size = Numbers.fixed(Math.abs(100 * share), 1);
        if (size.equals("0.0")) {
            return "no more " + what;
        }
        return size + " % " + (share < 0 ? "less " : "more ") + what;
    }

    private static String percent(double share) {
        return Numbers.percent(share) + " %";
    }

    /** A verdict in a word or two. */
    static String of(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "holds";
            case NOT_SHOWN -> "not shown";
            case FAILS -> "fails";
        };
    }
}
