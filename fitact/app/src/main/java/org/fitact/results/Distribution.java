package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;

/**
 * How numbers are distributed, from all of them. Quantiles are of type 7 (linear between the order statistics).
 *
 * @param count how many numbers there are
 * @param counts of a histogram with {@value #BINS} bins of one width from 0 to the largest number; what lies below 0 is in
 *     the first bin
 */
@JsonPropertyOrder({"count", "smallest", "q1", "median", "q3", "largest", "counts"})
public record Distribution(
        int count, double smallest, double q1, double median, double q3, double largest, int[] counts) {

    /** Bins of the histogram. */
    public static final int BINS = 48;

    /** @throws IllegalArgumentException if the histogram does not hold {@code count} numbers in its bins */
    public Distribution {
        if (count < 1
                || counts == null
                || counts.length != BINS
                || Arrays.stream(counts).sum() != count) {
            throw new IllegalArgumentException("a distribution of " + count + " numbers has "
                    + (counts == null ? "no histogram" : Arrays.toString(counts)) + ", expected " + BINS
                    + " counts that add up to it");
        }
    }

    /**
     * Of at least one number.
     *
     * @param values not modified
     */
    public static Distribution of(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double largest = sorted[sorted.length - 1];
        int[] counts = new int[BINS];
        for (float value : sorted) {
            counts[largest > 0 ? (int) Math.clamp(value / largest * BINS, 0, BINS - 1) : 0]++;
        }
        return new Distribution(
                sorted.length,
                sorted[0],
                quantile(sorted, 0.25),
                quantile(sorted, 0.5),
                quantile(sorted, 0.75),
                largest,
                counts);
    }

    private static double quantile(float[] sorted, double p) {
        double at = (sorted.length - 1) * p;
        int below = (int) at;
        double low = sorted[below];
        return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - low);
    }
}
