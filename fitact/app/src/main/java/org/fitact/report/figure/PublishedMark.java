package org.fitact.report.figure;

import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;

/** The mark of what a paper states: a hollow ring in the scheme's colour, unlike any marker of a measured point. */
final class PublishedMark {

    private PublishedMark() {}

    static void draw(Canvas canvas, Ink ink, double x, double y) {
        canvas.at(x, y, () -> {
            canvas.fill(Marks.dot(x, y, 6), Ink.PAPER, 0.75);
            canvas.stroke(Marks.dot(x, y, 6), Pen.solid(ink, 2));
            canvas.fill(Marks.dot(x, y, 1.5), ink, 1);
        });
    }
}
