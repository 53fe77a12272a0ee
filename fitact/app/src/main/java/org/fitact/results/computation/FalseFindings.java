package org.fitact.results.computation;

import java.util.Optional;
import org.fitact.campaign.TrialOutcome;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;

/**
 * What checks on computation found in the test images without faults, where every finding is a false alarm.
 *
 * @param images test images
 * @param found those in which a check found something
 * @param ci95 95 % interval of their share, Wilson's
 */
public record FalseFindings(int images, int found, Interval ci95) {

    /** Of the run without faults; empty if nothing checks the computation. */
    public static Optional<FalseFindings> of(TrialOutcome withoutFaults) {
        return withoutFaults
                .checks()
                .map(counts -> new FalseFindings(
                        withoutFaults.images(),
                        counts.falseAlarms(),
                        Proportion.wilson(counts.falseAlarms(), withoutFaults.images())));
    }
}
