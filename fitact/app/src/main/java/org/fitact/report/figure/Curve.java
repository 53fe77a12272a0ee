package org.fitact.report.figure;

import java.util.List;
import java.util.stream.Stream;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.results.SchemeResult;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * A curve through means, with a band of their intervals.
 *
 * @param scheme whose it is; empty for that of no scheme
 * @param byRate whether its x is a fault rate
 */
record Curve(String scheme, boolean byRate, SchemeStyle style, Scale x, Scale y, List<Point> points) {

    private static final double BAND = 0.18;

    /**
     * A mean over an x.
     *
     * @param ci95 its interval, which need not be known
     * @param subject what it stands for
     */
    record Point(double x, double mean, Interval ci95, Subject subject) {

        /**
         * An accuracy, 0..1.
         *
         * @param scheme whose it is; empty for that of no scheme
         * @param at names it by its x
         */
        static Point of(String scheme, String at, double x, double accuracy, Interval ci95) {
            String told = Numbers.percent(accuracy) + " %" + Numbers.ends(ci95);
            return new Point(
                    x,
                    accuracy,
                    ci95,
                    scheme.isEmpty() ? Subject.told("", at, told) : Subject.told(scheme, scheme, at, told));
        }

        /**
         * An accuracy, 0..1, of a scheme, where there are so many of something.
         *
         * @param unit of what, in the singular
         */
        static Point counted(String scheme, int count, String unit, double accuracy, Interval ci95) {
            return of(scheme, Numbers.counted(count, unit), count, accuracy, ci95);
        }
    }

    /** The means of a scheme over the fault rate. */
    static Curve of(SchemeResult scheme, SchemeStyle style, Scale x, Scale y) {
        return new Curve(
                scheme.scheme(),
                true,
                style,
                x,
                y,
                scheme.points().stream()
                        .map(point ->
                                new Point(point.rate(), point.mean(), point.ci95(), Subject.of(scheme.scheme(), point)))
                        .toList());
    }

    /** Accuracies of a scheme over a number of something, from points {@link Point#counted}. */
    static Curve ofCounts(String scheme, SchemeStyle style, Scale x, Scale y, Stream<Point> points) {
        return new Curve(scheme, false, style, x, y, points.toList());
    }

    /** Of those points whose interval is known; a single one has a bar. */
    void drawBand(Canvas canvas) {
        List<Point> known =
                points.stream().filter(point -> point.ci95().known()).toList();
        if (known.size() > 1) {
            double[] at = known.stream().mapToDouble(Point::x).toArray();
            double[] xs = known.stream().mapToDouble(point -> x.at(point.x())).toArray();
            double[] high = known.stream()
                    .mapToDouble(point -> y.clamped(point.ci95().high()))
                    .toArray();
            double[] low = known.stream()
                    .mapToDouble(point -> y.clamped(point.ci95().low()))
                    .toArray();
            canvas.about(
                    byRate ? Subject.band(scheme, at) : Subject.scheme(scheme),
                    () -> canvas.fill(Marks.band(xs, high, low), style.ink(), BAND));
        } else {
            canvas.about(
                    Subject.scheme(scheme),
                    () -> known.forEach(point -> drawBar(canvas, x.at(point.x()), point.ci95())));
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
        double[] at = points.stream().mapToDouble(Point::x).toArray();
        double[] xs = points.stream().mapToDouble(point -> x.at(point.x())).toArray();
        double[] ys = points.stream().mapToDouble(point -> y.at(point.mean())).toArray();
        canvas.about(
                byRate ? Subject.line(scheme, at) : Subject.scheme(scheme),
                () -> canvas.stroke(Marks.polyline(xs, ys), Pen.solid(style.ink(), 2.2)));
        for (int i = 0; i < xs.length; i++) {
            int index = i;
            canvas.about(points.get(i).subject(), () -> style.mark(canvas, xs[index], ys[index]));
        }
    }
}
