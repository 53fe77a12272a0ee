package org.fitact.protect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IntervalSearchTest {

    /** The thresholds in the order in which they were scored; each round scores from the top. */
    private final List<Float> asked = new ArrayList<>();

    private Predicate<Float> acceptable = _ -> true;

    private float search(int minRounds, int maxRounds, double tolerance, IntervalSearch.Score score) {
        HardeningSettings.ThresholdSearch settings =
                new HardeningSettings.ThresholdSearch(new double[] {1e-3}, 1, 1, minRounds, maxRounds, tolerance);
        return new IntervalSearch(
                        settings,
                        threshold -> {
                            asked.add(threshold);
                            return score.of(threshold);
                        },
                        acceptable)
                .run(9);
    }

    @Test
    void whatIsNotAcceptableIsNotFound() {
        acceptable = threshold -> threshold > 5;
        assertEquals(6, search(1, 1, 0, t -> -t));
        assertAsked(9, 6, 3, 0);
        acceptable = _ -> false;
        assertEquals(9, search(1, 1, 0, t -> -t), "nothing is protected rather than everything lost");
    }

    private void assertAsked(double... thresholds) {
        assertArrayEquals(thresholds, asked.stream().mapToDouble(t -> t).toArray(), 1e-5);
    }

    @Test
    void peakInsideClosesTheIntervalToItsNeighbours() {
        // 3 is best in [0, 9], so [0, 6]; there 4 ties with 2 and the larger wins, so [2, 6]. Ends are known.
        float best = search(3, 3, 0, t -> -Math.abs(t - 3));
        assertAsked(9, 6, 3, 0, 4, 2, 14.0 / 3, 10.0 / 3);
        assertEquals(3, best, "no later threshold was better than that of the first round");
    }

    @Test
    void laterRoundsRefineThePeak() {
        assertEquals(4, search(2, 2, 0, t -> -Math.abs(t - 4.1)));
        assertAsked(9, 6, 3, 0, 4, 2);
    }

    @Test
    void peakAtTheUpperEndLeavesOneSide() {
        assertEquals(9, search(3, 3, 0, t -> t));
        assertAsked(9, 6, 3, 0, 8, 7, 9 - 1.0 / 3, 9 - 2.0 / 3);
    }

    @Test
    void peakAtTheLowerEndLeavesOneSide() {
        assertEquals(0, search(3, 3, 0, t -> -t));
        assertAsked(9, 6, 3, 0, 2, 1, 2.0 / 3, 1.0 / 3);
    }

    @Test
    void plateauTakesTheLargestThresholdAndStopsAsSoonAsItMay() {
        assertEquals(9, search(1, 5, 0, _ -> 0.5));
        assertAsked(9, 6, 3, 0);
    }

    @Test
    void plateauIsSearchedForTheMinimumOfRounds() {
        assertEquals(9, search(2, 5, 0.1, _ -> 0.5));
        assertAsked(9, 6, 3, 0, 8, 7);
    }

    @Test
    void stopsWhenTheLargestStepIsTheToleranceButNotAbove() {
        search(1, 2, 0.25, t -> t < 3 ? 0.25 : 0.5);
        assertEquals(4, asked.size());
        asked.clear();
        search(1, 2, 0.2499, t -> t < 3 ? 0.25 : 0.5);
        assertEquals(6, asked.size());
    }

    @Test
    void toleranceIsOnNeighboursNotOnTheWholeSpan() {
        search(1, 4, 0.1, t -> t / 90); // 0, 0.033, 0.067, 0.1
        assertEquals(4, asked.size());
    }

    @Test
    void deadLayerIsScoredOnce() {
        HardeningSettings.ThresholdSearch settings = HardeningSettings.ThresholdSearch.DEFAULT;
        assertEquals(
                0,
                new IntervalSearch(
                                settings,
                                t -> {
                                    asked.add(t);
                                    return 0.5;
                                },
                                acceptable)
                        .run(0));
        assertEquals(List.of(0f), asked);
    }

    @Property(tries = 200)
    void findsTheBestOfAllItScoredAndScoresNoneTwice(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int rounds) {
        asked.clear();
        float best = search(rounds, rounds, 0, t -> score(seed, t));
        assertEquals(asked.size(), new HashSet<>(asked).size());
        assertTrue(asked.size() <= 4 + 2 * (rounds - 1) && asked.stream().allMatch(t -> t >= 0 && t <= 9));
        double highest = asked.stream().mapToDouble(t -> score(seed, t)).max().orElseThrow();
        assertEquals(highest, score(seed, best));
    }

    private static double score(long seed, float threshold) {
        return new SplittableRandom(seed ^ Float.floatToIntBits(threshold) * 0x9E3779B97F4A7C15L).nextDouble();
    }
}
