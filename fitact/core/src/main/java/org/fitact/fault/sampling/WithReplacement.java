package org.fitact.fault.sampling;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.fitact.fault.BitPlacement;
import org.fitact.fault.EligibleBits;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * {@code ⌊bits · rate⌋} times a bit of the whole memory is drawn, each time any with the same probability, and hit: one that is drawn
 * an even number of times is as it was. Of n draws from N bits {@code N/2 · (1 − (1 − 2/N)^n)} are hit in the mean, at usual rates all
 * but a few.
 *
 * <p>Schemes are coupled as under {@link org.fitact.fault.ExactCount}: each draw first falls among the bits that all schemes have or
 * among the others, and those among the former are taken from one sequence. Rates take the first draws of that sequence, yet what is
 * hit at one may be flipped back at a higher one.
 *
 * @param rate more than 0 and less than 1
 */
public record WithReplacement(double rate) implements BitPlacement {

    public WithReplacement {
        Rates.require(rate);
    }

    /**
     * Draws bits by ascending rank.
     *
     * @throws IllegalArgumentException if there are more draws than an array holds
     */
    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        PhiloxRandom choice = random.child(0);
        PhiloxRandom ofShared = random.child(1);
        PhiloxRandom ofOthers = random.child(2);
        long[] drawn = new long[draws(bits)];
        for (int i = 0; i < drawn.length; i++) {
            boolean shared = choice.nextLong(bits.count()) < bits.shared();
            drawn[i] = shared
                    ? ofShared.nextLong(bits.shared())
                    : bits.shared() + ofOthers.nextLong(bits.count() - bits.shared());
        }
        Arrays.sort(drawn);
        for (int first = 0, next; first < drawn.length; first = next) {
            next = first + 1;
            while (next < drawn.length && drawn[next] == drawn[first]) {
                next++;
            }
            if ((next - first) % 2 == 1) {
                hit.accept(drawn[first]);
            }
        }
    }

    private int draws(EligibleBits bits) {
        double draws = Math.floor(bits.count() * rate);
        if (draws > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("fault rate " + rate + " makes " + draws + " draws from " + bits.count()
                    + " bits, expected at most " + (Integer.MAX_VALUE - 8));
        }
        return (int) draws;
    }
}
