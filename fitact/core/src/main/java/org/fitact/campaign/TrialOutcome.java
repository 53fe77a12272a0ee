package org.fitact.campaign;

import java.util.Optional;
import java.util.OptionalDouble;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.CheckCounts;
import org.fitact.measure.Consequences;
import org.fitact.measure.TransientCounts;
import org.fitact.memory.code.ReadCounts;

/**
 * What a trial found.
 *
 * @param flips number of bits of the memory that are flipped
 * @param correct number of images classified correctly
 * @param images number of images classified
 * @param seconds wall time; reported, never compared
 * @param averaged the expected accuracy over all faults of the last layer, given those elsewhere; empty where it was not asked for
 * @param consequences what became of the answers; empty in what earlier versions recorded, and without faults
 * @param reading what reading the memory came to; empty where no code guards it, and in what earlier versions recorded
 * @param alarm what bounds cut; empty where it was not asked for, or there are none
 * @param transients what flipped in the computation; empty where nothing is to flip there
 * @param checks what checks on the computation saw; empty where there are none, and in what earlier versions recorded
 */
public record TrialOutcome(
        long flips,
        int correct,
        int images,
        double seconds,
        OptionalDouble averaged,
        Optional<Consequences> consequences,
        Optional<ReadCounts> reading,
        Optional<AlarmCounts> alarm,
        Optional<TransientCounts> transients,
        Optional<CheckCounts> checks) {

    /** @throws IllegalArgumentException if the counts contradict each other or the time is not a time */
    public TrialOutcome {
        if (flips < 0 || images < 1 || correct < 0 || correct > images || !(seconds >= 0)) {
            throw new IllegalArgumentException("an outcome needs flips >= 0, 0 <= correct <= images, images >= 1 and "
                    + "seconds >= 0, found flips " + flips + ", correct " + correct + ", images " + images
                    + ", seconds " + seconds);
        }
        if (!(averaged.orElse(0) >= 0 && averaged.orElse(0) <= 1)) {
            throw new IllegalArgumentException(
                    "an averaged accuracy of " + averaged.orElse(0) + ", expected one in 0..1");
        }
        if (consequences.isPresent()) {
            Consequences found = consequences.get();
            if (Math.max(Math.max(found.sdc1(), found.due()), found.masked()) > images) {
                throw new IllegalArgumentException(
                        "consequences for more images than the " + images + " of the trial: " + found);
            }
        }
        if (alarm.isPresent() && alarm.get().alarms() > images) {
            throw new IllegalArgumentException(
                    "alarms for more images than the " + images + " of the trial: " + alarm.get());
        }
        if (transients.isPresent() && transients.get().struck() > images) {
            throw new IllegalArgumentException(
                    "transient faults in more images than the " + images + " of the trial: " + transients.get());
        }
        if (checks.isPresent() && checks.get().images() > images) {
            throw new IllegalArgumentException(
                    "checks of more images than the " + images + " of the trial: " + checks.get());
        }
    }

    /** One of a computation in which nothing flips, and that nothing checks. */
    public TrialOutcome(
            long flips,
            int correct,
            int images,
            double seconds,
            OptionalDouble averaged,
            Optional<Consequences> consequences,
            Optional<ReadCounts> reading,
            Optional<AlarmCounts> alarm) {
        this(
                flips,
                correct,
                images,
                seconds,
                averaged,
                consequences,
                reading,
                alarm,
                Optional.empty(),
                Optional.empty());
    }

    /** One of which nothing more is known. */
    public TrialOutcome(long flips, int correct, int images, double seconds) {
        this(
                flips,
                correct,
                images,
                seconds,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** All but the time: what does not depend on who computed it. */
    public TrialOutcome untimed() {
        return new TrialOutcome(flips, correct, images, 0, averaged, consequences, reading, alarm, transients, checks);
    }

    /** The averaged accuracy where there is one, else correct / images; in 0..1. */
    public double accuracy() {
        return averaged.orElse(plainAccuracy());
    }

    /** correct / images, in 0..1. */
    public double plainAccuracy() {
        return (double) correct / images;
    }

    /** Whether both found the same, in whatever time, as far as both looked. */
    public boolean sameFinding(TrialOutcome other) {
        return flips == other.flips
                && correct == other.correct
                && images == other.images
                && (averaged.isEmpty() || other.averaged.isEmpty() || averaged.equals(other.averaged))
                && (consequences.isEmpty() || other.consequences.isEmpty() || consequences.equals(other.consequences))
                && (reading.isEmpty() || other.reading.isEmpty() || reading.equals(other.reading))
                && (alarm.isEmpty() || other.alarm.isEmpty() || alarm.equals(other.alarm))
                && (transients.isEmpty() || other.transients.isEmpty() || transients.equals(other.transients))
                && (checks.isEmpty() || other.checks.isEmpty() || checks.equals(other.checks));
    }
}
