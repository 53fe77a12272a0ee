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

    @Test
    void stopsAtTheFirstTrialThatIsNarrowEnough() {
        StoppingRule rule = new StoppingRule(0.05, 2, 1000);
        int stop = rule.stopsAfter(alternating(100)).orElseThrow();
        assertTrue(Sample.studentInterval(alternating(stop)).halfWidth() <= 0.05);
        assertTrue(Sample.studentInterval(alternating(stop - 1)).halfWidth() > 0.05);
    }

    @Test
    void moreTrialsThanNeededChangeNothing() {
        StoppingRule rule = new StoppingRule(0.05, 2, 1000);
        OptionalInt stop = rule.stopsAfter(alternating(100));
        assertEquals(stop, rule.stopsAfter(alternating(stop.getAsInt())));
        assertEquals(OptionalInt.empty(), rule.stopsAfter(alternating(stop.getAsInt() - 1)));
    }

    @Test
    void keepsToItsLimits() {
        double[] equal = new double[50];
        assertEquals(OptionalInt.of(40), new StoppingRule(0.01, 20, 40).stopsAfter(equal));
        assertEquals(OptionalInt.of(40), new StoppingRule(1e-6, 20, 40).stopsAfter(alternating(50)));
        assertEquals(OptionalInt.of(30), StoppingRule.exactly(30).stopsAfter(equal));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(0.01, 1, 40));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(Double.NaN, 2, 40));
    }

    /** As at a rate of 1e-12, where no trial has a flip: agreement is no evidence of anything but agreement. */
    @Test
    void neverStopsBecauseAllTrialsAgree() {
        double[] values = new double[500];
        Arrays.fill(values, 0.893);
        assertEquals(OptionalInt.empty(), new StoppingRule(0.01, 20, 1000).stopsAfter(values));
        values[300] = 0.9;
        assertEquals(OptionalInt.of(301), new StoppingRule(0.01, 20, 1000).stopsAfter(values));
    }

    @Test
    void watchingStaysAtTheValueAtWhichItStopped() {
        StoppingRule.Watch watch = new StoppingRule(0.05, 2, 1000).watch();
        double[] values = alternating(100);
        int stop = new StoppingRule(0.05, 2, 1000).stopsAfter(values).orElseThrow();
        for (int i = 0; i < values.length; i++) {
            assertEquals(i + 1 >= stop, watch.add(values[i]), "after " + (i + 1));
        }
        assertEquals(stop, watch.count());
    }
}
