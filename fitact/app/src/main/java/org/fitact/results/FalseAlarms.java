package org.fitact.results;

import java.util.Optional;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;

/**
 * What bounds cut of the test images without faults, where every alarm is a false one; see {@link AlarmCounts}.
 *
 * @param threshold values of an image that may be cut without an alarm, as held-out training images chose it
 * @param images test images
 * @param cut values that were cut, among those behind which a bound stands, 0..1
 * @param share test images with an alarm, 0..1
 * @param ci95 its 95 % interval, Wilson's
 */
public record FalseAlarms(int threshold, int images, double cut, double share, Interval ci95) {

    /** Of the run without faults; empty if it says nothing of alarms. */
    static Optional<FalseAlarms> of(TrialOutcome withoutFaults) {
        return withoutFaults
                .alarm()
                .map(found -> new FalseAlarms(
                        found.threshold(),
                        withoutFaults.images(),
                        found.cutShare(),
                        (double) found.alarms() / withoutFaults.images(),
                        Proportion.wilson(found.alarms(), withoutFaults.images())));
    }
}
