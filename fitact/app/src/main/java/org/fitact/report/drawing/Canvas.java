package org.fitact.report.drawing;

import java.awt.Shape;

/** What a figure is drawn on; x to the right and y down, in pixels of a figure of natural size. */
public interface Canvas {

    /** Draws marks that stand for something of which a page can tell more; a raster shows the marks alone. */
    default void about(Subject subject, Runnable marks) {
        marks.run();
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
