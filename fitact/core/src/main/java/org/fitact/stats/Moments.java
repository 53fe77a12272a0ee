package org.fitact.stats;

/**
 * The first three moments of a sample, with divisor n.
 *
 * @param count n, 1 or more
 * @param mean m, the arithmetic mean
 * @param variance v, the mean of (x − m)²
 * @param third the mean of (x − m)³
 */
record Moments(int count, double mean, double variance, double third) {

    /** A variance below is that of equal values, but for roundings. */
    private static final double NO_VARIANCE = 1e-24;

    /** Of finite values, which are not modified; their order does not matter. */
    static Moments of(double[] values) {
        double mean = Sample.mean(values);
        double squares = 0;
        double cubes = 0;
        for (double value : Sample.sorted(values)) {
            double difference = value - mean;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }
        return new Moments(values.length, mean, squares / values.length, cubes / values.length);
    }

    /** γ, the third moment over the variance to 3/2; 0 of equal values. */
    double skewness() {
        return variance < NO_VARIANCE ? 0 : third / Math.pow(variance, 1.5);
    }

    /** a of a bootstrap, {@code Σd³ / (6 (Σd²)^1.5)} with the differences from the mean, which is γ/(6√n). */
    double acceleration() {
        return skewness() / (6 * Math.sqrt(count));
    }

    /** The standard error of the mean with divisor n: √(v/n). */
    double error() {
        return Math.sqrt(variance / count);
    }

    /**
     * A 95 % interval of the mean that knows of skewness: with T = (m − μ)/√v, the transformation g(T) = T + γT²/3 + γ²T³/27 +
     * γ/(6n) has nearly no skewness left, is monotone, and is taken as √n·g(T) ~ Student's t; so the ends are m − √v·g⁻¹(±t/√n), g⁻¹(y) =
     * 3/γ·((1 + γ(y − γ/(6n)))^(1/3) − 1).
     *
     * <p>Source: P. Hall, "On the Removal of Skewness by Transformation", Journal of the Royal Statistical Society B 54 (1992).
     *
     * @param part of the skewness that is to be removed, 0..1: with 0 it is Student's interval with divisor n
     * @return {@link Interval#UNKNOWN} for one value
     */
    Interval hallInterval(double part) {
        if (count < 2) {
            return Interval.UNKNOWN;
        }
        double reach = Sample.studentQuantile(count) / Math.sqrt(count);
        double sd = Math.sqrt(variance);
        double gamma = part * skewness();
        return new Interval(mean - sd * inverse(gamma, reach), mean - sd * inverse(gamma, -reach));
    }

    private double inverse(double gamma, double y) {
        // Of so little skewness nothing is to be removed, and 3/γ would lose digits.
        return Math.abs(gamma) < 1e-6 ? y : 3 / gamma * (Math.cbrt(1 + gamma * (y - gamma / (6 * count))) - 1);
    }
}
