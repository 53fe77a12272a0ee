package org.fitact.report.drawing;

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
 * @param width of the figure
 */
public record PanelGrid(
        int count, int columns, double left, double top, double plotHeight, double rowHeight, double gap, int width) {

    private static final double RIGHT_MARGIN = 14;

    /** In a figure of the usual width. */
    public PanelGrid(int count, int columns, double left, double top, double plotHeight, double rowHeight, double gap) {
        this(count, columns, left, top, plotHeight, rowHeight, gap, Figure.WIDTH);
    }

    /** Columns of about equal rows for a number of panels. */
    public static int columns(int count) {
        return Math.min(count, count % 4 == 0 || count > 6 ? 4 : 3);
    }

    int rows() {
        return (count + columns - 1) / columns;
    }

    /** Whether panel {@code index} is the first of its row. */
    public boolean startsRow(int index) {
        return index % columns == 0;
    }

    public Panel panel(int index) {
        double plotWidth = (width - RIGHT_MARGIN - left - (columns - 1) * gap) / columns;
        double x = left + index % columns * (plotWidth + gap);
        double y = top + index / columns * rowHeight;
        return new Panel(x, y, x + plotWidth, y + plotHeight);
    }

    /** All panels as one: its titles are those of all. */
    public Panel whole() {
        return new Panel(left, top, width - RIGHT_MARGIN, panel(count - 1).bottom());
    }

    /** The height of a figure whose panels have a common title of their x axes. */
    public int height() {
        return (int) (panel(count - 1).bottom() + 52);
    }
}
