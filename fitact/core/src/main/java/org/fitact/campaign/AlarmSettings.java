package org.fitact.campaign;

import org.fitact.measure.CutCounter;
import org.fitact.measure.RangeAlarm;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;

/**
 * How the threshold of an alarm is chosen, for each scheme by itself.
 *
 * @param heldOut images on which nothing was trained, and no trial is run
 * @param falseAlarms share of them that may raise an alarm without faults, 0 or more and less than 1
 */
public record AlarmSettings(EvaluationSet heldOut, double falseAlarms) {

    /** Runs the held-out images through a plan without faults, whose bounds are steps of their own. */
    RangeAlarm choose(Plan plan) {
        CutCounter counter = new CutCounter(plan, heldOut.images());
        counter.during(() -> heldOut.predict(plan));
        return RangeAlarm.of(counter.cuts(), falseAlarms);
    }
}
