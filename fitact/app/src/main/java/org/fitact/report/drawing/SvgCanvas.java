package org.fitact.report.drawing;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fitact.text.Numbers;

/** Writes SVG to be put into a page that defines the variables of {@link Ink}. */
public final class SvgCanvas implements Canvas {

    private final StringBuilder svg = new StringBuilder();

    private SvgCanvas() {}

    /** The {@code <svg>} element of a figure. */
    static String draw(Figure figure) {
        return draw(figure, "", "");
    }

    /** A document of a figure that needs no page around it. */
    static String document(Figure figure) {
        String size = " xmlns=\"http://www.w3.org/2000/svg\" width=\"" + figure.width() + "\" height=\""
                + figure.height() + "\"";
        String style = "<style>svg{" + Ink.variables(false) + "background:var(--paper);"
                + "font-family:Roboto,Arial,sans-serif}</style>\n";
        return draw(figure, size, style);
    }

    /** A square element of a side in pixels, for a mark beside its name. */
    public static String mark(int side, Consumer<Canvas> drawing) {
        SvgCanvas canvas = new SvgCanvas();
        canvas.svg
                .append("<svg class=\"mark\" aria-hidden=\"true\" viewBox=\"0 0 ")
                .append(side)
                .append(' ')
                .append(side)
                .append("\">");
        drawing.accept(canvas);
        return canvas.svg.toString().stripTrailing() + "</svg>";
    }

    private static String draw(Figure figure, String attributes, String style) {
        SvgCanvas canvas = new SvgCanvas();
        canvas.svg
                .append("<svg")
                .append(attributes)
                .append(" viewBox=\"0 0 ")
                .append(figure.width())
                .append(' ')
                .append(figure.height())
                .append("\" role=\"img\" aria-label=\"")
                .append(Markup.escape(figure.title()))
                .append("\">\n")
                .append(style);
        figure.draw(canvas);
        return canvas.svg.append("</svg>\n").toString();
    }

    /** A group with attributes for the page's script, and a title, which browsers show without one. */
    @Override
    public void about(Subject subject, Runnable marks) {
        svg.append("<g");
        if (!subject.scheme().isEmpty()) {
            data("scheme", subject.scheme());
        }
        if (!subject.rates().isEmpty()) {
            data(
                    subject.corners() ? "corners" : "rate",
                    subject.rates().stream().map(Numbers::rate).collect(Collectors.joining(" ")));
        }
        svg.append('>');
        if (!subject.text().isEmpty()) {
            svg.append("<title>").append(Markup.escape(subject.text())).append("</title>");
        }
        svg.append('\n');
        marks.run();
        svg.append("</g>\n");
    }

    @Override
    public void plot(Panel area, Runnable marks) {
        group("plot", marks, area.left(), area.top(), area.right(), area.bottom());
    }

    @Override
    public void axis(Axis axis, Runnable marks) {
        Scale scale = axis.scale();
        svg.append("<g");
        data("axis", axis.name());
        data(
                "scale",
                scale.low() + " " + scale.high() + " " + number(scale.from()) + " " + number(scale.to()) + " "
                        + (scale.logarithmic() ? 1 : 0) + " " + number(axis.factor()));
        svg.append(">\n");
        marks.run();
        svg.append("</g>\n");
    }

    @Override
    public void at(double x, double y, Runnable marks) {
        group("at", marks, x, y);
    }

    @Override
    public void tie(Line2D line, Pen pen) {
        group("tie", () -> stroke(line, pen));
    }

    /** A group that the page's script finds by numbers about it. */
    private void group(String name, Runnable marks, double... numbers) {
        svg.append("<g");
        data(name, Arrays.stream(numbers).mapToObj(SvgCanvas::number).collect(Collectors.joining(" ")));
        svg.append(">\n");
        marks.run();
        svg.append("</g>\n");
    }

    private void data(String name, String value) {
        svg.append(" data-")
                .append(name)
                .append("=\"")
                .append(Markup.escape(value))
                .append('"');
    }

    @Override
    public void fill(Shape shape, Ink ink, double opacity) {
        element(shape);
        paint("fill", ink, opacity);
        svg.append("/>\n");
    }

    @Override
    public void stroke(Shape shape, Pen pen) {
        element(shape);
        svg.append(shape instanceof Line2D ? "" : " fill=\"none\"");
        paint("stroke", pen.ink(), pen.opacity());
        svg.append(" stroke-width=\"").append(number(pen.width())).append('"');
        if (pen.dash() > 0) {
            svg.append(" stroke-dasharray=\"").append(number(pen.dash())).append('"');
        }
        svg.append("/>\n");
    }

    @Override
    public void text(String text, double x, double y, TextStyle style) {
        svg.append("<text");
        if (style.upwards()) {
            svg.append(" transform=\"translate(").append(number(x)).append(' ').append(number(y));
            svg.append(") rotate(-90)\"");
        } else {
            attribute("x", x);
            attribute("y", y);
        }
        attribute("font-size", style.size());
        svg.append(style.bold() ? " font-weight=\"600\"" : "");
        svg.append(style.anchor() == TextStyle.Anchor.START ? "" : " text-anchor=\"")
                .append(
                        style.anchor() == TextStyle.Anchor.START
                                ? ""
                                : style.anchor().name().toLowerCase(Locale.ROOT) + "\"");
        paint("fill", style.ink(), 1);
        svg.append('>').append(Markup.escape(text)).append("</text>\n");
    }

    @Override
    public void image(Picture picture, double x, double y, double width, double height) {
        svg.append("<image style=\"image-rendering:pixelated\" preserveAspectRatio=\"none\"");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        svg.append(" href=\"").append(picture.dataUri()).append("\"/>\n");
    }

    private void element(Shape shape) {
        switch (shape) {
            case Line2D line -> {
                svg.append("<line");
                attribute("x1", line.getX1());
                attribute("y1", line.getY1());
                attribute("x2", line.getX2());
                attribute("y2", line.getY2());
            }
            case Rectangle2D box -> {
                svg.append("<rect");
                attribute("x", box.getX());
                attribute("y", box.getY());
                attribute("width", box.getWidth());
                attribute("height", box.getHeight());
            }
            case Ellipse2D circle -> {
                svg.append("<circle");
                attribute("cx", circle.getCenterX());
                attribute("cy", circle.getCenterY());
                attribute("r", circle.getWidth() / 2);
            }
            default -> path(shape);
        }
    }

    private void path(Shape shape) {
        svg.append("<path d=\"");
        double[] p = new double[6];
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            switch (path.currentSegment(p)) {
                case PathIterator.SEG_MOVETO -> point('M', p);
                case PathIterator.SEG_LINETO -> point('L', p);
                case PathIterator.SEG_CLOSE -> svg.append('Z');
                default -> throw new IllegalStateException("figures are made of straight paths and circles");
            }
        }
        svg.append('"');
    }

    private void point(char command, double[] p) {
        svg.append(command).append(number(p[0])).append(' ').append(number(p[1]));
    }

    private void attribute(String name, double value) {
        svg.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    private void paint(String kind, Ink ink, double opacity) {
        svg.append(' ').append(kind).append("=\"var(").append(ink.variable()).append(")\"");
        if (opacity < 1) {
            svg.append(' ')
                    .append(kind)
                    .append("-opacity=\"")
                    .append(number(opacity))
                    .append('"');
        }
    }

    /** Two decimals at most, without trailing zeros: 12, 12.5, 12.25. */
    private static String number(double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        String text = String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
        return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
    }
}
