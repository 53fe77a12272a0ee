package org.fitact.report.drawing;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The shapes that figures are made of. */
public final class Marks {

    private Marks() {}

    public static Line2D line(double x1, double y1, double x2, double y2) {
        return new Line2D.Double(x1, y1, x2, y2);
    }

    /** A rectangle given by two opposite corners in any order. */
    public static Rectangle2D box(double x1, double y1, double x2, double y2) {
        return new Rectangle2D.Double(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
    }

    public static Ellipse2D dot(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    public static Path2D polyline(double[] xs, double[] ys) {
        Path2D path = new Path2D.Double();
        path.moveTo(xs[0], ys[0]);
        for (int i = 1; i < xs.length; i++) {
            path.lineTo(xs[i], ys[i]);
        }
        return path;
    }

    /** The area between two curves over the same x. */
    public static Path2D band(double[] xs, double[] upper, double[] lower) {
        Path2D path = polyline(xs, upper);
        for (int i = xs.length - 1; i >= 0; i--) {
            path.lineTo(xs[i], lower[i]);
        }
        path.closePath();
        return path;
    }

    /**
     * The outline of a histogram that stands on a line.
     *
     * @param tops of its bars of equal width from left to right, as y
     */
    public static Path2D histogram(double left, double right, double bottom, double[] tops) {
        double width = (right - left) / tops.length;
        Path2D steps = new Path2D.Double();
        steps.moveTo(left, bottom);
        for (int bin = 0; bin < tops.length; bin++) {
            steps.lineTo(left + bin * width, tops[bin]);
            steps.lineTo(left + (bin + 1) * width, tops[bin]);
        }
        steps.lineTo(right, bottom);
        steps.closePath();
        return steps;
    }

    /** A regular polygon; the first corner is {@code turn} of a full turn from the top. */
    public static Shape polygon(double x, double y, double radius, int corners, double turn) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * ((double) i / corners + turn);
            double cornerX = x + radius * Math.sin(angle);
            double cornerY = y - radius * Math.cos(angle);
            if (i == 0) {
                path.moveTo(cornerX, cornerY);
            } else {
                path.lineTo(cornerX, cornerY);
            }
        }
        path.closePath();
        return path;
    }
}
