package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.report.drawing.Axis;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.RateAxis;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.Published;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** Mean accuracy over the fault rate, one panel for each network on a data set (FitAct, figure 6). */
public final class AccuracyPanelsFigure implements Figure {

    private static final double PLOT_HEIGHT = 220;
    private static final double LEFT = 58;

    /**
     * A network on a data set.
     *
     * @param heading names both
     * @param note one more line under the heading, may be empty
     * @param published points of the paper
     * @param publishedBaseline the paper's accuracy without faults; NaN for none
     */
    public record Data(
            String heading, String note, StudyResults results, List<Published> published, double publishedBaseline) {}

    private final List<Data> panels;
    private final Map<String, SchemeStyle> styles;
    private final String caption;
    private final PanelGrid grid;

    public AccuracyPanelsFigure(List<Data> panels, Map<String, SchemeStyle> styles, String caption) {
        this(panels, styles, caption, Math.min(3, panels.size()), WIDTH);
    }

    private AccuracyPanelsFigure(
            List<Data> panels, Map<String, SchemeStyle> styles, String caption, int columns, int width) {
        this.panels = List.copyOf(panels);
        this.styles = styles;
        this.caption = caption;
        double top = 57 + Legend.LINE * Legend.lines(legend(), LEFT, width);
        grid = new PanelGrid(panels.size(), columns, LEFT, top, PLOT_HEIGHT, PLOT_HEIGHT + 92, 34, width);
    }

    /** One below the other. */
    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new AccuracyPanelsFigure(panels, styles, caption, 1, NARROW));
    }

    @Override
    public int width() {
        return grid.width();
    }

    @Override
    public String name() {
        return "fig6";
    }

    @Override
    public String title() {
        return "Mean accuracy over the fault rate";
    }

    @Override
    public String caption() {
        return caption;
    }

    @Override
    public int height() {
        return grid.height();
    }

    @Override
    public Optional<Tabulation> numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (Data panel : panels) {
            for (SchemeResult scheme : panel.results().schemes()) {
                scheme.points()
                        .forEach(point -> rows.add(List.of(
                                panel.heading(),
                                scheme.scheme(),
                                Numbers.rate(point.rate()),
                                Numbers.percent(point.mean(), 2),
                                Numbers.percent(point.ci95().low(), 2),
                                Numbers.percent(point.ci95().high(), 2))));
            }
        }
        return Optional.of(
                new Tabulation(List.of("study", "scheme", "rate", "mean, %", "interval from", "to"), 2, rows));
    }

    @Override
    public void draw(Canvas canvas) {
        Legend.drawLines(canvas, legend(), LEFT, grid.width(), 20);
        for (int i = 0; i < panels.size(); i++) {
            drawPanel(canvas, panels.get(i), grid.panel(i), grid.startsRow(i));
        }
        grid.whole().xTitle(canvas, "bit error rate");
    }

    private List<Legend.Entry> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        styles.forEach((scheme, style) -> entries.add(Legend.Entry.of(scheme, style)));
        if (panels.stream().anyMatch(panel -> !panel.published().isEmpty())) {
            entries.add(new Legend.Entry("published", (canvas, x, y) -> PublishedMark.draw(canvas, Ink.MUTED, x, y)));
        }
        if (panels.stream().anyMatch(panel -> !Double.isNaN(panel.publishedBaseline()))) {
            entries.add(Legend.Entry.line("published, no faults", Pen.dashed(Ink.MUTED, 1.2)));
        }
        return entries;
    }

    private void drawPanel(Canvas canvas, Data data, Panel panel, boolean first) {
        double[] rates = data.results().rates();
        Scale x = RateAxis.scale(rates, panel.left() + 10, panel.right() - 10);
        Scale y = Scale.linear(0, 1, panel.bottom(), panel.top());
        double room = panel.right() - panel.left();
        TextStyle noted = TextStyle.TICK.at(TextStyle.Anchor.START);
        canvas.text(
                Glyphs.fitting(data.heading(), TextStyle.HEADING, room),
                panel.left(),
                panel.top() - 24,
                TextStyle.HEADING);
        canvas.text(Glyphs.fitting(data.note(), noted, room), panel.left(), panel.top() - 9, noted);
        if (first) {
            panel.yTitle(canvas, "accuracy, %");
        }
        canvas.plot(panel, () -> drawPlot(canvas, data, panel, x, y));
    }

    private void drawPlot(Canvas canvas, Data data, Panel panel, Scale x, Scale y) {
        panel.accuracyAxis(canvas, y);
        canvas.axis(Axis.x(x, 1), () -> {
            panel.baseline(canvas);
            RateAxis.labels(canvas, data.results().rates(), x, panel.bottom() + 18);
        });
        if (!Double.isNaN(data.publishedBaseline())) {
            panel.level(canvas, y.at(data.publishedBaseline()), Pen.dashed(Ink.MUTED, 1.2));
        }
        styles.forEach((scheme, style) -> data.results()
                .scheme(scheme)
                .filter(result -> !result.points().isEmpty())
                .map(result -> Curve.of(result, style, x, y))
                .ifPresent(curve -> {
                    curve.drawBand(canvas);
                    curve.drawLine(canvas);
                }));
        for (Published point : data.published()) {
            if (styles.containsKey(point.scheme()) && point.rate() >= x.low() && point.rate() <= x.high()) {
                Ink ink = styles.get(point.scheme()).ink();
                PublishedMark.draw(canvas, ink, x.at(point.rate()), y.at(point.accuracy()));
            }
        }
    }
}
