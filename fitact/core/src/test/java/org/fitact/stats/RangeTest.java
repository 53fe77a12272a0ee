package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RangeTest {

    /** Zeros and ones: Wilson's interval with Student's quantile in place of 1.96, which differ by 2 in 100,000; and Student's own, which is not bent towards the middle (1/n). */
    @Test
    void ofNothingButTheEndsItIsWilsons() {
        int n = 2_000_000;
        double p = 0.3;
        Interval wilson = Proportion.wilson(600_000, n);
        Interval interval = new Range(0, 1).ofMean(new Moments(n, p, p * (1 - p), p * (1 - p) * (1 - 2 * p)));
        assertEquals(wilson.low(), interval.low(), 1e-6);
        assertEquals(wilson.high(), interval.high(), 1e-6);
    }

    /** Values far from both ends have Student's interval, nearly. */
    @Test
    void farFromTheEndsItIsStudents() {
        double[] values = new double[4000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5 + 0.01 * (i % 2 == 0 ? 1 : -1);
        }
        Interval student = Sample.studentInterval(values);
        Interval interval = new Range(0.4, 0.6).ofMean(values);
        assertEquals(student.low(), interval.low(), 1e-4);
        assertEquals(student.high(), interval.high(), 1e-4);
    }

    /** One catastrophe in 50 trials: Student's interval hardly reaches where three of them would have led. */
    @Test
    void reachesFartherOnTheSideOfTheCatastrophe() {
        double mean = 0.9 - 0.9 / 50;
        double[] values = new double[50];
        Arrays.fill(values, 1, 50, 0.9);
        Interval interval = new Range(0, 0.9).ofMean(values);
        assertTrue(mean - interval.low() > 2 * (interval.high() - mean), interval::toString);
        assertTrue(interval.high() <= 0.9, interval::toString);
        assertTrue(interval.contains(0.9 - 0.9 * 4.5 / 50), interval::toString);
    }

    @Test
    void isNeverShorterThanWhatCouldNotBeSeen() {
        Range range = new Range(0, 0.9);
        Interval calm = range.ofMean(new Moments(30, 0.9, 0, 0));
        assertEquals(range.ofEqual(0.9, 30), calm);
        assertEquals(0.9 * Math.pow(0.05, 1.0 / 30), calm.low(), 1e-12);
        assertFalse(range.ofMean(new Moments(1, 0.5, 0, 0)).known());
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThrows(IllegalArgumentException.class, () -> new Range(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Range(0, Double.NaN));
        assertEquals(2, new Range(0, 1).leastObservations(0.5, 0.6));
    }

    /** A sample taken four times over has its own moments. */
    @Test
    void whatIsExpectedOfMoreIsTheIntervalOfAsManyLikeThem() {
        double[] sample = {0.9, 0.88, 0.4, 0.87, 0.9};
        Range range = Range.ofTrials(0.9);
        double[] four = IntStream.range(0, 20).mapToDouble(i -> sample[i % 5]).toArray();
        Interval expected = range.expected(sample, 20);
        assertEquals(range.ofMean(four).low(), expected.low(), 1e-12);
        assertEquals(range.ofMean(four).high(), expected.high(), 1e-12);
        assertTrue(expected.halfWidth() < range.ofMean(sample).halfWidth());
        assertEquals(range.ofMean(sample), range.expected(sample, 2));
    }
}
