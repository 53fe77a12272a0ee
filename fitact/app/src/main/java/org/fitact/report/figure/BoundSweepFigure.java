package org.fitact.report.figure;

import java.util.List;
import java.util.function.Function;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Numbers;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.stats.Interval;

/** Accuracy without and with faults over the one bound of a layer (FitAct, figure 1). */
public final class BoundSweepFigure implements Figure {

    private static final double TOP = 40;
    private static final double BOTTOM = 400;
    private static final double LEFT = 58;
    private static final double RIGHT = 730;
    private static final double UNBOUNDED = 800;
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
        drawAxes(canvas);
        drawBand(canvas, WITH, Point::with);
        drawBand(canvas, WITHOUT, Point::without);
        drawCurve(canvas, WITH, Point::with);
        drawCurve(canvas, WITHOUT, Point::without);
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
        for (double tick : y.ticks(5)) {
            canvas.stroke(Marks.line(LEFT, y.at(tick), WIDTH - 14, y.at(tick)), Pen.solid(Ink.GRID, 1));
            canvas.text(
                    Numbers.fixed(100 * tick, 0), LEFT - 8, y.at(tick) + 4, TextStyle.TICK.at(TextStyle.Anchor.END));
        }
        canvas.text("accuracy, %", 16, (TOP + BOTTOM) / 2, TextStyle.AXIS.turned());
        new PanelGrid.Panel(LEFT, TOP, RIGHT, BOTTOM).xAxis(canvas, x, 8, 1, false);
        canvas.stroke(Marks.line(LEFT, BOTTOM, RIGHT, BOTTOM), Pen.solid(Ink.MUTED, 1));
        canvas.stroke(Marks.line(RIGHT + 24, BOTTOM, WIDTH - 14, BOTTOM), Pen.solid(Ink.MUTED, 1));
        canvas.text("no bound", UNBOUNDED, BOTTOM + 17, TextStyle.TICK);
        canvas.text("(ReLU)", UNBOUNDED, BOTTOM + 32, TextStyle.TICK);
        canvas.text("bound λ of GBReLU in " + data.layer(), (LEFT + RIGHT) / 2, BOTTOM + 42, TextStyle.AXIS);
        double maximum = x.at(data.maximum());
        canvas.stroke(Marks.line(maximum, TOP, maximum, BOTTOM), Pen.dashed(Ink.MUTED, 1));
        canvas.text("profiled maximum", maximum - 6, BOTTOM - 8, TextStyle.TICK.at(TextStyle.Anchor.END));
    }

    private void drawBand(Canvas canvas, SchemeStyle style, Function<Point, Estimate> of) {
        double[] xs = bounded.stream().mapToDouble(point -> x.at(point.bound())).toArray();
        if (bounded.stream().allMatch(point -> of.apply(point).ci95().known())) {
            double[] upper = bounded.stream()
                    .mapToDouble(point -> y.clamped(of.apply(point).ci95().high()))
                    .toArray();
            double[] lower = bounded.stream()
                    .mapToDouble(point -> y.clamped(of.apply(point).ci95().low()))
                    .toArray();
            canvas.fill(Marks.band(xs, upper, lower), style.ink(), 0.18);
        }
    }

    private void drawCurve(Canvas canvas, SchemeStyle style, Function<Point, Estimate> of) {
        double[] xs = bounded.stream().mapToDouble(point -> x.at(point.bound())).toArray();
        double[] ys = bounded.stream()
                .mapToDouble(point -> y.at(of.apply(point).value()))
                .toArray();
        canvas.stroke(Marks.polyline(xs, ys), Pen.solid(style.ink(), 2.2));
        for (int i = 0; i < xs.length; i++) {
            drawMarker(canvas, style, xs[i], ys[i]);
        }
        data.points().stream()
                .filter(point -> !Double.isFinite(point.bound()))
                .forEach(point -> drawUnbounded(canvas, style, of.apply(point)));
    }

    private void drawUnbounded(Canvas canvas, SchemeStyle style, Estimate estimate) {
        if (estimate.ci95().known()) {
            double low = y.clamped(estimate.ci95().low());
            double high = y.clamped(estimate.ci95().high());
            canvas.stroke(Marks.line(UNBOUNDED, low, UNBOUNDED, high), new Pen(style.ink(), 6, 0.3, 0));
        }
        drawMarker(canvas, style, UNBOUNDED, y.at(estimate.value()));
    }

    private static void drawMarker(Canvas canvas, SchemeStyle style, double x, double y) {
        canvas.fill(style.marker().at(x, y, 4.2), style.ink(), 1);
        canvas.stroke(style.marker().at(x, y, 4.2), Pen.solid(Ink.PAPER, 1));
    }
}
