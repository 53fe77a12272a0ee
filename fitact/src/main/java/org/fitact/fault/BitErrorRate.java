package org.fitact.fault;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Every bit is hit independently with probability {@code rate}.
 *
 * <p>The gaps between hits are geometric, so the cost grows with the hits, not with the bits: with v uniform in [0, 1),
 * {@code gap = ⌊ln(1 − v) / ln(1 − p)⌋}, L. Devroye, "Non-Uniform Random Variate Generation", 1986, X.2.
 *
 * <p>Rates are coupled: hits are drawn at {@code largestRate}, each with a mark u uniform in [0, 1), and those with
 * {@code u < rate / largestRate} are kept. So, with the same {@code largestRate} and trial, what is hit at a rate is
 * hit at every higher rate too.
 *
 * @param rate more than 0 and less than 1
 * @param largestRate the largest rate of the study; at least {@code rate} and less than 1
 */
public record BitErrorRate(double rate, double largestRate) implements BitPlacement {

    public BitErrorRate {
        requireRate(rate);
        requireRate(largestRate);
        if (largestRate < rate) {
            throw new IllegalArgumentException(
                    "bit error rate " + rate + " is more than the largest rate, " + largestRate);
        }
    }

    /** A rate by itself. */
    public BitErrorRate(double rate) {
        this(rate, rate);
    }

    /** Coupled models for all rates of a study, in the order given. */
    public static List<BitErrorRate> coupled(double... rates) {
        double largest = Arrays.stream(rates)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no bit error rates, expected at least one"));
        return Arrays.stream(rates)
                .mapToObj(rate -> new BitErrorRate(rate, largest))
                .toList();
    }

    /** Draws bits by ascending rank. */
    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        double logOfMiss = StrictMath.log1p(-largestRate);
        double kept = rate / largestRate;
        long count = bits.count();
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

    private static void requireRate(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("bit error rate " + rate + ", expected more than 0 and less than 1");
        }
    }
}
