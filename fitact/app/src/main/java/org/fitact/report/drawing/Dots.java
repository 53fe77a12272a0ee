package org.fitact.report.drawing;

import java.util.Arrays;
import org.fitact.text.Numbers;

/**
 * The points of a figure that has one for every trial, of which a large campaign has more than a page can hold: a figure
 * draws about {@value #LARGEST} at most. Boxes, whiskers and means are of all trials.
 *
 * @param perBox how many are drawn beside a box, at most
 */
public record Dots(int perBox) {

    /** Points of a whole figure; as SVG these are 1.5 MB. */
    private static final int LARGEST = 15_000;

    /** Fewer beside a box would not show how its trials are distributed. */
    private static final int FEWEST = 20;

    /** For a figure with a number of boxes. */
    public static Dots of(int boxes) {
        return new Dots(Math.max(FEWEST, LARGEST / Math.max(1, boxes)));
    }

    /**
     * The values to draw: all of them in their order, or, where there are more than {@link #perBox}, as many from the
     * lowest to the highest in equal steps of their rank. Takes the time of sorting them.
     *
     * @param values not modified
     */
    public double[] drawn(double[] values) {
        if (values.length <= perBox) {
            return values;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] drawn = new double[perBox];
        for (int i = 0; i < perBox; i++) {
            drawn[i] = sorted[(int) ((long) i * (sorted.length - 1) / (perBox - 1))];
        }
        return drawn;
    }

    /** A sentence for the caption; empty where every trial is drawn. */
    public String note(int mostTrials) {
        return mostTrials <= perBox
                ? ""
                : " Where there are more than " + Numbers.grouped(perBox) + " trials (up to "
                        + Numbers.grouped(mostTrials)
                        + " here), as many are drawn, from the worst to the best in equal "
                        + "steps of rank; everything else is of all trials.";
    }
}
