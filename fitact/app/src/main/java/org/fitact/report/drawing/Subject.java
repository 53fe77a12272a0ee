package org.fitact.report.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.results.PointResult;
import org.fitact.text.Numbers;

/**
 * What a part of a figure stands for: a page tells it where a reader points at, and can leave out what a reader does not want.
 *
 * @param scheme its name; empty where it stands for none
 * @param rates fault rate of a mark, or those of the corners of a line in their order; empty where it stands for none
 * @param corners whether the rates are those of corners, which can be left out one by one
 * @param text told where a reader points at, facts apart by {@link #APART}; empty for nothing
 */
public record Subject(String scheme, List<Double> rates, boolean corners, String text) {

    /** What stands between two facts. */
    public static final String APART = " · ";

    public Subject {
        rates = List.copyOf(rates);
    }

    /** All that is drawn for a scheme. */
    public static Subject scheme(String scheme) {
        return new Subject(scheme, List.of(), false, "");
    }

    /** All that is drawn for a fault rate. */
    public static Subject rate(double rate) {
        return new Subject("", List.of(rate), false, "");
    }

    /** A mark that has something to tell. */
    public static Subject told(String scheme, String... facts) {
        return new Subject(scheme, List.of(), false, String.join(APART, facts));
    }

    /** A line from rate to rate. */
    public static Subject line(String scheme, double[] rates) {
        return new Subject(scheme, Arrays.stream(rates).boxed().toList(), true, "");
    }

    /** An area above a line from rate to rate, and back below it. */
    public static Subject band(String scheme, double[] rates) {
        List<Double> upper = Arrays.stream(rates).boxed().toList();
        List<Double> corners = new ArrayList<>(upper);
        corners.addAll(upper.reversed());
        return new Subject(scheme, corners, true, "");
    }

    /** The trials of a scheme at a rate. */
    public static Subject of(String scheme, PointResult point) {
        String text = String.join(
                APART,
                scheme,
                "rate " + Numbers.rate(point.rate()),
                "mean " + Numbers.percent(point.mean()) + " %"
                        + (point.ci95().known() ? ", 95 % interval" + Numbers.ends(point.ci95()) : ""),
                Numbers.counted(point.trials(), "trial") + " of " + Numbers.counted(point.images(), "image"),
                "median " + Numbers.percent(point.median()) + ", quartiles " + Numbers.percent(point.q1()) + " and "
                        + Numbers.percent(point.q3()),
                Numbers.significant(point.meanFlips()) + " flipped bits on average");
        return new Subject(scheme, List.of(point.rate()), false, text);
    }
}
