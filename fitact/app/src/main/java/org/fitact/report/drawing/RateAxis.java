package org.fitact.report.drawing;

import org.fitact.text.Numbers;

/** A logarithmic axis of fault rates. */
public final class RateAxis {

    private static final double GAP = 8;

    private RateAxis() {}

    /** From the lowest rate to the highest; about the rate, where there is one only. */
    public static Scale scale(double[] rates, double from, double to) {
        double first = rates[0];
        double last = rates[rates.length - 1];
        return rates.length == 1
                ? new Scale(last / 10, last * 10, from, to, true)
                : new Scale(first, last, from, to, true);
    }

    /** The rates, but for those that would touch their neighbour. */
    public static void labels(Canvas canvas, double[] rates, Scale x, double baseline) {
        double free = Double.POSITIVE_INFINITY;
        // From the right, since the highest rate is what a reader looks for.
        for (int i = rates.length - 1; i >= 0; i--) {
            String label = Numbers.rate(rates[i]);
            double half = Glyphs.width(label, TextStyle.TICK) / 2;
            double at = x.at(rates[i]);
            if (at + half + GAP <= free) {
                canvas.about(Subject.rate(rates[i]), () -> canvas.text(label, at, baseline, TextStyle.TICK));
                free = at - half;
            }
        }
    }
}
