package org.fitact.stats;

/**
 * What n equal observations say of a mean. Their standard deviation is 0, but that they agree does not make the mean known:
 * with probability 0.95 at most a share of 1 − 0.05^(1/n) of all trials is different (the rule of three: about 3/n), and these
 * may be anything that an observation can be.
 *
 * <p>Source: J. A. Hanley, A. Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983).
 */
final class EqualTrials {

    private static final double LEVEL = 0.05;

    /** Differences of accuracies that are equal may differ by a rounding; of others, by an image. */
    private static final double TOLERANCE = 1e-12;

    private EqualTrials() {}

    static boolean areEqual(double[] values) {
        for (double value : values) {
            if (Math.abs(value - values[0]) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@code [v − u·(v − least), v + u·(most − v)]} with u = 1 − 0.05^(1/n); {@link Interval#UNKNOWN} for one observation.
     *
     * @param value v, of all n observations
     * @param least that an observation can be
     * @param most that an observation can be
     */
    static Interval interval(double value, int n, double least, double most) {
        if (n < 2) {
            return Interval.UNKNOWN;
        }
        double unseen = 1 - Math.pow(LEVEL, 1.0 / n);
        return new Interval(value - unseen * Math.max(0, value - least), value + unseen * Math.max(0, most - value));
    }
}
