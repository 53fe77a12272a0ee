package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {

    private static double[] alternating(int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> i % 2 == 0 ? 0.4 : 0.6);
        return values;
    }

    private static Interval interval(Range range, double[] values) {
        return range.ofMean(Moments.of(values));
    }

    private static double longerSide(Range range, double[] values) {
        return interval(range, values).longerSide(Sample.mean(values));
    }

    /** Looks after 20, 25, 32, 40, 50, 63, 79 trials and so on. */
    @Test
    void stopsAtTheFirstLookThatFindsItNarrowEnough() {
        Range range = new Range(0.4, 0.6);
        StoppingRule rule = new StoppingRule(0.03, 20, 1000);
        int stop = rule.stopsAfter(range, alternating(100)).orElseThrow();
        assertEquals(50, stop);
        assertTrue(longerSide(range, alternating(50)) <= 0.03);
        assertTrue(longerSide(range, alternating(40)) > 0.03);
    }

    @Test
    void moreTrialsThanNeededChangeNothing() {
        StoppingRule rule = new StoppingRule(0.05, 2, 1000);
        OptionalInt stop = rule.stopsAfter(Range.ACCURACY, alternating(100));
        assertEquals(stop, rule.stopsAfter(Range.ACCURACY, alternating(stop.getAsInt())));
        assertEquals(OptionalInt.empty(), rule.stopsAfter(Range.ACCURACY, alternating(stop.getAsInt() - 1)));
    }

    @Test
    void keepsToItsLimits() {
        double[] equal = new double[50];
        Range range = Range.ACCURACY;
        assertEquals(OptionalInt.of(40), new StoppingRule(0.01, 20, 40).stopsAfter(range, equal));
        assertEquals(OptionalInt.of(40), new StoppingRule(1e-6, 20, 40).stopsAfter(range, alternating(50)));
        assertEquals(OptionalInt.of(30), StoppingRule.exactly(30).stopsAfter(range, equal));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(0.01, 1, 40));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(Double.NaN, 2, 40));
    }

    /** A catastrophe costs 0.893: ln 0.05 / ln(1 − 0.01/0.893) = 266.02 trials do not see one in 89. */
    @Test
    void neverStopsBeforeACatastropheWouldHaveBeenSeen() {
        double[] values = new double[500];
        Arrays.setAll(values, i -> i % 2 == 0 ? 0.893 : 0.892);
        Range range = new Range(0, 0.893);
        assertEquals(267, range.leastObservations(0.893, 0.01));
        int stop = new StoppingRule(0.01, 20, 1000).stopsAfter(range, values).orElseThrow();
        assertTrue(stop >= 266 && stop <= 267 * 1.25, stop + " trials");
        Arrays.fill(values, 0.893);
        assertEquals(
                OptionalInt.of(stop),
                new StoppingRule(0.01, 20, 1000).stopsAfter(range, values),
                "as if they differed");
    }

    @Test
    void watchingStaysAtTheValueAtWhichItStopped() {
        Range range = new Range(0.4, 0.6);
        StoppingRule.Watch watch = new StoppingRule(0.05, 2, 1000).watch(range);
        double[] values = alternating(100);
        int stop = new StoppingRule(0.05, 2, 1000).stopsAfter(range, values).orElseThrow();
        for (int i = 0; i < values.length; i++) {
            assertEquals(i + 1 >= stop, watch.add(values[i]), "after " + (i + 1));
        }
        assertEquals(stop, watch.count());
    }
}
