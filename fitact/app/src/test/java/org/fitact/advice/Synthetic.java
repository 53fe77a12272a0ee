package org.fitact.advice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.fitact.advice.Limits.Verdict;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.fitact.cost.TimeCost;
import org.fitact.stats.Interval;
import org.fitact.timing.MedianRatio;

/** Assessments made up of a few numbers. */
final class Synthetic {

    static final Limits LIMITS = new Limits(0.01, 0.05, 0.05);
    static final double REFERENCE = 0.9;

    private Synthetic() {}

    /**
     * One whose interval reaches as far on both sides, and whose time is known to a thousandth.
     *
     * @param scheme also tells them apart
     */
    static Assessment of(String format, String scheme, double accuracy, double half, double memory, double time) {
        return of(format, scheme, accuracy, half, memory, time, half);
    }

    /** @param expected half of the interval of the loss that is expected of all trials */
    static Assessment of(
            String format, String scheme, double accuracy, double half, double memory, double time, double expected) {
        MedianRatio inference = new MedianRatio(1 + time, new Interval(0.999 + time, 1.001 + time), 11);
        List<TimeCost> batches = List.of(
                new TimeCost(1, 2, inference, MedianRatio.NOTHING, true),
                new TimeCost(16, 20, inference, new MedianRatio(0.25, new Interval(0.2, 0.3), 11), true));
        double loss = REFERENCE - accuracy;
        return new Assessment(
                new Candidate(format, scheme),
                Math.round(1000 * (1 + memory)),
                memory,
                REFERENCE,
                100,
                accuracy,
                new Interval(accuracy - half, accuracy + half),
                loss,
                new Interval(loss - half, loss + half),
                new Interval(loss - expected, loss + expected),
                batches,
                batches.getLast().extra(1000));
    }

    static Assessment of(String scheme, double accuracy) {
        return of("Q15.16", scheme, accuracy, 0.002, 0, 0);
    }

    static Advice advice(Assessment recommended, Assessment nearest, Verdict again, List<Assessment> all) {
        return advice(recommended, nearest, again, 0, all);
    }

    /** @param shared images of the 200 that confirm, and that chose as well */
    static Advice advice(Assessment recommended, Assessment nearest, Verdict again, int shared, List<Assessment> all) {
        return advice(recommended, nearest, recommended, again, shared, all);
    }

    /** @param confirming what the recommended one came to again */
    static Advice advice(
            Assessment recommended,
            Assessment nearest,
            Assessment confirming,
            Verdict again,
            int shared,
            List<Assessment> all) {
        return new Advice(
                "toy",
                "pictures",
                new Advice.Asked(1e-5, LIMITS, 100, 268, 200, 1000, 0),
                new Advice.Reference("Q15.16", 1000, REFERENCE),
                all,
                List.of(new Costs.LeftOut(new Candidate("bfloat16", "none+vote"), "words of bfloat16")),
                recommended,
                recommended == null ? null : new Advice.Confirmation(1, shared, REFERENCE, confirming, again),
                nearest,
                "fitact campaign runs/toy",
                JsonNodeFactory.instance.objectNode().put("commit", "5132cfa"));
    }
}
