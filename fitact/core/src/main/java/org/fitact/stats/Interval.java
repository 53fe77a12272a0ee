package org.fitact.stats;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A closed interval [low, high]; in JSON an array of two numbers.
 *
 * @param low its lower end, NaN when the data do not determine an interval (a single trial)
 * @param high its upper end, NaN together with {@code low}
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"low", "high"})
public record Interval(double low, double high) {

    /** What is known about a mean from fewer than two observations. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    /** @throws IllegalArgumentException if the ends are in the wrong order or only one is NaN */
    public Interval {
        if (low > high || Double.isNaN(low) != Double.isNaN(high)) {
            throw new IllegalArgumentException("an interval needs low <= high, found [" + low + ", " + high + "]");
        }
    }

    /** The 95 % interval of the mean of a sample, by Student's t; {@link #UNKNOWN} for a single value. */
    public static Interval ofMean(double[] sample) {
        Sample.requireFinite(sample, "sample");
        return Sample.studentInterval(sample);
    }

    /**
     * The interval of what was measured in another unit.
     *
     * @param factor 0 or more
     * @return {@link #UNKNOWN} when unknown
     */
    public Interval times(double factor) {
        return new Interval(factor * low, factor * high);
    }

    /** Half of its width, (high − low) / 2; NaN when unknown. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** From a value in it to the farther end; NaN when unknown. */
    public double longerSide(double value) {
        return Math.max(value - low, high - value);
    }

    /** Whether {@code value} lies in it; never when unknown. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Whether both ends were determined. */
    public boolean known() {
        return !Double.isNaN(low);
    }
}
