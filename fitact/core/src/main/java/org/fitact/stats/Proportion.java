package org.fitact.stats;

/** The interval of a share, such as the accuracy on a sample of images. */
public final class Proportion {

    private static final double Z = 1.959963984540054;

    private Proportion() {}

    /**
     * Wilson's score interval, 95 %: with p = k/n, (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
     *
     * <p>Source: E. B. Wilson, JASA 22 (1927).
     *
     * @param successes k, 0..n
     * @param count n, at least 1
     */
    public static Interval wilson(int successes, int count) {
        requireSuccesses(successes, count);
        return wilson((double) successes / count, count, Z);
    }

    /**
     * The same of a sample without replacement from N, which says as much as one of n(N − 1)/(N − n) with replacement: all of them
     * leave nothing open.
     *
     * @param population N, at least n
     * @param z quantile of the normal distribution, such as 1.96 for 95 %
     */
    public static Interval wilson(long successes, long count, long population, double z) {
        requireSuccesses(successes, count);
        if (population < count) {
            throw new IllegalArgumentException(count + " of " + population + ", expected no more than there are");
        }
        double p = (double) successes / count;
        return count == population
                ? new Interval(p, p)
                : wilson(p, count * (population - 1.0) / (population - count), z);
    }

    /**
     * The interval of a difference of two shares of the same n, 95 %, of which b count in the first alone and c in the second alone:
     * with b′ = b + ½, c′ = c + ½, n′ = n + 2, (b′ − c′)/n′ ± z √(b′ + c′ − (b′ − c′)²/n′) / n′. It has a width also where both agree
     * on all.
     *
     * <p>Source: A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched proportions", Statistics in
     * Medicine 24 (2005).
     *
     * @param first b, those that count in the first alone
     * @param second c, those that count in the second alone
     * @param count n, at least 1 and b + c
     * @return of the first share less the second
     */
    public static Interval difference(int first, int second, int count) {
        if (first < 0 || second < 0 || count < 1 || (long) first + second > count) {
            throw new IllegalArgumentException(
                    "a difference of shares needs counts of at least 0, and no more than all, found " + first + " and "
                            + second + " of " + count);
        }
        double n = count + 2.0;
        double d = first - second;
        double half = Z * Math.sqrt(first + second + 1 - d * d / n) / n;
        return new Interval(Math.max(-1, d / n - half), Math.min(1, d / n + half));
    }

    private static void requireSuccesses(long successes, long count) {
        if (count < 1 || successes < 0 || successes > count) {
            throw new IllegalArgumentException(
                    "a proportion needs 0 <= successes <= count and count >= 1, found " + successes + " of " + count);
        }
    }

    private static Interval wilson(double p, double count, double z) {
        double square = z * z / count;
        double middle = (p + square / 2) / (1 + square);
        double half = z * Math.sqrt(p * (1 - p) / count + square / (4 * count)) / (1 + square);
        // Of none or all of them an end is 0 or 1, and a rounding must not leave that out.
        return new Interval(p == 0 ? 0 : Math.max(0, middle - half), p == 1 ? 1 : Math.min(1, middle + half));
    }
}
