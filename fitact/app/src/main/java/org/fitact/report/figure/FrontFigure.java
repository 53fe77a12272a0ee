package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Spread;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.ParetoFront;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * Accuracy over a cost: a point with its interval for each of some ways, those on the front named and joined by the line that
 * nothing is above.
 *
 * @param axis what a cost is
 * @param leastAccuracy a level that is asked for, drawn as a line; NaN for none
 * @param keys of the legend; may be empty
 * @param width in pixels
 */
public record FrontFigure(
        String name,
        String title,
        String caption,
        Axis axis,
        List<Point> points,
        double leastAccuracy,
        List<Key> keys,
        int width)
        implements Figure {

    private static final double LEFT = 58;
    private static final double LEGEND = 44;
    private static final double BOTTOM = 470;
    private static final double LABEL_HEIGHT = 16;
    private static final double WIDEST_LABEL = 290;

    private static final double ROOM = 0.06;

    /**
     * The axis of costs, which are shown in per cent.
     *
     * @param limit drawn as a line; NaN for none
     */
    public record Axis(String title, double limit) {}

    /**
     * One way.
     *
     * @param cost as a share
     * @param accuracy mean, 0..1
     * @param ci95 of the mean; may be unknown
     */
    public record Point(
            String label, SchemeStyle style, double cost, double accuracy, Interval ci95, Emphasis emphasis) {}

    /** How much a point is made of, beyond that those on the front are named. */
    public enum Emphasis {
        NONE,
        NAMED,
        /** Named, and in a ring. */
        RINGED
    }

    /** A name and how its points look. */
    public record Key(String name, SchemeStyle style) {}

    /** One of the usual width. */
    public FrontFigure(
            String name,
            String title,
            String caption,
            Axis axis,
            List<Point> points,
            double leastAccuracy,
            List<Key> keys) {
        this(name, title, caption, axis, points, leastAccuracy, keys, WIDTH);
    }

    public FrontFigure {
        points = List.copyOf(points);
        keys = List.copyOf(keys);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a front needs a point");
        }
    }

    @Override
    public int height() {
        return (int) BOTTOM + 56 + (isNarrow() ? (int) Legend.LINE * Legend.lines(below(), 0, width) : 0);
    }

    private boolean isNarrow() {
        return width < WIDTH;
    }

    /** Points are named below. */
    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new FrontFigure(name, title, caption, axis, points, leastAccuracy, keys, NARROW));
    }

    /** Room for the legend, where there is one above. */
    private double top() {
        return keys.isEmpty() || isNarrow() ? 16 : 52;
    }

    /** From the most accurate on. */
    private List<Point> named(List<Point> front) {
        return points.stream()
                .filter(point -> point.emphasis != Emphasis.NONE || front.contains(point))
                .sorted(Comparator.comparingDouble(point -> -point.accuracy))
                .toList();
    }

    private List<Legend.Entry> below() {
        Stream<Legend.Entry> named = named(ParetoFront.of(points, Point::cost, Point::accuracy)).stream()
                .map(point -> entry(point.label, point.style));
        return Stream.concat(keys.stream().map(key -> entry(key.name, key.style)), named)
                .toList();
    }

    private static Legend.Entry entry(String name, SchemeStyle style) {
        return new Legend.Entry(name, (on, at, middle) -> style.mark(on, at, middle));
    }

    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(new Tabulation(
                List.of("scheme", axis.title, "accuracy, %", "interval from", "to"),
                1,
                points.stream()
                        .map(point -> List.of(
                                point.label,
                                Numbers.percent(point.cost),
                                Numbers.percent(point.accuracy),
                                Numbers.percent(point.ci95.low()),
                                Numbers.percent(point.ci95.high())))
                        .toList()));
    }

    @Override
    public void draw(Canvas canvas) {
        List<Point> front = ParetoFront.of(points, Point::cost, Point::accuracy);
        List<Point> named = named(front);
        Panel plot = new Panel(LEFT, top(), isNarrow() ? width - 10.0 : width - 40 - widest(named), BOTTOM);
        Scale x = x(plot);
        Scale y = Scale.ofAccuracies(lowest(), BOTTOM, top());
        canvas.plot(plot, () -> {
            drawAxes(canvas, plot, x, y);
            drawFront(canvas, front, plot, x, y);
            for (Point point : points) {
                drawPoint(canvas, point, x.at(point.cost), y);
            }
        });
        plot.baseline(canvas);
        plot.yTitle(canvas, "accuracy, %");
        plot.xTitle(canvas, axis.title);
        if (isNarrow()) {
            Legend.drawLines(canvas, below(), 0, width, BOTTOM + LEGEND + 22);
        } else {
            drawNames(canvas, named, plot, x, y);
            drawKeys(canvas);
        }
    }

    private static double widest(List<Point> named) {
        double widest = named.stream()
                .mapToDouble(point -> Glyphs.width(point.label, TextStyle.LABEL))
                .max()
                .orElse(0);
        return Math.min(Glyphs.OTHER_FONTS * widest, WIDEST_LABEL);
    }

    private Scale x(Panel plot) {
        double[] costs = DoubleStream.concat(points.stream().mapToDouble(Point::cost), DoubleStream.of(axis.limit))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double least = costs[0];
        double width = Math.max(costs[costs.length - 1] - least, 0.01);
        return Scale.linear(least - ROOM * width, least + (1 + ROOM) * width, plot.left(), plot.right());
    }

    private double lowest() {
        return points.stream()
                .mapToDouble(point -> point.ci95.known() ? point.ci95.low() : point.accuracy)
                .min()
                .orElseThrow();
    }

    private void drawAxes(Canvas canvas, Panel plot, Scale x, Scale y) {
        plot.accuracyAxis(canvas, y);
        plot.xAxis(canvas, x, isNarrow() ? 4 : 8, 100, true);
        if (!Double.isNaN(axis.limit)) {
            plot.upright(canvas, x.at(axis.limit), Pen.dashed(Ink.TEXT, 1.2));
        }
        if (!Double.isNaN(leastAccuracy)) {
            plot.level(canvas, y.clamped(leastAccuracy), Pen.dashed(Ink.TEXT, 1.2));
        }
    }

    /** From each point on it level to the next, and up: what costs less than that is worth no more. */
    private static void drawFront(Canvas canvas, List<Point> front, Panel plot, Scale x, Scale y) {
        List<Point> byCost =
                front.stream().sorted(Comparator.comparingDouble(Point::cost)).toList();
        List<double[]> corners = new ArrayList<>();
        for (Point point : byCost) {
            double at = x.at(point.cost);
            if (!corners.isEmpty()) {
                corners.add(new double[] {at, corners.getLast()[1]});
            }
            corners.add(new double[] {at, y.clamped(point.accuracy)});
        }
        corners.add(new double[] {plot.right(), corners.getLast()[1]});
        canvas.stroke(
                Marks.polyline(
                        corners.stream().mapToDouble(corner -> corner[0]).toArray(),
                        corners.stream().mapToDouble(corner -> corner[1]).toArray()),
                Pen.solid(Ink.MUTED, 1.4));
    }

    private void drawPoint(Canvas canvas, Point point, double at, Scale y) {
        canvas.about(
                Subject.told(
                        point.label,
                        point.label,
                        "accuracy " + Numbers.percent(point.accuracy) + " %" + Numbers.ends(point.ci95),
                        axis.title + " " + Numbers.percent(point.cost)),
                () -> drawMark(canvas, point, at, y));
    }

    private static void drawMark(Canvas canvas, Point point, double at, Scale y) {
        if (point.ci95.known()) {
            canvas.stroke(
                    Marks.line(at, y.clamped(point.ci95.low()), at, y.clamped(point.ci95.high())),
                    new Pen(point.style.ink(), 1.2, 0.45, 0));
        }
        point.style.mark(canvas, at, y.clamped(point.accuracy));
        if (point.emphasis == Emphasis.RINGED) {
            canvas.stroke(Marks.dot(at, y.clamped(point.accuracy), 8), Pen.solid(Ink.TEXT, 1.6));
        }
    }

    /** At the right edge, moved apart and tied to their points. */
    private static void drawNames(Canvas canvas, List<Point> named, Panel plot, Scale x, Scale y) {
        double[] wanted =
                named.stream().mapToDouble(point -> y.clamped(point.accuracy)).toArray();
        double[] placed = Spread.apart(wanted, LABEL_HEIGHT, plot.top() + 4, BOTTOM - 2);
        for (int i = 0; i < placed.length; i++) {
            Point point = named.get(i);
            double from = wanted[i];
            double to = placed[i];
            canvas.about(Subject.scheme(point.label), () -> {
                canvas.tie(
                        Marks.line(x.at(point.cost) + 6, from, plot.right() + 12, to),
                        new Pen(point.style.ink(), 1, 0.5, 3));
                canvas.fill(point.style.marker().at(plot.right() + 19, to, 4), point.style.ink(), 1);
                canvas.text(point.label, plot.right() + 28, to + 4, TextStyle.LABEL);
            });
        }
    }

    private void drawKeys(Canvas canvas) {
        List<Legend.Entry> entries =
                keys.stream().map(key -> entry(key.name, key.style)).toList();
        if (!entries.isEmpty()) {
            Legend.draw(canvas, entries, 0, WIDTH, 24);
        }
    }
}
