package org.fitact.advice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.fitact.cost.Candidate;
import org.fitact.cost.Costs;
import org.fitact.cost.Extra;
import org.fitact.cost.TimeCost;
import org.fitact.stats.Interval;
import org.fitact.stats.Range;

/**
 * What was found out about a candidate.
 *
 * @param bytes of everything that it stores: numbers, bounds, scales, check bits, tables
 * @param memory more bytes than the reference has, as a share
 * @param faultFree its accuracy without faults on the images of the trials
 * @param trials with faults
 * @param accuracy mean over the trials
 * @param accuracyCi95 its interval, which knows what so few trials may not have shown ({@link Range})
 * @param loss {@code reference − accuracy}, where the reference is the accuracy of the unprotected network without faults on the
 *     same images
 * @param lossCi95 its interval over the faults; the images are those of the trials
 * @param lossCi95Expected that which all trials of the last round would give if they were like these: it plans, and shows nothing
 * @param batches what it costs in time by batch
 * @param time more time at the batch where it costs most, with the memory decoded as often as was asked for
 */
@JsonPropertyOrder({
    "candidate",
    "bytes",
    "memory",
    "faultFree",
    "trials",
    "accuracy",
    "accuracyCi95",
    "loss",
    "lossCi95",
    "lossCi95Expected",
    "time",
    "batches"
})
public record Assessment(
        Candidate candidate,
        long bytes,
        double memory,
        double faultFree,
        int trials,
        double accuracy,
        Interval accuracyCi95,
        double loss,
        Interval lossCi95,
        Interval lossCi95Expected,
        List<TimeCost> batches,
        Extra time) {

    public Assessment {
        batches = List.copyOf(batches);
    }

    /**
     * From the trials.
     *
     * @param reference accuracy of the unprotected network without faults
     * @param accuracies of two trials or more, in their order
     * @param trials of the last round
     */
    static Assessment of(
            Candidate candidate, Costs.Cost cost, double reference, double faultFree, double[] accuracies, int trials) {
        double mean = 0;
        for (double accuracy : accuracies) {
            mean += accuracy / accuracies.length;
        }
        Range range = Range.ofTrials(faultFree);
        Interval interval = range.ofMean(accuracies);
        return new Assessment(
                candidate,
                cost.bytes(),
                cost.memory(),
                faultFree,
                accuracies.length,
                mean,
                interval,
                reference - mean,
                loss(reference, interval),
                loss(reference, range.expected(accuracies, trials)),
                cost.batches(),
                cost.time());
    }

    private static Interval loss(double reference, Interval accuracy) {
        return new Interval(reference - accuracy.high(), reference - accuracy.low());
    }
}
