package org.fitact.stats;

import java.util.OptionalInt;

/**
 * When a campaign has seen enough: at the first trial, counted in the order of the trials' numbers, from which the
 * Student-t 95 % interval of the mean is at most as wide as asked. A trial that finished early because its thread was
 * quick changes nothing, so the number of trials is the same on every machine.
 *
 * <p>Looking again after every trial makes the interval slightly too narrow on average; {@code minTrials} of 20 or more
 * keeps this small. Trials that all agree never stop it: of a mean from which none was seen to differ, a standard deviation
 * of 0 says nothing.
 *
 * @param halfWidth wanted half-width of the interval, in the unit of the values; 0 always runs {@code maxTrials}
 * @param minTrials no stop before; at least 2
 * @param maxTrials stop in any case; at least {@code minTrials}
 */
public record StoppingRule(double halfWidth, int minTrials, int maxTrials) {

    /** @throws IllegalArgumentException if a value is outside its range */
    public StoppingRule {
        if (!(halfWidth >= 0) || minTrials < 2 || maxTrials < minTrials) {
            throw new IllegalArgumentException("a stopping rule needs halfWidth >= 0 and 2 <= minTrials <= maxTrials, "
                    + "found halfWidth " + halfWidth + ", minTrials " + minTrials + ", maxTrials " + maxTrials);
        }
    }

    /** A rule that runs exactly {@code trials} trials. */
    public static StoppingRule exactly(int trials) {
        return new StoppingRule(0, trials, trials);
    }

    /**
     * The number of trials after which this rule stops, empty if it needs more than there are.
     *
     * @param values one per trial, in the order of the trials' numbers, without gaps; not modified
     */
    public OptionalInt stopsAfter(double[] values) {
        Watch watch = watch();
        for (double value : values) {
            if (watch.add(value)) {
                return OptionalInt.of(watch.count());
            }
        }
        return OptionalInt.empty();
    }

    /** Watches values as they come, in a constant time for each. */
    public Watch watch() {
        return new Watch();
    }

    /** The values so far, by Welford's sums: B. P. Welford, Technometrics 4 (1962). */
    public final class Watch {

        private int count;
        private double mean;
        private double squares;
        private boolean enough;

        private Watch() {}

        /**
         * Takes the value of the next trial.
         *
         * @return whether the rule has stopped, at this value or before
         */
        public boolean add(double value) {
            if (!enough) {
                count++;
                double difference = value - mean;
                mean += difference / count;
                squares += difference * (value - mean);
                enough = count >= minTrials && (count == maxTrials || narrowEnough());
            }
            return enough;
        }

        /** Values up to the one at which the rule stopped; all of them if it has not. */
        public int count() {
            return count;
        }

        private boolean narrowEnough() {
            return halfWidth > 0
                    && squares > 0
                    && Sample.studentQuantile(count) * Math.sqrt(squares / (count - 1) / count) <= halfWidth;
        }
    }
}
