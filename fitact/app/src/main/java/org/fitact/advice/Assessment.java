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
     */
    static Assessment of(
            Candidate candidate, Costs.Cost cost, double reference, double faultFree, double[] accuracies) {
        double mean = 0;
        for (double accuracy : accuracies) {
            mean += accuracy / accuracies.length;
        }
        Interval interval = Range.ofTrials(faultFree).ofMean(accuracies);
        return new Assessment(
                candidate,
                cost.bytes(),
                cost.memory(),
                faultFree,
                accuracies.length,
                mean,
                interval,
                reference - mean,
                new Interval(reference - interval.high(), reference - interval.low()),
                cost.batches(),
                cost.time());
    }
}
