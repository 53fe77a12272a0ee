package org.fitact.report.figure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.TextStyle;
import org.fitact.text.Numbers;

/**
 * Shares by row and column, each a square that is the darker the larger the share is. Of a label for which there is no room the end is
 * shown, by which names of layers differ, and all of it is told.
 *
 * @param unit names the scale of the shares
 * @param columnTitle names the x axis
 * @param rows from top to bottom, as long as there are columns
 * @param columns their labels, from left to right
 * @param width in pixels
 */
public record HeatMapFigure(
        String name,
        String title,
        String caption,
        String unit,
        String columnTitle,
        List<Row> rows,
        List<String> columns,
        int width)
        implements Figure {

    private static final double TOP = 44;
    private static final double HEIGHT = 17;
    private static final double RIGHT = 16;
    private static final double GAP = 1;
    private static final double SMALL = 10.5;
    private static final int LEGEND_STEPS = 10;
    private static final double LEGEND_WIDTH = 200;
    private static final TextStyle LABEL = TextStyle.LABEL.sized(SMALL);

    /** The part of the width that labels of rows may take. */
    private static final double LABELS = 0.4;

    /** In pixels, for a label of a column. */
    private static final double LABEL_ROOM = 22;

    /**
     * One row.
     *
     * @param shares 0..1 by column; empty where there is none
     */
    public record Row(String label, List<OptionalDouble> shares) {}

    /** One of the usual width. */
    public HeatMapFigure(
            String name,
            String title,
            String caption,
            String unit,
            String columnTitle,
            List<Row> rows,
            List<String> columns) {
        this(name, title, caption, unit, columnTitle, rows, columns, WIDTH);
    }

    public HeatMapFigure {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        if (rows.isEmpty() || columns.isEmpty()) {
            throw new IllegalArgumentException("a heat map needs a row and a column, found " + rows.size()
                    + " rows and " + columns.size() + " columns");
        }
        for (Row row : rows) {
            if (row.shares().size() != columns.size()) {
                throw new IllegalArgumentException("row " + row.label() + " has "
                        + row.shares().size() + " shares, expected one for each of " + columns.size() + " columns");
            }
        }
    }

    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new HeatMapFigure(name, title, caption, unit, columnTitle, rows, columns, NARROW));
    }

    @Override
    public int height() {
        return (int) (bottom() + 52);
    }

    private double bottom() {
        return TOP + rows.size() * HEIGHT;
    }

    @Override
    public void draw(Canvas canvas) {
        Panel panel = new Panel(left(), TOP, width - RIGHT, bottom());
        legend(canvas, panel);
        double each = (panel.right() - panel.left()) / columns.size();
        for (int r = 0; r < rows.size(); r++) {
            double y = TOP + r * HEIGHT;
            canvas.text(
                    Glyphs.ending(rows.get(r).label(), LABEL, panel.left() - 12),
                    panel.left() - 8,
                    y + HEIGHT - 5,
                    LABEL.at(TextStyle.Anchor.END));
            for (int c = 0; c < columns.size(); c++) {
                double x = panel.left() + c * each;
                OptionalDouble share = rows.get(r).shares().get(c);
                if (share.isPresent()) {
                    canvas.about(
                            told(rows.get(r), c), () -> cell(canvas, x, y, x + each, y + HEIGHT, share.getAsDouble()));
                }
            }
        }
        int step = (int) Math.ceil(LABEL_ROOM / each);
        for (int c = 0; c < columns.size(); c += step) {
            double middle = panel.left() + (c + 0.5) * each;
            canvas.text(columns.get(c), middle, bottom() + 15, TextStyle.TICK.sized(SMALL));
        }
        panel.xTitle(canvas, columnTitle);
    }

    private Subject told(Row row, int column) {
        return Subject.told(
                "",
                row.label(),
                columnTitle + ": " + columns.get(column),
                unit + ": " + Numbers.percent(row.shares().get(column).getAsDouble(), 2));
    }

    /** A frame shows where a share is 0 and where there is none. */
    private static void cell(Canvas canvas, double left, double top, double right, double bottom, double share) {
        canvas.stroke(Marks.box(left + GAP, top + GAP, right - GAP, bottom - GAP), Pen.solid(Ink.GRID, 1));
        if (share > 0) {
            canvas.fill(Marks.box(left + GAP, top + GAP, right - GAP, bottom - GAP), Ink.VERMILLION, share);
        }
    }

    private void legend(Canvas canvas, Panel panel) {
        double step = LEGEND_WIDTH / (LEGEND_STEPS + 1);
        double left = panel.right() - LEGEND_WIDTH;
        for (int i = 0; i <= LEGEND_STEPS; i++) {
            double share = (double) i / LEGEND_STEPS;
            double x = left + i * step;
            cell(canvas, x, 6, x + step, 20, share);
            if (i % (LEGEND_STEPS / 2) == 0) {
                canvas.text(Numbers.percent(share, 0), x + step / 2, 33, TextStyle.TICK.sized(SMALL));
            }
        }
        canvas.text(unit, left - 12, 18, TextStyle.LABEL.at(TextStyle.Anchor.END));
    }

    /** As wide as the longest label, within limits. */
    private double left() {
        double longest = IntStream.range(0, rows.size())
                .mapToDouble(r -> Glyphs.OTHER_FONTS * Glyphs.width(rows.get(r).label(), LABEL))
                .max()
                .orElseThrow();
        return Math.clamp(longest + 16, 60, LABELS * width);
    }
}
