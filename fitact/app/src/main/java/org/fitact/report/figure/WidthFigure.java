package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** Accuracy of a network in integers over their width, beside float. */
public final class WidthFigure implements Figure {

    private static final double PLOT_HEIGHT = 340;
    private static final double LEFT = 58;

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
    private final Map<String, SchemeStyle> styles;
    private final String caption;
    private final int width;
    private final Panel plot;
    private final List<Integer> widths;
    private final Scale x;
    private final Scale y;

    /**
     * @param schemes at least one
     * @param styles of these at least
     */
    public WidthFigure(String network, List<OfScheme> schemes, Map<String, SchemeStyle> styles, String caption) {
        this(network, schemes, styles, caption, WIDTH);
    }

    private WidthFigure(
            String network, List<OfScheme> schemes, Map<String, SchemeStyle> styles, String caption, int width) {
        this.network = network;
        this.schemes = List.copyOf(schemes);
        this.styles = styles;
        this.caption = caption;
        this.width = width;
        double top = 21 + Legend.LINE * Legend.lines(legend(), LEFT, width);
        this.plot = new Panel(LEFT, top, width - 14.0, top + PLOT_HEIGHT);
        this.widths = schemes.stream()
                .flatMap(scheme -> scheme.points().stream())
                .map(Point::bits)
                .distinct()
                .sorted()
                .toList();
        this.x = new Scale(widths.getFirst() * 0.9, widths.getLast() * 1.1, plot.left(), plot.right(), true);
        double lowest = schemes.stream()
                .flatMap(scheme -> scheme.points().stream())
                .mapToDouble(Point::accuracy)
                .min()
                .orElseThrow();
        this.y = Scale.ofAccuracies(lowest, plot.bottom(), plot.top());
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
        return (int) plot.bottom() + 60;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new WidthFigure(network, schemes, styles, caption, NARROW));
    }

    @Override
    public Optional<Tabulation> numbers() {
        return Optional.of(new Tabulation(
                List.of("scheme", "bits", "accuracy, %", "interval from", "to", "in float, %"),
                1,
                schemes.stream()
                        .flatMap(scheme -> scheme.points().stream()
                                .map(point -> List.of(
                                        scheme.scheme(),
                                        Integer.toString(point.bits()),
                                        Numbers.percent(point.accuracy(), 2),
                                        Numbers.percent(point.ci95().low(), 2),
                                        Numbers.percent(point.ci95().high(), 2),
                                        Numbers.percent(scheme.inFloat(), 2))))
                        .toList()));
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.plot(plot, () -> drawPlot(canvas));
        plot.yTitle(canvas, "accuracy, %");
        plot.xTitle(canvas, "bits of weights, bounds and values");
        Legend.drawLines(canvas, legend(), LEFT, width, 20);
    }

    private List<Legend.Entry> legend() {
        List<Legend.Entry> legend = new ArrayList<>();
        for (OfScheme scheme : schemes) {
            legend.add(Legend.Entry.of(scheme.scheme(), styles.get(scheme.scheme())));
            legend.add(Legend.Entry.line(scheme.scheme() + " in float", inFloat(scheme)));
        }
        return legend;
    }

    private Pen inFloat(OfScheme scheme) {
        return Pen.dashed(styles.get(scheme.scheme()).ink(), 1.4);
    }

    private void drawPlot(Canvas canvas) {
        plot.accuracyAxis(canvas, y);
        canvas.axis(Axis.x(x, 1), () -> drawWidths(canvas));
        List<Curve> curves = schemes.stream().map(this::curve).toList();
        for (int i = 0; i < curves.size(); i++) {
            OfScheme scheme = schemes.get(i);
            curves.get(i).drawBand(canvas);
            canvas.about(
                    Subject.scheme(scheme.scheme()),
                    () -> plot.level(canvas, y.clamped(scheme.inFloat()), inFloat(scheme)));
        }
        curves.forEach(curve -> curve.drawLine(canvas));
    }

    private void drawWidths(Canvas canvas) {
        for (int bits : widths) {
            canvas.stroke(
                    Marks.line(x.at(bits), plot.bottom(), x.at(bits), plot.bottom() + 4), Pen.solid(Ink.MUTED, 1));
            canvas.text(Integer.toString(bits), x.at(bits), plot.bottom() + 17, TextStyle.TICK);
        }
        plot.baseline(canvas);
    }

    private Curve curve(OfScheme scheme) {
        String name = scheme.scheme();
        return Curve.ofCounts(
                name,
                styles.get(name),
                x,
                y,
                scheme.points().stream()
                        .map(point -> Curve.Point.counted(name, point.bits(), "bit", point.accuracy(), point.ci95())));
    }
}
