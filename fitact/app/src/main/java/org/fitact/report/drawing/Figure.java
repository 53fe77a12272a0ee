package org.fitact.report.drawing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A figure that can be drawn on any canvas. */
public interface Figure {

    /** Natural width of every figure in pixels. */
    int WIDTH = 880;

    /** Width in pixels of a figure that a page of a telephone shows whole. */
    int NARROW = 400;

    /** Name of its file, without an ending. */
    String name();

    /** What it shows, in a few words. */
    String title();

    /** How to read it, in a sentence or two. */
    String caption();

    /** Width in pixels. */
    default int width() {
        return WIDTH;
    }

    /** Height in pixels. */
    int height();

    /** The numbers behind it as a table, for those who cannot see it and those who want to go on with them. */
    default Optional<Tabulation> numbers() {
        return Optional.empty();
    }

    /** The same for a narrow page, where there is such a one. */
    default Optional<Figure> narrow() {
        return Optional.empty();
    }

    /** Draws it. */
    void draw(Canvas canvas);

    /** As an {@code <svg>} element. */
    default String svg() {
        return SvgCanvas.draw(this);
    }

    /** As an SVG file that stands alone. */
    default byte[] svgFile() {
        return SvgCanvas.document(this).getBytes(StandardCharsets.UTF_8);
    }

    /** As a PNG file of twice the natural size. */
    default byte[] png() {
        return RasterCanvas.draw(this, 2).png();
    }
}
