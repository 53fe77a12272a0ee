package org.fitact.report.drawing;

import java.util.List;
import java.util.function.DoubleFunction;
import org.fitact.text.Numbers;

/**
 * A plot area, and the axes about it.
 *
 * @param left its left edge
 * @param top its upper edge
 * @param right its right edge
 * @param bottom its lower edge
 */
public record Panel(double left, double top, double right, double bottom) {

    private static final double TICK_SIZE = 11;
    private static final double Y_TITLE = 15;

    /** The line at the bottom. */
    public void baseline(Canvas canvas) {
        canvas.stroke(Marks.line(left, bottom, right, bottom), Pen.solid(Ink.MUTED, 1));
    }

    /** Its heading, above on the left, cut where it would reach the next panel. */
    public void heading(Canvas canvas, String text) {
        canvas.text(Glyphs.fitting(text, TextStyle.HEADING, right - left), left, top - 9, TextStyle.HEADING);
    }

    /** Ticks of an x axis below the panel, with grid lines if wanted, of values that are shown times a factor. */
    public void xAxis(Canvas canvas, Scale x, int ticks, double factor, boolean grid) {
        canvas.axis(Axis.x(x, factor), () -> drawX(canvas, x, x.ticks(ticks), factor, grid));
    }

    private void drawX(Canvas canvas, Scale x, List<Double> values, double factor, boolean grid) {
        double step = step(values);
        for (double tick : values) {
            if (grid) {
                upright(canvas, x.at(tick), Pen.solid(Ink.GRID, 1));
            }
            canvas.stroke(Marks.line(x.at(tick), bottom, x.at(tick), bottom + 4), Pen.solid(Ink.MUTED, 1));
            canvas.text(
                    Scale.label(tick * factor, step * factor),
                    x.at(tick),
                    bottom + 17,
                    TextStyle.TICK.sized(TICK_SIZE));
        }
    }

    /** Grid lines of a y axis, with their values on the left. */
    public void yAxis(Canvas canvas, Scale y, int ticks) {
        List<Double> values = y.ticks(ticks);
        double step = step(values);
        yAxis(canvas, Axis.y(y, 1), values, tick -> Scale.label(tick, step));
    }

    /** The same with texts of one's own. */
    public void yAxis(Canvas canvas, Axis axis, List<Double> ticks, DoubleFunction<String> text) {
        canvas.axis(axis, () -> drawY(canvas, axis.scale(), ticks, text));
    }

    private void drawY(Canvas canvas, Scale y, List<Double> ticks, DoubleFunction<String> text) {
        for (double tick : ticks) {
            canvas.stroke(Marks.line(left, y.at(tick), right, y.at(tick)), Pen.solid(Ink.GRID, 1));
            canvas.text(
                    text.apply(tick),
                    left - 6,
                    y.at(tick) + 4,
                    TextStyle.TICK.sized(TICK_SIZE).at(TextStyle.Anchor.END));
        }
    }

    /** Grid lines of an axis of accuracies, with their values in per cent. */
    public void accuracyAxis(Canvas canvas, Scale y) {
        yAxis(canvas, Axis.y(y, 100), y.ticks(5), tick -> Numbers.percent(tick, 0));
    }

    /** What the x axis shows, below it. */
    public void xTitle(Canvas canvas, String text) {
        canvas.text(text, (left + right) / 2, bottom + 42, TextStyle.AXIS);
    }

    /** What the y axis shows, at the left edge of the figure. */
    public void yTitle(Canvas canvas, String text) {
        canvas.text(text, Y_TITLE, (top + bottom) / 2, TextStyle.AXIS.turned());
    }

    /** A line from its top to its bottom. */
    public void upright(Canvas canvas, double x, Pen pen) {
        canvas.stroke(Marks.line(x, top, x, bottom), pen);
    }

    /** A line from its left edge to its right one. */
    public void level(Canvas canvas, double y, Pen pen) {
        canvas.stroke(Marks.line(left, y, right, y), pen);
    }

    private static double step(List<Double> ticks) {
        return ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : 1;
    }
}
