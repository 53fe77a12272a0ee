package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Axis;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.TextStyle;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** Accuracy of a network in integers over their width, beside float. */
public final class WidthFigure implements Figure {

    private static final double TOP = 40;
    private static final double BOTTOM = 380;
    private static final double LEFT = 58;
    private static final double RIGHT = WIDTH - 14.0;
    private static final Panel PLOT = new Panel(LEFT, TOP, RIGHT, BOTTOM);

    /**
     * Integers of a width; accuracy in 0..1.
     *
     * @param ci95 of that accuracy
     */
    public record Point(int bits, double accuracy, Interval ci95) {}

    /**
     * A network under a scheme.
     *
     * @param inFloat accuracy in float
     * @param points by ascending width, at least one
     */
    public record OfScheme(String scheme, double inFloat, List<Point> points) {}

    private final String network;
    private final List<OfScheme> schemes;
    private final String caption;
    private final List<Integer> widths;
    private final Scale x;
    private final Scale y;

    /** @param schemes at least one */
    public WidthFigure(String network, List<OfScheme> schemes, String caption) {
        this.network = network;
        this.schemes = List.copyOf(schemes);
        this.caption = caption;
        this.widths = schemes.stream()
                .flatMap(scheme -> scheme.points().stream())
                .map(Point::bits)
                .distinct()
                .sorted()
                .toList();
        this.x = new Scale(widths.getFirst() * 0.9, widths.getLast() * 1.1, LEFT, RIGHT, true);
        double lowest = schemes.stream()
                .flatMap(scheme -> scheme.points().stream())
                .mapToDouble(Point::accuracy)
                .min()
                .orElseThrow();
        this.y = Scale.ofAccuracies(lowest, BOTTOM, TOP);
    }

    @Override
    public String name() {
        return "widths-" + network;
    }

    @Override
    public String title() {
        return "Accuracy over the width of integers: " + network;
    }

    @Override
    public String caption() {
        return caption;
    }

    @Override
    public int height() {
        return 440;
    }

    @Override
    public void draw(Canvas canvas) {
        PLOT.yTitle(canvas, "accuracy, %");
        PLOT.xTitle(canvas, "bits of weights, bounds and values");
        List<Legend.Entry> legend = new ArrayList<>();
        canvas.plot(PLOT, () -> drawPlot(canvas, legend));
        Legend.draw(canvas, legend, LEFT, WIDTH, 20);
    }

    private void drawWidths(Canvas canvas) {
        for (int width : widths) {
            canvas.stroke(Marks.line(x.at(width), BOTTOM, x.at(width), BOTTOM + 4), Pen.solid(Ink.MUTED, 1));
            canvas.text(Integer.toString(width), x.at(width), BOTTOM + 17, TextStyle.TICK);
        }
        PLOT.baseline(canvas);
    }

    private void drawPlot(Canvas canvas, List<Legend.Entry> legend) {
        PLOT.accuracyAxis(canvas, y);
        canvas.axis(Axis.x(x, 1), () -> drawWidths(canvas));
        Map<String, SchemeStyle> styles =
                SchemeStyle.of(schemes.stream().map(OfScheme::scheme).toList());
        List<Curve> curves = new ArrayList<>();
        for (OfScheme scheme : schemes) {
            SchemeStyle style = styles.get(scheme.scheme());
            Curve curve = new Curve(
                    scheme.scheme(),
                    false,
                    style,
                    x,
                    y,
                    scheme.points().stream()
                            .map(point -> Curve.Point.of(
                                    scheme.scheme(),
                                    Numbers.counted(point.bits(), "bit"),
                                    point.bits(),
                                    point.accuracy(),
                                    point.ci95()))
                            .toList());
            curve.drawBand(canvas);
            Pen inFloat = Pen.dashed(style.ink(), 1.4);
            canvas.about(
                    Subject.scheme(scheme.scheme()), () -> PLOT.level(canvas, y.clamped(scheme.inFloat()), inFloat));
            curves.add(curve);
            legend.add(Legend.Entry.of(scheme.scheme(), style));
            legend.add(Legend.Entry.line(scheme.scheme() + " in float", inFloat));
        }
        curves.forEach(curve -> curve.drawLine(canvas));
    }
}
