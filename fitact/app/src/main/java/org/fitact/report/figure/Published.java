package org.fitact.report.figure;

import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;

/**
 * A mean accuracy that a paper states.
 *
 * @param scheme name of the scheme as this program has it
 * @param rate bit error rate
 * @param accuracy 0..1
 */
public record Published(String scheme, double rate, double accuracy) {

    /** A hollow ring in the scheme's colour, unlike any marker of a measured point. */
    static void drawMark(Canvas canvas, Ink ink, double x, double y) {
        canvas.fill(Marks.dot(x, y, 6), Ink.PAPER, 0.75);
        canvas.stroke(Marks.dot(x, y, 6), Pen.solid(ink, 2));
        canvas.fill(Marks.dot(x, y, 1.5), ink, 1);
    }
}
