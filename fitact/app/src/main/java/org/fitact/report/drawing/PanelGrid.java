package org.fitact.report.drawing;

import java.util.List;

/**
 * Small multiples: equal panels in rows.
 *
 * @param count number of panels
 * @param columns panels per row
 * @param left where the first panel starts
 * @param top where its plot area starts
 * @param plotHeight height of a plot area
 * @param rowHeight from the top of one row to that of the next
 * @param gap between the plot areas of a row
 */
public record PanelGrid(
        int count, int columns, double left, double top, double plotHeight, double rowHeight, double gap) {

    private static final double RIGHT_MARGIN = 14;

    /**
     * The plot area of a panel.
     *
     * @param left its left edge
     * @param top its upper edge
     * @param right its right edge
     * @param bottom its lower edge
     */
    public record Panel(double left, double top, double right, double bottom) {

        /** Horizontal grid line or frame at the bottom. */
        public void baseline(Canvas canvas) {
            canvas.stroke(Marks.line(left, bottom, right, bottom), Pen.solid(Ink.MUTED, 1));
        }

        /** Ticks of an x axis below the panel, with grid lines if wanted. */
        public void xAxis(Canvas canvas, Scale x, int ticks, double factor, boolean grid) {
            List<Double> values = x.ticks(ticks);
            double step = values.size() > 1 ? values.get(1) - values.get(0) : 1;
            for (double tick : values) {
                if (grid) {
                    canvas.stroke(Marks.line(x.at(tick), top, x.at(tick), bottom), Pen.solid(Ink.GRID, 1));
                }
                canvas.stroke(Marks.line(x.at(tick), bottom, x.at(tick), bottom + 4), Pen.solid(Ink.MUTED, 1));
                canvas.text(
                        Scale.label(tick * factor, step * factor), x.at(tick), bottom + 17, TextStyle.TICK.sized(11));
            }
        }

        /** Its heading, above on the left. */
        public void heading(Canvas canvas, String text) {
            canvas.text(text, left, top - 9, TextStyle.HEADING);
        }
    }

    int rows() {
        return (count + columns - 1) / columns;
    }

    /** Whether panel {@code index} is the first of its row. */
    public boolean startsRow(int index) {
        return index % columns == 0;
    }

    public Panel panel(int index) {
        double width = (Figure.WIDTH - RIGHT_MARGIN - left - (columns - 1) * gap) / columns;
        double x = left + index % columns * (width + gap);
        double y = top + index / columns * rowHeight;
        return new Panel(x, y, x + width, y + plotHeight);
    }

    /** The baseline of a label that names the x axis of all panels, below the last row. */
    public double axisLabel() {
        return top + (rows() - 1) * rowHeight + plotHeight + 39;
    }
}
