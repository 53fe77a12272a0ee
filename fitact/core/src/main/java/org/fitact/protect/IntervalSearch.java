package org.fitact.protect;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Clip-Act's search of one threshold: the interval S starts as [0, maximum]; in every round the four thresholds that
 * cut it in thirds, ends included, are scored, and the interval closes to the neighbours of the best, one-sided at the
 * ends. It stops when neighbouring scores differ by no more than the tolerance and enough rounds were made, or after
 * the last round.
 *
 * <p>The thirds of a new interval do not meet the threshold that it closed around, so a later round can be worse than
 * an earlier one; what is found is the best of all acceptable thresholds scored, whatever the round.
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
    private final Predicate<Float> acceptable;
    private final Map<Float, Double> known = new HashMap<>();

    /** @param acceptable whether a threshold may be found; asked of the best first, until one is */
    IntervalSearch(HardeningSettings.ThresholdSearch settings, Score score, Predicate<Float> acceptable) {
        this.settings = settings;
        this.score = score;
        this.acceptable = acceptable;
    }

    /**
     * The best acceptable of the thresholds scored in [0, maximum], the largest of them where scores are equal; the
     * maximum, if none is acceptable.
     */
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
        return best(maximum);
    }

    private float best(float maximum) {
        Comparator<Map.Entry<Float, Double>> byScore = Map.Entry.comparingByValue();
        return known.entrySet().stream()
                .sorted(byScore.thenComparing(Map.Entry.comparingByKey()).reversed())
                .map(Map.Entry::getKey)
                .filter(acceptable)
                .findFirst()
                .orElse(maximum);
    }
}
