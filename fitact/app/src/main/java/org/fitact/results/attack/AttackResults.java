package org.fitact.results.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fitact.memory.code.ReadCounts;
import org.fitact.stats.Interval;

/**
 * Everything in {@code attack.json}: how many chosen bit flips it takes to make deployed networks guess.
 *
 * @param model name of the network
 * @param dataset name of the data set
 * @param attackerImages training images that the attacker has
 * @param testImages others, on which accuracies are measured
 * @param chance accuracy of guessing
 * @param margin above it, up to which a network counts as guessing
 * @param flips bits that the attacker flips at most
 * @param candidates of what it tries the best flip: {@code tensor} or {@code bit}
 * @param aware whether it reads through the codes of a memory, or takes its words for the numbers
 * @param filter of the bits that it can flip
 * @param format in which parameters are stored, but for single tensors that have another
 * @param schemes in their order
 */
public record AttackResults(
        String model,
        String dataset,
        int attackerImages,
        int testImages,
        double chance,
        double margin,
        int flips,
        String candidates,
        boolean aware,
        String filter,
        String format,
        List<OfScheme> schemes,
        JsonNode provenance) {

    /** Why an attack ended. */
    public enum End {
        /** The network guesses. */
        CHANCE,
        /** All flips are made. */
        FLIPS,
        /** No flip was found that raises the loss. */
        NOTHING_FOUND
    }

    /**
     * What came of one scheme.
     *
     * @param bits that the attacker can flip
     * @param memory what is stored
     * @param curve after 0, 1, 2, … flips
     * @param made the flips, in their order
     * @param untilChance flips after which the network guesses; null if it did not come to that
     * @param random the same network after as many flips that nobody chose, at some numbers of flips
     */
    public record OfScheme(
            String scheme,
            long bits,
            Memory memory,
            List<Point> curve,
            List<Flip> made,
            Integer untilChance,
            End end,
            List<RandomPoint> random) {}

    /** Bytes of a deployed network: of its parameters, its bounds, and what accompanies both, such as check bits. */
    public record Memory(long parameters, long bounds, long beside) {}

    /**
     * The network after some flips.
     *
     * @param loss on the attacker's images, as the attacker reads the memory; NaN where the answers are no numbers
     * @param correct of the test images
     * @param accuracy share of them
     * @param ci95 Wilson's interval of that share: over test images, for this one attack
     * @param reading what reading the memory comes to, where codes guard it; null elsewhere
     */
    public record Point(int flips, double loss, int correct, double accuracy, Interval ci95, ReadCounts reading) {}

    /**
     * A flip that was made.
     *
     * @param tensor whose word it is
     * @param index of the word in it
     * @param bit from the lowest
     * @param slope by how much the loss was to rise, by the gradient
     * @param loss as of {@link Point}
     */
    public record Flip(String tensor, int index, int bit, double slope, double loss) {}

    /**
     * After flips of the same bits of words that were drawn.
     *
     * @param draws that were averaged
     * @param mean of their accuracies on the test images
     * @param ci95 interval of that mean, over draws: what as many others would give, on the same test images. Any of the others may be a
     *     catastrophe that none of these was, so it ends no higher above chance than so few draws can tell
     */
    public record RandomPoint(int flips, int draws, double mean, Interval ci95) {}
}
