package org.fitact.stats;

import java.util.OptionalInt;

/**
 * When a campaign has seen enough: when both ends of the 95 % interval of the mean ({@link Range#ofMean}) are as near to it
 * as asked. A trial that finished early because its thread was quick changes nothing, since trials are counted in the order of
 * their numbers: their number is the same on every machine.
 *
 * <p>Not before what could not be seen is too rare to matter: a campaign in which a catastrophe costs D points cannot stop
 * before about 3·D/h trials, whatever its trials look like. And not after every trial: the rule looks after the first {@code
 * minTrials}, and then after every quarter more. Who looks again and again stops at the luckiest of many intervals, which
 * then holds the mean less often than it says.
 *
 * @param halfWidth h, wanted of the longer side of the interval, in the unit of the values; 0 always runs {@code maxTrials}
 * @param minTrials no stop before; at least 2
 * @param maxTrials stop in any case; at least {@code minTrials}
 */
public record StoppingRule(double halfWidth, int minTrials, int maxTrials) {

    private static final double MORE_UNTIL_THE_NEXT_LOOK = 1.25;

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
     * @param range of a trial's value
     * @param values one per trial, in the order of the trials' numbers, without gaps; not modified
     */
    public OptionalInt stopsAfter(Range range, double[] values) {
        Watch watch = watch(range);
        for (double value : values) {
            if (watch.add(value)) {
                return OptionalInt.of(watch.count());
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Watches values as they come, in a constant time for each.
     *
     * @param range of a trial's value; it is widened where one is outside
     */
    public Watch watch(Range range) {
        return new Watch(range);
    }

    /**
     * The values so far, by Welford's sums (B. P. Welford, Technometrics 4 (1962)), with that of the cubes by P. Pébay, Sandia Report
     * SAND2008-6212 (2008), eq. 2.3.
     */
    public final class Watch {

        private Range range;
        private int count;
        private int nextLook = minTrials;
        private double mean;
        private double squares;
        private double cubes;
        private boolean enough;

        private Watch(Range range) {
            this.range = range;
        }

        /**
         * Takes the value of the next trial.
         *
         * @return whether the rule has stopped, at this value or before
         */
        public boolean add(double value) {
            if (!enough) {
                count++;
                range = range.with(value);
                double difference = value - mean;
                double step = difference / count;
                mean += step;
                double square = difference * (value - mean);
                cubes += square * step * (count - 2) - 3 * step * squares;
                squares += square;
                enough = count == maxTrials || halfWidth > 0 && count == nextLook && narrowEnough();
            }
            return enough;
        }

        /** Values up to the one at which the rule stopped; all of them if it has not. */
        public int count() {
            return count;
        }

        /** The interval of the mean of the values so far. */
        public Interval interval() {
            return range.ofMean(moments());
        }

        /** Whether an end of it is where it is for what these values cannot have seen. */
        boolean isOfUnseen() {
            return range.isOfUnseen(moments());
        }

        private Moments moments() {
            return new Moments(count, mean, squares / count, cubes / count);
        }

        private boolean narrowEnough() {
            nextLook = Math.max(count + 1, (int) Math.ceil(count * MORE_UNTIL_THE_NEXT_LOOK));
            return interval().longerSide(mean) <= halfWidth;
        }
    }
}
