package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Numbers;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.RateLabels;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;

/** Mean accuracy over the fault rate, one panel for each network on a data set (FitAct, figure 6). */
public final class AccuracyPanelsFigure implements Figure {

    private static final double PLOT_HEIGHT = 220;

    /**
     * A network on a data set.
     *
     * @param heading names both
     * @param note one more line under the heading, may be empty
     * @param published points of the paper
     * @param publishedBaseline the paper's accuracy without faults; NaN for none
     */
    public record Panel(
            String heading, String note, StudyResults results, List<Published> published, double publishedBaseline) {}

    private final List<Panel> panels;
    private final Map<String, SchemeStyle> styles;
    private final String caption;
    private final PanelGrid grid;

    public AccuracyPanelsFigure(List<Panel> panels, Map<String, SchemeStyle> styles, String caption) {
        this.panels = List.copyOf(panels);
        this.styles = styles;
        this.caption = caption;
        int columns = Math.min(3, panels.size());
        grid = new PanelGrid(panels.size(), columns, 58, 76, PLOT_HEIGHT, PLOT_HEIGHT + 92, 34);
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
        return (int) grid.axisLabel() + 12;
    }

    @Override
    public void draw(Canvas canvas) {
        Legend.draw(canvas, legend(), 0, WIDTH, 20);
        for (int i = 0; i < panels.size(); i++) {
            drawPanel(canvas, panels.get(i), grid.panel(i), grid.startsRow(i));
        }
        canvas.text("bit error rate", (grid.left() + WIDTH) / 2, grid.axisLabel(), TextStyle.AXIS);
    }

    private List<Legend.Entry> legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        styles.forEach((scheme, style) -> entries.add(Legend.Entry.of(scheme, style)));
        if (panels.stream().anyMatch(panel -> !panel.published().isEmpty())) {
            entries.add(new Legend.Entry("published", (canvas, x, y) -> Published.drawMark(canvas, Ink.MUTED, x, y)));
        }
        if (panels.stream().anyMatch(panel -> !Double.isNaN(panel.publishedBaseline()))) {
            entries.add(Legend.Entry.line("published, no faults", Pen.dashed(Ink.MUTED, 1.2)));
        }
        return entries;
    }

    private void drawPanel(Canvas canvas, Panel data, PanelGrid.Panel panel, boolean first) {
        double[] rates = data.results().rates();
        boolean single = rates.length == 1;
        double last = rates[rates.length - 1];
        Scale x = new Scale(
                single ? last / 10 : rates[0], single ? last * 10 : last, panel.left() + 10, panel.right() - 10, true);
        Scale y = Scale.linear(0, 1, panel.bottom(), panel.top());
        canvas.text(data.heading(), panel.left(), panel.top() - 24, TextStyle.HEADING);
        canvas.text(data.note(), panel.left(), panel.top() - 9, TextStyle.TICK.at(TextStyle.Anchor.START));
        for (double tick : y.ticks(5)) {
            canvas.stroke(Marks.line(panel.left(), y.at(tick), panel.right(), y.at(tick)), Pen.solid(Ink.GRID, 1));
            canvas.text(
                    Numbers.fixed(100 * tick, 0),
                    panel.left() - 6,
                    y.at(tick) + 4,
                    TextStyle.TICK.sized(11).at(TextStyle.Anchor.END));
        }
        if (first) {
            canvas.text("accuracy, %", 16, (panel.top() + panel.bottom()) / 2, TextStyle.AXIS.turned());
        }
        panel.baseline(canvas);
        RateLabels.draw(canvas, rates, x, panel.bottom() + 18);
        if (!Double.isNaN(data.publishedBaseline())) {
            double baseline = y.at(data.publishedBaseline());
            canvas.stroke(Marks.line(panel.left(), baseline, panel.right(), baseline), Pen.dashed(Ink.MUTED, 1.2));
        }
        styles.forEach((scheme, style) -> data.results()
                .scheme(scheme)
                .filter(result -> !result.points().isEmpty())
                .ifPresent(result -> drawCurve(canvas, result, style, x, y)));
        for (Published point : data.published()) {
            if (styles.containsKey(point.scheme()) && point.rate() >= x.low() && point.rate() <= x.high()) {
                Ink ink = styles.get(point.scheme()).ink();
                Published.drawMark(canvas, ink, x.at(point.rate()), y.at(point.accuracy()));
            }
        }
    }

    private static void drawCurve(Canvas canvas, SchemeResult scheme, SchemeStyle style, Scale x, Scale y) {
        List<PointResult> points = scheme.points();
        double[] xs = points.stream().mapToDouble(point -> x.at(point.rate())).toArray();
        double[] ys = points.stream().mapToDouble(point -> y.at(point.mean())).toArray();
        if (points.size() > 1 && points.stream().allMatch(point -> point.ci95().known())) {
            double[] upper = points.stream()
                    .mapToDouble(point -> y.clamped(point.ci95().high()))
                    .toArray();
            double[] lower = points.stream()
                    .mapToDouble(point -> y.clamped(point.ci95().low()))
                    .toArray();
            canvas.fill(Marks.band(xs, upper, lower), style.ink(), 0.18);
        }
        canvas.stroke(Marks.polyline(xs, ys), Pen.solid(style.ink(), 2));
        for (int i = 0; i < xs.length; i++) {
            canvas.fill(style.marker().at(xs[i], ys[i], 3.6), style.ink(), 1);
            canvas.stroke(style.marker().at(xs[i], ys[i], 3.6), Pen.solid(Ink.PAPER, 0.8));
        }
    }
}
