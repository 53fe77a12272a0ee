package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.TextStyle;

/** A row of names with their marks. */
final class Legend {

    private static final double MARK = 22;
    private static final double GAP = 20;

    /** From the baseline of one line to that of the next. */
    static final double LINE = 19;

    /** Draws the mark of an entry, centred at a point. */
    @FunctionalInterface
    interface Mark {
        void draw(Canvas canvas, double x, double y);
    }

    /** A name and its mark. */
    record Entry(String name, Mark mark) {

        /** A scheme's marker on a piece of its line. */
        static Entry of(String name, SchemeStyle style) {
            return new Entry(name, (canvas, x, y) -> {
                canvas.stroke(Marks.line(x - 9, y, x + 9, y), Pen.solid(style.ink(), 2));
                canvas.fill(style.marker().at(x, y, 4), style.ink(), 1);
            });
        }

        /** A line. */
        static Entry line(String name, Pen pen) {
            return new Entry(name, (canvas, x, y) -> canvas.stroke(Marks.line(x - 9, y, x + 9, y), pen));
        }
    }

    private Legend() {}

    /** How many lines entries take between two edges. */
    static int lines(List<Entry> entries, double left, double right) {
        return wrapped(entries, right - left).size();
    }

    /** Draws the entries from left to right, in as many lines as they take, the first on a baseline. */
    static void drawLines(Canvas canvas, List<Entry> entries, double left, double right, double baseline) {
        double y = baseline;
        for (List<Entry> line : wrapped(entries, right - left)) {
            draw(canvas, line, left, left, y);
            y += LINE;
        }
    }

    private static List<List<Entry>> wrapped(List<Entry> entries, double width) {
        List<List<Entry>> lines = new ArrayList<>();
        double free = 0;
        for (Entry entry : entries) {
            double needed = MARK + Glyphs.OTHER_FONTS * Glyphs.width(entry.name(), TextStyle.LABEL) + GAP;
            if (lines.isEmpty() || needed - GAP > free) {
                lines.add(new ArrayList<>());
                free = width;
            }
            lines.getLast().add(entry);
            free -= needed;
        }
        return lines;
    }

    /** Draws the entries from left to right, centred between two edges, on a baseline. */
    static void draw(Canvas canvas, List<Entry> entries, double left, double right, double baseline) {
        double width = entries.stream()
                        .mapToDouble(entry -> MARK + Glyphs.OTHER_FONTS * Glyphs.width(entry.name(), TextStyle.LABEL))
                        .sum()
                + GAP * (entries.size() - 1);
        double x = Math.max(left, (left + right - width) / 2);
        for (Entry entry : entries) {
            entry.mark().draw(canvas, x + 9, baseline - 4);
            canvas.text(entry.name(), x + MARK + 2, baseline, TextStyle.LABEL);
            x += MARK + Glyphs.OTHER_FONTS * Glyphs.width(entry.name(), TextStyle.LABEL) + GAP;
        }
    }
}
