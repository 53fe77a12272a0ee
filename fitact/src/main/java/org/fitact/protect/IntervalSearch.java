package org.fitact.protect;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Clip-Act's search of one threshold: the interval S starts as [0, maximum]; in every round the four thresholds that
 * cut it in thirds, ends included, are scored, and the interval closes to the neighbours of the best, one-sided at the
 * ends. It stops when neighbouring scores differ by no more than the tolerance and enough rounds were made, or after
 * the last round.
 *
 * <p>The thirds of a new interval do not meet the threshold that it closed around, so a later round can be worse than
 * an earlier one; what is found is the best of all thresholds scored, whatever the round.
 */
final class IntervalSearch {

    /** Scores a threshold. */
    @FunctionalInterface
    interface Score {
        double of(float threshold);
    }

    private static final int POINTS = 4;

    private final HardeningSettings.ThresholdSearch settings;
    private final Score score;
    private final Map<Float, Double> known = new HashMap<>();

    IntervalSearch(HardeningSettings.ThresholdSearch settings, Score score) {
        this.settings = settings;
        this.score = score;
    }

    /** The best of the thresholds scored in [0, maximum]; the largest of them where scores are equal. */
    float run(float maximum) {
        float low = 0;
        float high = maximum;
        for (int round = 1; round <= settings.maxRounds(); round++) {
            float[] thresholds = {low, low + (high - low) / 3, low + (high - low) * 2 / 3, high};
            double[] scores = new double[POINTS];
            int winner = POINTS - 1;
            double largestStep = 0;
            for (int i = POINTS - 1; i >= 0; i--) {
                scores[i] = known.computeIfAbsent(thresholds[i], score::of);
                winner = scores[i] > scores[winner] ? i : winner;
                largestStep = i < POINTS - 1 ? Math.max(largestStep, Math.abs(scores[i] - scores[i + 1])) : 0;
            }
            low = thresholds[Math.max(0, winner - 1)];
            high = thresholds[Math.min(POINTS - 1, winner + 1)];
            if (round >= settings.minRounds() && largestStep <= settings.tolerance()) {
                break;
            }
        }
        return best();
    }

    private float best() {
        Comparator<Map.Entry<Float, Double>> byScore = Map.Entry.comparingByValue();
        return Collections.max(known.entrySet(), byScore.thenComparing(Map.Entry.comparingByKey()))
                .getKey();
    }
}
