package org.fitact.stats;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How many of N must be drawn without replacement, so that a share is known to a margin:
 *
 * <pre>{@code n = N / (1 + e²(N − 1) / (t² p(1 − p)))}</pre>
 *
 * with the margin e and the quantile t of the confidence. The share p is ½ at first, where n is largest, and then what a sample
 * gave (iterated): a share near 0 or 1 takes far fewer. A mean of numbers in [0, 1] has at most the variance p(1 − p) of a share, so
 * the size is enough for it too.
 *
 * <p>Source: R. Leveugle et al., "Statistical Fault Injection: Quantified Error and Confidence", DATE 2009, eq. 3; iterated as A.
 * Ruospo et al., "Assessing Convolutional Neural Networks Reliability through Statistical Fault Injections", DATE 2023.
 *
 * @param margin e, half of the interval's width
 * @param confidence of the interval, such as 0.95
 */
public record SampleSize(double margin, double confidence) {

    /** @throws IllegalArgumentException unless both lie between 0 and 1 */
    public SampleSize {
        if (!(margin > 0 && margin < 1 && confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("margin " + margin + " and confidence " + confidence
                    + ", expected both more than 0 and less than 1");
        }
    }

    /** t: the quantile of the normal distribution that leaves half of what is not confidence above it. */
    public double quantile() {
        return new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    }

    /** The size by the formula for a share. */
    public long of(double share, long population) {
        double t = quantile();
        double variance = share * (1 - share);
        if (variance == 0) {
            return 1;
        }
        double n = population / (1 + margin * margin * (population - 1) / (t * t * variance));
        return Math.clamp((long) Math.ceil(n), 1, population);
    }

    /** The most that it can come to, that of the share ½. */
    public long most(long population) {
        return of(0.5, population);
    }

    /** The fewest after which a share can be known: if none or all of so many count, Wilson's interval is as narrow as asked for. */
    public long fewest(long population) {
        long low = 1;
        long high = most(population);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (isEnough(0, middle, population)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether half of the width of Wilson's interval is the margin or less. */
    public boolean isEnough(long successes, long count, long population) {
        return interval(successes, count, population).halfWidth() <= margin;
    }

    /** Wilson's interval of a share with this confidence. */
    public Interval interval(long successes, long count, long population) {
        return Proportion.wilson(successes, count, population, quantile());
    }

    /**
     * The size that a sample asks for: the formula with the share in the middle of the interval of what was found, no less than one
     * more than was taken while that does not do.
     *
     * @param count of the sample, 1 or more
     */
    public long next(long successes, long count, long population) {
        if (isEnough(successes, count, population)) {
            return count;
        }
        // Two more of each kind: the middle of the interval, and no share of 0.
        double share = (successes + 2.0) / (count + 4.0);
        return Math.clamp(of(share, population), count + 1, population);
    }
}
