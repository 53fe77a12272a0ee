package org.fitact.tensor.random;

import java.util.function.LongConsumer;

/**
 * Bits of a memory that are hit at random, each independently with probability {@code rate}: a description small enough
 * to be carried out wherever the memory lies.
 *
 * <p>The gaps between hits are geometric, so the cost grows with the hits, not with the bits: with v uniform in [0, 1),
 * {@code gap = ⌊ln(1 − v) / ln(1 − p)⌋}, L. Devroye, "Non-Uniform Random Variate Generation", 1986, X.2.
 *
 * <p>Rates are coupled: hits are drawn at {@code largestRate}, each with a mark u uniform in [0, 1), and those with
 * {@code u < rate / largestRate} are kept. So, with the same {@code largestRate}, seed and stream, what is hit at a rate
 * is hit at every higher rate too.
 *
 * @param seed of a {@link PhiloxRandom}
 * @param stream of it
 * @param rate more than 0, at most {@code largestRate}
 * @param largestRate less than 1
 */
public record RandomBits(long seed, long stream, double rate, double largestRate) {

    public RandomBits {
        if (!(rate > 0 && rate <= largestRate && largestRate < 1)) {
            throw new IllegalArgumentException("rate is " + rate + " and the largest rate " + largestRate
                    + ", expected 0 < rate <= largest rate < 1");
        }
    }

    /** Draws the hits among {@code count} bits by ascending number. */
    public void draw(long count, LongConsumer hit) {
        draw(new PhiloxRandom(seed, stream), rate, largestRate, count, hit);
    }

    /** The same from a generator, which is modified. */
    public static void draw(PhiloxRandom random, double rate, double largestRate, long count, LongConsumer hit) {
        double logOfMiss = StrictMath.log1p(-largestRate);
        double kept = rate / largestRate;
        for (long rank = 0; ; rank++) {
            double gap = Math.floor(StrictMath.log1p(-fineUnit(random.nextLong())) / logOfMiss);
            double mark = random.nextDouble();
            // Compared as doubles: the gap may be infinite, or more than a long holds.
            if (gap >= count - rank) {
                return;
            }
            rank += (long) gap;
            if (mark < kept) {
                hit.accept(rank);
            }
        }
    }

    /** Uniform in [0, 1] with steps of 2^−63 near 0, far finer than a rate, so that small gaps are not biased. */
    private static double fineUnit(long bits) {
        return (bits >>> 1) * 0x1p-63;
    }
}
