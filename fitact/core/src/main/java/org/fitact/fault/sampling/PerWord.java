package org.fitact.fault.sampling;

import java.util.List;
import java.util.function.LongConsumer;
import org.fitact.fault.BitPlacement;
import org.fitact.fault.EligibleBits;
import org.fitact.fault.EligibleBits.OfRegion;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

/**
 * Every word is struck independently with probability {@code rate}, and of one that is struck one bit is hit, each of those that may be
 * with the same probability: the rate is one of words. A bit of a word of w bits is hit with probability rate / w, and two of one word
 * never are.
 *
 * <p>Rates are coupled as under {@link org.fitact.fault.BitErrorRate}, by words; which bit of a word is hit follows from the trial and
 * the word alone.
 *
 * @param rate more than 0 and less than 1
 * @param largestRate the largest rate of the study; at least {@code rate} and less than 1
 */
public record PerWord(double rate, double largestRate) implements BitPlacement {

    public PerWord {
        Rates.require(rate);
        Rates.require(largestRate);
        if (largestRate < rate) {
            throw new IllegalArgumentException("fault rate " + rate + " is more than the largest rate, " + largestRate);
        }
    }

    /** Draws bits by ascending rank. */
    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        Words words = new Words(bits.regions(), random.child(0));
        RandomBits.draw(random, rate, largestRate, words.count(), word -> hit.accept(words.bitOf(word)));
    }

    /** The words of which a bit may be hit, numbered by ascending address, and of each the bit that is. */
    private static final class Words {

        private final List<OfRegion> regions;
        private final PhiloxRandom random;
        /** The region of the last word, and the number of its first. */
        private int region;

        private long first;

        Words(List<OfRegion> regions, PhiloxRandom random) {
            this.regions = regions;
            this.random = random;
        }

        long count() {
            return regions.stream().mapToLong(OfRegion::words).sum();
        }

        /** @param word not below that of an earlier call */
        long bitOf(long word) {
            while (word - first >= regions.get(region).words()) {
                first += regions.get(region).words();
                region++;
            }
            OfRegion of = regions.get(region);
            // Two numbers of the stream for each word, of which the first is its own.
            random.position(2 * word);
            return of.firstRank() + (word - first) * of.bitsOfWord() + random.nextInt(of.bitsOfWord());
        }
    }
}
