package org.fitact.report.drawing;

/** Labels fault rates on an axis, leaving out those that would touch their neighbour. */
public final class RateLabels {

    private static final double GAP = 8;

    private RateLabels() {}

    public static void draw(Canvas canvas, double[] rates, Scale x, double baseline) {
        double free = Double.POSITIVE_INFINITY;
        // From the right, since the highest rate is what a reader looks for.
        for (int i = rates.length - 1; i >= 0; i--) {
            String label = Numbers.rate(rates[i]);
            double half = Glyphs.width(label, TextStyle.TICK) / 2;
            double at = x.at(rates[i]);
            if (at + half + GAP <= free) {
                canvas.text(label, at, baseline, TextStyle.TICK);
                free = at - half;
            }
        }
    }
}
