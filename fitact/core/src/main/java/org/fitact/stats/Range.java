package org.fitact.stats;

/**
 * What an observation can be, which says what a mean can hide: a trial in fifty that loses everything is not seen by a dozen
 * trials, whose standard deviation then tells nothing of it.
 *
 * @param least w, the worst
 * @param greatest b, the best
 */
public record Range(double least, double greatest) {

    /** Of an accuracy of which nothing else is known. */
    public static final Range ACCURACY = new Range(0, 1);

    private static final double LEVEL = 0.05;

    /** Of the accuracy of a trial, where that without faults is known and is not 0; of any accuracy else. */
    public static Range ofTrials(double faultFree) {
        return faultFree > 0 ? new Range(0, faultFree) : ACCURACY;
    }

    /**
     * The same where a trial is known to cost so much at most.
     *
     * @param worst 0..1
     */
    public static Range ofTrials(double faultFree, double worst) {
        Range range = ofTrials(faultFree);
        return new Range(Math.max(0, range.greatest - worst), range.greatest);
    }

    /** @throws IllegalArgumentException unless {@code least < greatest} and both are finite */
    public Range {
        if (!(least < greatest && greatest - least < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a range needs least < greatest, both finite, found " + least + " and " + greatest);
        }
    }

    /** Of a difference a − b, where this is the range of a. */
    public Range minus(Range b) {
        return new Range(least - b.greatest, greatest - b.least);
    }

    /** This range, widened to hold a value. */
    public Range with(double value) {
        return new Range(Math.min(least, value), Math.max(greatest, value));
    }

    /** This range, widened to hold values. */
    public Range with(double[] values) {
        Range wide = this;
        for (double value : values) {
            wide = wide.with(value);
        }
        return wide;
    }

    /**
     * The 95 % interval of the mean of a sample: {@link #ofMean(Moments)} in this range, widened to hold the sample.
     *
     * @param sample finite values, not modified; their order does not matter
     * @return {@link Interval#UNKNOWN} for one value
     */
    public Interval ofMean(double[] sample) {
        return with(sample).ofMean(Moments.of(sample));
    }

    /**
     * The interval that {@link #ofMean(double[])} would give of more observations, if all were like these: of the same mean, variance and
     * skewness. It plans, and shows nothing.
     *
     * @param sample two finite values or more, not modified
     * @param count of all; with no more than the sample has it is the interval of the sample
     */
    public Interval expected(double[] sample, int count) {
        Moments found = Moments.of(sample);
        return with(sample)
                .ofMean(new Moments(Math.max(count, found.count()), found.mean(), found.variance(), found.third()));
    }

    /**
     * What n equal observations say of a mean: that they agree does not make it known. With probability 0.95 at most a share
     * u = 1 − 0.05^(1/n) of all observations is different (the rule of three: about 3/n), and these may be anything in the
     * range: {@code [v − u·(v − w), v + u·(b − v)]}.
     *
     * <p>Source: J. A. Hanley, A. Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983).
     *
     * @return {@link Interval#UNKNOWN} for one observation
     */
    public Interval ofEqual(double value, int n) {
        if (n < 2) {
            return Interval.UNKNOWN;
        }
        double unseen = unseenShare(n);
        return new Interval(
                value - unseen * Math.max(0, value - least), value + unseen * Math.max(0, greatest - value));
    }

    /**
     * The 95 % interval of the mean of observations in this range: all μ with
     *
     * <pre>{@code (m − μ)² ≤ t² / n · r · (b − μ)(μ − w),   r = v / ((b − m)(m − w)),}</pre>
     *
     * where t is the 0.975 quantile of Student's t with n − 1 degrees of freedom and v the variance with divisor n; and
     * no less than {@link #ofEqual} of the mean, since what n observations cannot have seen may be there beside what they
     * saw; and no less than {@link Moments#hallInterval} of the part 1 − r of their skewness. A variable in [w, b] of mean μ has at most the variance (b − μ)(μ − w), when it is nothing but w or b (R. Bhatia,
     * C. Davis, American Mathematical Monthly 107 (2000)): for such a one r = 1, and this is Wilson's interval of a share (1927).
     * As that does, it lets the variance grow with the share of catastrophes that μ stands for, where Student's keeps to the
     * variance that was seen, which is small just when too few catastrophes were. What is skewed and less than that, a few bad trials
     * among many that lose a little, is not told by r alone. How often it holds: {@code CoverageTest}.
     *
     * @param sample observations in the range
     * @return {@link Interval#UNKNOWN} for one observation
     */
    Interval ofMean(Moments sample) {
        int n = sample.count();
        if (n < 2) {
            return Interval.UNKNOWN;
        }
        double mean = sample.mean();
        double greatestVariance = (greatest - mean) * (mean - least);
        double share = greatestVariance > 0 ? Math.min(1, sample.variance() / greatestVariance) : 0;
        double t = Sample.studentQuantile(n);
        double c = t * t / n * share;
        double middle = (mean + c * (greatest + least) / 2) / (1 + c);
        double product = (mean * mean + c * greatest * least) / (1 + c);
        double half = Math.sqrt(Math.max(0, middle * middle - product));
        Interval unseen = ofEqual(mean, n);
        Interval skewed = sample.hallInterval(1 - share);
        // What is known of the range stays known: no mean lies beyond it.
        return new Interval(
                Math.min(Math.min(middle - half, unseen.low()), Math.max(least, skewed.low())),
                Math.max(Math.max(middle + half, unseen.high()), Math.min(greatest, skewed.high())));
    }

    /** Whether an end of {@link #ofMean} is where it is for what the sample cannot have seen, and not for what it saw. */
    boolean isOfUnseen(Moments sample) {
        Interval interval = ofMean(sample);
        Interval unseen = ofEqual(sample.mean(), sample.count());
        return interval.low() == unseen.low() || interval.high() == unseen.high();
    }

    /**
     * The fewest observations after which what was not seen cannot move a mean by more than {@code halfWidth}:
     * u·d ≤ h, about 3·d/h, with d the distance of the mean from the farther end.
     */
    public int leastObservations(double mean, double halfWidth) {
        double farther = Math.max(mean - least, greatest - mean);
        if (farther <= halfWidth) {
            return 2;
        }
        double n = Math.ceil(Math.log(LEVEL) / Math.log1p(-halfWidth / farther));
        return (int) Math.clamp(n, 2, Integer.MAX_VALUE);
    }

    /** The largest share of observations of which n have none with a probability of 0.05 or more. */
    private static double unseenShare(int n) {
        return 1 - Math.pow(LEVEL, 1.0 / n);
    }
}
