package org.fitact.report.drawing;

import java.awt.Shape;
import java.awt.geom.Line2D;

/** What a figure is drawn on; x to the right and y down, in pixels of a figure of natural size. */
public interface Canvas {

    /** Draws marks that stand for something of which a page can tell more; a raster shows the marks alone. */
    default void about(Subject subject, Runnable marks) {
        marks.run();
    }

    /** Draws over two axes that were drawn among the marks: a page shows other values of them, and moves all other marks with these. */
    default void plot(Panel area, Runnable marks) {
        marks.run();
    }

    /** Draws an axis of a plot, which a page that shows other values draws anew. */
    default void axis(Axis axis, Runnable marks) {
        marks.run();
    }

    /** Draws marks that stand at a point of a plot: they move with it and keep their size. */
    default void at(double x, double y, Runnable marks) {
        marks.run();
    }

    /** Draws a line from a point of a plot to its name beside it, which a page leaves out where that point has moved. */
    default void tie(Line2D line, Pen pen) {
        stroke(line, pen);
    }

    /** Fills a shape. */
    void fill(Shape shape, Ink ink, double opacity);

    /** Draws the outline of a shape. */
    void stroke(Shape shape, Pen pen);

    /** Sets one line of text, whatever characters it holds. */
    void text(String text, double x, double y, TextStyle style);

    /** Draws an image enlarged to a rectangle, its pixels as sharp squares. */
    void image(Picture picture, double x, double y, double width, double height);
}
