package org.fitact.report.drawing;

import java.util.ArrayList;
import java.util.List;
import org.fitact.text.Numbers;

/**
 * A map from data to pixels: linear, or linear in the logarithm.
 *
 * @param low value drawn at {@code from}
 * @param high value drawn at {@code to}; larger than {@code low}
 * @param from pixel of the low end
 * @param to pixel of the high end; less than {@code from} for an axis that points up
 * @param logarithmic whether the logarithm is mapped; then {@code low} is positive
 */
public record Scale(double low, double high, double from, double to, boolean logarithmic) {

    public Scale {
        if (!(low < high) || (logarithmic && !(low > 0))) {
            throw new IllegalArgumentException("a scale needs low < high, found " + low + " and " + high);
        }
    }

    public static Scale linear(double low, double high, double from, double to) {
        return new Scale(low, high, from, to, false);
    }

    /** For accuracies, the best of which is 1: from zero, or from a little below the lowest where all are high. */
    public static Scale ofAccuracies(double lowest, double from, double to) {
        return linear(lowest < 0.4 ? 0 : Math.max(0, Math.floor((lowest - 0.02) * 10) / 10), 1, from, to);
    }

    public double at(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** As {@link #at}, values beyond the ends at the ends. */
    public double clamped(double value) {
        return at(Math.clamp(value, low, high));
    }

    /** Round values inside the scale, about {@code count} of them, at steps of 1, 2 or 5 times a power of ten. */
    public List<Double> ticks(int count) {
        double raw = (high - low) / count;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power <= 1.5 ? 1 : raw / power <= 3.5 ? 2 : raw / power <= 7.5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** The text of ticks: as many decimals as their step needs. */
    public static String label(double tick, double step) {
        return Numbers.fixed(tick, Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9)));
    }
}
