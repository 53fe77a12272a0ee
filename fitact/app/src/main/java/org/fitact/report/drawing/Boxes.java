package org.fitact.report.drawing;

import org.fitact.results.PointResult;
import org.fitact.results.StudyResults;

/** Where the whiskers of a box plot end: at the last value within 1.5 interquartile ranges of the box (Tukey, 1977). */
public record Boxes(double low, double high) {

    private static final double GOLDEN = 0.6180339887498949;

    public static Boxes whiskers(PointResult point, double[] values) {
        double reach = 1.5 * (point.q3() - point.q1());
        double low = point.q1();
        double high = point.q3();
        for (double value : values) {
            low = value >= point.q1() - reach ? Math.min(low, value) : low;
            high = value <= point.q3() + reach ? Math.max(high, value) : high;
        }
        return new Boxes(low, high);
    }

    /** The largest number of trials behind a box. */
    public static int mostTrials(StudyResults results) {
        return results.schemes().stream()
                .flatMap(scheme -> scheme.points().stream())
                .mapToInt(PointResult::trials)
                .max()
                .orElse(0);
    }

    /** In −1..1; multiples of the golden ratio fill a row evenly, and are the same on every run. */
    public static double jitter(int trial) {
        return 2 * ((trial + 1) * GOLDEN % 1) - 1;
    }
}
