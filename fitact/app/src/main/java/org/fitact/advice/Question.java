package org.fitact.advice;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cost.Candidate;
import org.fitact.stats.Range;

/**
 * What is asked.
 *
 * @param rate bit error rate
 * @param limits what protection may cost
 * @param candidates the format of the first is the reference: everything is compared with the unprotected network in it
 * @param trials of those that stay to the end; 0 takes as many as can show half of the loss that is allowed
 * @param images of a trial
 * @param scrub inferences between two decodings of the whole memory
 * @param seed of faults and images
 */
public record Question(
        double rate, Limits limits, List<Candidate> candidates, int trials, int images, long scrub, long seed) {

    /** Trials of the first round. */
    static final int FIRST_TRIALS = 8;

    /** What may go unseen in so many trials is this share of the loss that is allowed. */
    private static final double UNSEEN = 0.5;

    private static final int FEWEST_TRIALS = 40;
    private static final int MOST_TRIALS = 10_000;

    public Question {
        candidates = List.copyOf(candidates);
    }

    /** The format with which all others are compared. */
    String reference() {
        return candidates.getFirst().format();
    }

    /** The trials of those that stay to the end, where a trial can lose what is right without faults. */
    int trials(double faultFree) {
        if (trials > 0) {
            return trials;
        }
        return Math.clamp(showing(faultFree, UNSEEN * limits.loss()), FEWEST_TRIALS, MOST_TRIALS);
    }

    /** The fewest trials after which a candidate that has lost nothing is shown to hold the loss that is allowed. */
    int fewestTrials(double faultFree) {
        return showing(faultFree, limits.loss());
    }

    private static int showing(double faultFree, double loss) {
        if (!(loss > 0 && faultFree > 0)) {
            return MOST_TRIALS;
        }
        return Range.ofTrials(faultFree).leastObservations(faultFree, loss);
    }

    /** Trials of the rounds: each has twice as many as the one before, and the last has all. */
    static List<Integer> rounds(int trials) {
        List<Integer> rounds = new ArrayList<>();
        for (int some = FIRST_TRIALS; some < trials; some *= 2) {
            rounds.add(some);
        }
        rounds.add(trials);
        return rounds;
    }
}
