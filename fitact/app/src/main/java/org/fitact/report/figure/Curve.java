package org.fitact.report.figure;

import java.util.List;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.results.SchemeResult;
import org.fitact.stats.Interval;

/** A curve through means, with a band of their intervals. */
record Curve(SchemeStyle style, Scale x, Scale y, List<Point> points) {

    private static final double BAND = 0.18;

    /** A mean over an x, and its interval, which need not be known. */
    record Point(double x, double mean, Interval ci95) {}

    /** The means of a scheme over the fault rate. */
    static Curve of(SchemeResult scheme, SchemeStyle style, Scale x, Scale y) {
        return new Curve(
                style,
                x,
                y,
                scheme.points().stream()
                        .map(point -> new Point(point.rate(), point.mean(), point.ci95()))
                        .toList());
    }

    /** Of those points whose interval is known; a single one has a bar. */
    void drawBand(Canvas canvas) {
        List<Point> known =
                points.stream().filter(point -> point.ci95().known()).toList();
        if (known.size() > 1) {
            double[] xs = known.stream().mapToDouble(point -> x.at(point.x())).toArray();
            double[] high = known.stream()
                    .mapToDouble(point -> y.clamped(point.ci95().high()))
                    .toArray();
            double[] low = known.stream()
                    .mapToDouble(point -> y.clamped(point.ci95().low()))
                    .toArray();
            canvas.fill(Marks.band(xs, high, low), style.ink(), BAND);
        } else {
            known.forEach(point -> drawBar(canvas, x.at(point.x()), point.ci95()));
        }
    }

    /** An interval by itself, at a pixel. */
    void drawBar(Canvas canvas, double at, Interval ci95) {
        if (ci95.known()) {
            canvas.stroke(
                    Marks.line(at, y.clamped(ci95.low()), at, y.clamped(ci95.high())), new Pen(style.ink(), 6, 0.3, 0));
        }
    }

    /** The line, and a marker at every point. */
    void drawLine(Canvas canvas) {
        double[] xs = points.stream().mapToDouble(point -> x.at(point.x())).toArray();
        double[] ys = points.stream().mapToDouble(point -> y.at(point.mean())).toArray();
        canvas.stroke(Marks.polyline(xs, ys), Pen.solid(style.ink(), 2.2));
        for (int i = 0; i < xs.length; i++) {
            style.mark(canvas, xs[i], ys[i]);
        }
    }
}
