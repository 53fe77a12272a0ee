package org.fitact.report.figure;

import java.util.List;
import java.util.function.Function;
import org.fitact.report.drawing.Axis;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** Accuracy without and with faults over the one bound of a layer (FitAct, figure 1). */
public final class BoundSweepFigure implements Figure {

    private static final double TOP = 40;
    private static final double BOTTOM = 400;
    private static final double LEFT = 58;
    private static final double RIGHT = 730;
    private static final double UNBOUNDED = 800;
    private static final Panel PLOT = new Panel(LEFT, TOP, RIGHT, BOTTOM);
    private static final Panel AREA = new Panel(LEFT, TOP, WIDTH - 14.0, BOTTOM);
    private static final SchemeStyle WITHOUT = new SchemeStyle(Ink.BLUE, SchemeStyle.Marker.CIRCLE);
    private static final SchemeStyle WITH = new SchemeStyle(Ink.VERMILLION, SchemeStyle.Marker.SQUARE);

    /**
     * What was measured under one bound; accuracies in 0..1.
     *
     * @param bound λ; infinite for a plain ReLU
     * @param without accuracy without faults, its interval that of a proportion of the images
     * @param with mean accuracy under faults, its interval over the trials
     */
    public record Point(double bound, Estimate without, Estimate with) {}

    /** A number and its 95 % interval. */
    public record Estimate(double value, Interval ci95) {}

    /**
     * @param layer whose bound it is
     * @param maximum the layer's profiled maximum
     * @param rate bit error rate of the faults
     * @param points by ascending bound, the unbounded one last
     * @param caption how to read it
     */
    public record Data(String layer, double maximum, double rate, List<Point> points, String caption) {}

    private final Data data;
    private final List<Point> bounded;
    private final Scale x;
    private final Scale y = Scale.linear(0, 1, BOTTOM, TOP);

    public BoundSweepFigure(Data data) {
        this.data = data;
        bounded = data.points().stream()
                .filter(point -> Double.isFinite(point.bound()))
                .toList();
        x = Scale.linear(0, Math.max(data.maximum(), bounded.getLast().bound()) * 1.04, LEFT, RIGHT);
    }

    @Override
    public String name() {
        return "fig1";
    }

    @Override
    public String title() {
        return "Accuracy over the bound of one layer";
    }

    @Override
    public String caption() {
        return data.caption();
    }

    @Override
    public int height() {
        return 460;
    }

    @Override
    public void draw(Canvas canvas) {
        Curve with = curve(WITH, Point::with);
        Curve without = curve(WITHOUT, Point::without);
        canvas.plot(AREA, () -> {
            drawAxes(canvas);
            with.drawBand(canvas);
            without.drawBand(canvas);
            with.drawLine(canvas);
            without.drawLine(canvas);
            drawUnbounded(canvas, with, Point::with);
            drawUnbounded(canvas, without, Point::without);
        });
        AREA.yTitle(canvas, "accuracy, %");
        PLOT.xTitle(canvas, "bound λ of GBReLU in " + data.layer());
        Legend.draw(
                canvas,
                List.of(
                        Legend.Entry.of("without faults", WITHOUT),
                        Legend.Entry.of("bit error rate " + Numbers.rate(data.rate()) + " in layers 1 and 2", WITH)),
                LEFT,
                WIDTH,
                20);
    }

    private void drawAxes(Canvas canvas) {
        AREA.accuracyAxis(canvas, y);
        canvas.axis(Axis.x(x, 1), () -> drawBounds(canvas));
        double maximum = x.at(data.maximum());
        PLOT.upright(canvas, maximum, Pen.dashed(Ink.MUTED, 1));
        canvas.at(
                maximum,
                BOTTOM,
                () -> canvas.text(
                        "profiled maximum", maximum - 6, BOTTOM - 8, TextStyle.TICK.at(TextStyle.Anchor.END)));
    }

    private void drawBounds(Canvas canvas) {
        PLOT.xAxis(canvas, x, 8, 1, false);
        PLOT.baseline(canvas);
        canvas.stroke(Marks.line(RIGHT + 24, BOTTOM, WIDTH - 14, BOTTOM), Pen.solid(Ink.MUTED, 1));
        canvas.text("no bound", UNBOUNDED, BOTTOM + 17, TextStyle.TICK);
        canvas.text("(ReLU)", UNBOUNDED, BOTTOM + 32, TextStyle.TICK);
    }

    private Curve curve(SchemeStyle style, Function<Point, Estimate> of) {
        return new Curve(
                "",
                false,
                style,
                x,
                y,
                bounded.stream()
                        .map(point -> Curve.Point.of(
                                "",
                                "bound " + Numbers.significant(point.bound()),
                                point.bound(),
                                of.apply(point).value(),
                                of.apply(point).ci95()))
                        .toList());
    }

    private void drawUnbounded(Canvas canvas, Curve curve, Function<Point, Estimate> of) {
        data.points().stream()
                .filter(point -> !Double.isFinite(point.bound()))
                .map(of)
                .forEach(estimate -> {
                    curve.drawBar(canvas, UNBOUNDED, estimate.ci95());
                    curve.style().mark(canvas, UNBOUNDED, y.at(estimate.value()));
                });
    }
}
