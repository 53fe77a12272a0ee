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
        if (count < 1 || successes < 0 || successes > count) {
            throw new IllegalArgumentException(
                    "a proportion needs 0 <= successes <= count and count >= 1, found " + successes + " of " + count);
        }
        double p = (double) successes / count;
        double square = Z * Z / count;
        double middle = (p + square / 2) / (1 + square);
        double half = Z * Math.sqrt(p * (1 - p) / count + square / (4 * count)) / (1 + square);
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
