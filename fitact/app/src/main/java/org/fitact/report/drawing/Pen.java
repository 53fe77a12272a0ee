package org.fitact.report.drawing;

/**
 * How a line is drawn.
 *
 * @param ink its colour
 * @param width in pixels
 * @param opacity 0..1
 * @param dash length of dashes and gaps in pixels, 0 for a solid line
 */
public record Pen(Ink ink, double width, double opacity, double dash) {

    public static Pen solid(Ink ink, double width) {
        return new Pen(ink, width, 1, 0);
    }

    public static Pen dashed(Ink ink, double width) {
        return new Pen(ink, width, 1, 4);
    }
}
