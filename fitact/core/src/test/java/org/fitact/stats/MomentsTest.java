package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fitact.tensor.random.PhiloxRandom;
import org.junit.jupiter.api.Test;

class MomentsTest {

    /** 0, 0, 0, 4: m = 1, v = 3, and (−1 − 1 − 1 + 27)/4 = 6. */
    @Test
    void ofAFewNumbers() {
        Moments moments = Moments.of(new double[] {0, 4, 0, 0});
        assertEquals(new Moments(4, 1, 3, 6), moments);
        assertEquals(6 / Math.sqrt(27), moments.skewness(), 1e-15);
        assertEquals(0, Moments.of(new double[] {0.1, 0.1, 0.1}).skewness());
    }

    /** import numpy as np; t = 3.182446305284263 (n = 4); g = 6/27**.5; f = lambda y: 3/g*(np.cbrt(1 + g*(y - g/24)) - 1); 1 - 3**.5*f(±t/2) */
    @Test
    void hallsIntervalOfAFewNumbers() {
        Interval interval = new Moments(4, 1, 3, 6).hallInterval(1);
        assertEquals(-0.8288200064017806, interval.low(), 1e-9);
        assertEquals(9.833314693008994, interval.high(), 1e-9);
        assertFalse(new Moments(1, 1, 0, 0).hallInterval(1).known());
    }

    @Test
    void withoutSkewnessItIsStudents() {
        Interval student =
                new Interval(1 - 3.182446305284263 * Math.sqrt(3) / 2, 1 + 3.182446305284263 * Math.sqrt(3) / 2);
        for (Interval same :
                new Interval[] {new Moments(4, 1, 3, 0).hallInterval(1), new Moments(4, 1, 3, 6).hallInterval(0)}) {
            assertEquals(student.low(), same.low(), 1e-9);
            assertEquals(student.high(), same.high(), 1e-9);
        }
    }

    /** Means of 20 values of an exponential distribution: Student's interval misses more of them than one in twenty, on one side. */
    @Test
    void holdsTheMeanOfASkewedDistribution() {
        PhiloxRandom random = new PhiloxRandom(5, 6);
        double[] values = new double[20];
        int held = 0;
        int student = 0;
        for (int sample = 0; sample < 4000; sample++) {
            Arrays.setAll(values, _ -> -Math.log1p(-random.nextDouble()));
            held += Moments.of(values).hallInterval(1).contains(1) ? 1 : 0;
            student += Sample.studentInterval(values).contains(1) ? 1 : 0;
        }
        assertTrue(student < 0.93 * 4000, student + " of 4000 by Student's");
        assertTrue(held > 0.935 * 4000 && held < 0.965 * 4000, held + " of 4000 by Hall's");
    }

    /** What a stopping rule sums up as values come. */
    @Test
    void watchedValuesHaveTheIntervalOfAll() {
        PhiloxRandom random = new PhiloxRandom(7, 8);
        double[] values = new double[300];
        Arrays.setAll(values, i -> i % 40 == 0 ? 0.2 : 0.9 - 0.1 * Math.pow(random.nextDouble(), 4));
        StoppingRule.Watch watch = StoppingRule.exactly(300).watch(Range.ACCURACY);
        Arrays.stream(values).forEach(watch::add);
        Interval all = Range.ACCURACY.ofMean(values);
        assertEquals(all.low(), watch.interval().low(), 1e-12);
        assertEquals(all.high(), watch.interval().high(), 1e-12);
        assertTrue(all.low()
                < new Range(0, 1)
                        .ofMean(new Moments(
                                300, Sample.mean(values), Moments.of(values).variance(), 0))
                        .low());
    }
}
