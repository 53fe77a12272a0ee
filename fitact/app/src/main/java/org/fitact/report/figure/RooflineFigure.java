package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.report.drawing.Axis;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.text.Numbers;

/**
 * A roofline: how fast each layer ran over how much it computes for a byte that it must move, both on logarithmic
 * scales, under the machine's two limits. (S. Williams, A. Waterman, D. Patterson, 2009.)
 *
 * @param roofs at least one; the first is the one that marks stand under
 */
public record RooflineFigure(
        String name, String title, String caption, double peak, List<Roof> roofs, List<Series> series)
        implements Figure {

    private static final List<Ink> INKS = List.of(Ink.VERMILLION, Ink.BLUE, Ink.GREEN, Ink.PURPLE, Ink.ORANGE);
    private static final double LEFT = 66;
    private static final double RIGHT = WIDTH - 24.0;
    private static final double TOP = 46;
    private static final double BOTTOM = 470;
    private static final Panel PLOT = new Panel(LEFT, TOP, RIGHT, BOTTOM);
    private static final double RADIUS = 5;
    private static final double PEAK_ROOM = 190;

    /**
     * A limit by the memory.
     *
     * @param bandwidth in GB/s
     */
    public record Roof(String label, double bandwidth) {}

    /** The layers of one network. */
    public record Series(String label, List<Point> points) {}

    /**
     * One layer.
     *
     * @param name of the layer
     * @param intensity operations for a byte
     * @param speed in GFLOP/s
     * @param ringed drawn with a ring: it computes fewer operations than are counted
     */
    public record Point(String name, double intensity, double speed, boolean ringed) {}

    public RooflineFigure {
        roofs = List.copyOf(roofs);
        series = List.copyOf(series);
        if (roofs.isEmpty() || series.stream().allMatch(one -> one.points().isEmpty())) {
            throw new IllegalArgumentException("a roofline needs a roof and a layer");
        }
    }

    @Override
    public int height() {
        return (int) BOTTOM + 52;
    }

    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(new Tabulation(
                List.of("network", "layer", "FLOP/B", "GFLOP/s"),
                2,
                series.stream()
                        .flatMap(one -> one.points().stream()
                                .map(point -> List.of(
                                        one.label(),
                                        point.name(),
                                        Numbers.significant(point.intensity()),
                                        Numbers.significant(point.speed()))))
                        .toList()));
    }

    @Override
    public void draw(Canvas canvas) {
        Scale x = x();
        Scale y = y();
        canvas.plot(PLOT, () -> plot(canvas, x, y));
        PLOT.baseline(canvas);
        PLOT.xTitle(canvas, "operations for a byte of weights and feature maps, FLOP/B");
        PLOT.yTitle(canvas, "GFLOP/s");
        Legend.draw(canvas, legend(), LEFT, RIGHT, 22);
    }

    private void plot(Canvas canvas, Scale x, Scale y) {
        grid(canvas, x, y);
        for (int i = 0; i < roofs.size(); i++) {
            roof(canvas, roofs.get(i), i == 0, x, y);
            names(canvas, roofs.get(i), i == 0, x, y);
        }
        for (int s = 0; s < series.size(); s++) {
            Series one = series.get(s);
            SchemeStyle style = style(s);
            for (Point point : one.points()) {
                canvas.about(
                        told(one.label(), point),
                        () -> mark(canvas, style, x.at(point.intensity()), y.at(point.speed()), point.ringed()));
            }
        }
    }

    private static Subject told(String network, Point point) {
        return Subject.told(
                "",
                network + ", " + point.name(),
                Numbers.significant(point.speed()) + " GFLOP/s",
                Numbers.significant(point.intensity()) + " FLOP/B" + (point.ringed() ? ", Winograd" : ""));
    }

    private List<Legend.Entry> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        for (int s = 0; s < series.size(); s++) {
            SchemeStyle style = style(s);
            entries.add(
                    new Legend.Entry(series.get(s).label(), (on, at, middle) -> mark(on, style, at, middle, false)));
        }
        if (series.stream().flatMap(one -> one.points().stream()).anyMatch(Point::ringed)) {
            SchemeStyle plain = new SchemeStyle(Ink.MUTED, SchemeStyle.Marker.CIRCLE);
            entries.add(new Legend.Entry("ringed: Winograd", (on, at, middle) -> mark(on, plain, at, middle, true)));
        }
        return entries;
    }

    private static SchemeStyle style(int index) {
        SchemeStyle.Marker[] markers = SchemeStyle.Marker.values();
        return new SchemeStyle(INKS.get(index % INKS.size()), markers[index % markers.length]);
    }

    private static void mark(Canvas canvas, SchemeStyle style, double x, double y, boolean ringed) {
        canvas.at(x, y, () -> {
            canvas.fill(style.marker().at(x, y, RADIUS), style.ink(), 0.75);
            if (ringed) {
                canvas.stroke(Marks.dot(x, y, RADIUS + 3), Pen.solid(style.ink(), 1.2));
            }
        });
    }

    private double ridge(Roof roof, Scale x) {
        return Math.clamp(peak / roof.bandwidth(), x.low(), x.high());
    }

    private static double start(Roof roof, double ridge, Scale x, Scale y) {
        return Math.clamp(y.low() / roof.bandwidth(), x.low(), ridge);
    }

    /** The slope up to the peak, and for the first roof the peak from there on. */
    private void roof(Canvas canvas, Roof roof, boolean first, Scale x, Scale y) {
        double ridge = ridge(roof, x);
        double start = start(roof, ridge, x, y);
        Pen pen = first ? Pen.solid(Ink.TEXT, 1.8) : Pen.dashed(Ink.MUTED, 1.4);
        canvas.stroke(Marks.line(x.at(start), y.at(start * roof.bandwidth()), x.at(ridge), y.at(peak)), pen);
        if (first) {
            canvas.stroke(Marks.line(x.at(ridge), y.at(peak), RIGHT, y.at(peak)), pen);
        }
    }

    private void names(Canvas canvas, Roof roof, boolean first, Scale x, Scale y) {
        double ridge = ridge(roof, x);
        double start = start(roof, ridge, x, y);
        name(canvas, roof, first ? Ink.TEXT : Ink.MUTED, x.at(start) + 0.4 * (x.at(ridge) - x.at(start)), x, y);
        if (first) {
            boolean hasRoom = x.at(ridge) - LEFT > PEAK_ROOM;
            double at = hasRoom ? x.at(ridge) : RIGHT;
            canvas.at(
                    at,
                    y.at(peak),
                    () -> canvas.text(
                            "multiply-adds " + Numbers.fixed(peak, 0) + " GFLOP/s",
                            at,
                            y.at(peak) - 7,
                            TextStyle.LABEL.at(TextStyle.Anchor.END)));
        }
    }

    /** Above the slope for the highest roof, and below it for the others, so that their names do not meet. */
    private void name(Canvas canvas, Roof roof, Ink ink, double at, Scale x, Scale y) {
        boolean highest = roofs.stream().allMatch(other -> other.bandwidth() <= roof.bandwidth());
        double value = x.low() * Math.pow(x.high() / x.low(), (at - x.from()) / (x.to() - x.from()));
        double height = y.at(value * roof.bandwidth());
        TextStyle style = TextStyle.LABEL.in(ink).at(highest ? TextStyle.Anchor.END : TextStyle.Anchor.START);
        canvas.at(
                at,
                height,
                () -> canvas.text(
                        roof.label() + " " + Numbers.fixed(roof.bandwidth(), 1) + " GB/s",
                        at + (highest ? -8 : 8),
                        height + (highest ? -6 : 14),
                        style));
    }

    private static void grid(Canvas canvas, Scale x, Scale y) {
        canvas.axis(Axis.x(x, 1), () -> {
            for (double tick : ticks(x)) {
                PLOT.upright(canvas, x.at(tick), Pen.solid(Ink.GRID, 1));
                canvas.text(label(tick), x.at(tick), BOTTOM + 18, TextStyle.TICK);
            }
        });
        PLOT.yAxis(canvas, Axis.y(y, 1), ticks(y), RooflineFigure::label);
    }

    /** 1, 2 and 5 times the powers of ten. */
    private static List<Double> ticks(Scale scale) {
        List<Double> ticks = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(scale.low()))); power <= scale.high(); power *= 10) {
            for (int step : new int[] {1, 2, 5}) {
                if (step * power >= scale.low() * 0.999 && step * power <= scale.high() * 1.001) {
                    ticks.add(step * power);
                }
            }
        }
        return ticks;
    }

    private static String label(double tick) {
        return tick < 1 ? Numbers.fixed(tick, 1) : Numbers.grouped(Math.round(tick));
    }

    private Scale x() {
        double[] values = series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(Point::intensity)
                .toArray();
        double ridge = peak / roofs.getFirst().bandwidth();
        return fitting(values, ridge / 4, ridge * 4, LEFT, RIGHT);
    }

    private Scale y() {
        double[] values = series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(Point::speed)
                .toArray();
        return fitting(values, peak / 8, peak * 1.25, BOTTOM, TOP);
    }

    /** From a little below the least to a little above the greatest, and at least over a range. */
    private static Scale fitting(double[] values, double low, double high, double from, double to) {
        double least = low;
        double greatest = high;
        for (double value : values) {
            least = Math.min(least, value / 1.25);
            greatest = Math.max(greatest, value * 1.25);
        }
        return new Scale(least, greatest, from, to, true);
    }
}
