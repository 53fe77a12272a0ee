package org.fitact.report.figure;

import java.util.Arrays;
import java.util.List;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;

/** Functions above their derivatives, one column for each family (FitAct, figure 3). */
public final class FunctionsFigure implements Figure {

    private static final List<Ink> INKS =
            List.of(Ink.BLACK, Ink.VERMILLION, Ink.BLUE, Ink.GREEN, Ink.ORANGE, Ink.PURPLE);
    private static final double PLOT_HEIGHT = 150;
    private static final double LABEL_ROW = 15;

    /**
     * A function on a grid.
     *
     * @param y its values at x
     * @param slope its derivatives by the input at x
     */
    public record Curve(String name, double[] x, double[] y, double[] slope) {}

    /** Curves that are drawn in one panel. */
    public record Family(String name, List<Curve> curves) {}

    private final List<Family> families;
    private final String caption;
    private final double legendHeight;
    private final PanelGrid grid;

    public FunctionsFigure(List<Family> families, String caption) {
        this.families = List.copyOf(families);
        this.caption = caption;
        legendHeight = LABEL_ROW
                * families.stream()
                        .mapToInt(family -> family.curves().size())
                        .max()
                        .orElseThrow();
        grid = new PanelGrid(
                2 * families.size(), families.size(), 50, 34 + legendHeight, PLOT_HEIGHT, PLOT_HEIGHT + 58, 36);
    }

    @Override
    public String name() {
        return "fig3";
    }

    @Override
    public String title() {
        return "Activation functions as implemented, and their derivatives";
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
    public void draw(Canvas canvas) {
        for (int i = 0; i < families.size(); i++) {
            Family family = families.get(i);
            Panel upper = grid.panel(i);
            canvas.text(family.name(), upper.left(), 18, TextStyle.HEADING);
            drawNames(canvas, family, upper);
            drawPanel(
                    canvas,
                    upper,
                    family,
                    family.curves().stream().map(Curve::y).toList());
            drawPanel(
                    canvas,
                    grid.panel(families.size() + i),
                    family,
                    family.curves().stream().map(Curve::slope).toList());
        }
        grid.panel(0).yTitle(canvas, "output y");
        grid.panel(families.size()).yTitle(canvas, "slope dy/dx");
        grid.whole().xTitle(canvas, "input x");
    }

    private List<double[]> everyOutput() {
        return families.stream()
                .flatMap(family -> family.curves().stream())
                .map(Curve::y)
                .toList();
    }

    private static void drawNames(Canvas canvas, Family family, Panel panel) {
        for (int c = 0; c < family.curves().size(); c++) {
            double y = 18 + (c + 1) * LABEL_ROW;
            canvas.stroke(Marks.line(panel.left(), y - 4, panel.left() + 16, y - 4), Pen.solid(INKS.get(c), 2));
            canvas.text(family.curves().get(c).name(), panel.left() + 21, y, TextStyle.TICK.at(TextStyle.Anchor.START));
        }
    }

    /** The functions have the same axes; the derivatives do not, since a steep FitReLU would flatten all others. */
    private void drawPanel(Canvas canvas, Panel panel, Family family, List<double[]> values) {
        double[] xs = family.curves().getFirst().x();
        boolean slopes = values.getFirst() == family.curves().getFirst().slope();
        List<double[]> row = slopes ? values : everyOutput();
        Scale x = Scale.linear(xs[0], xs[xs.length - 1], panel.left(), panel.right());
        double low = row.stream().flatMapToDouble(Arrays::stream).min().orElseThrow();
        double high = row.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
        double room = 0.05 * (high - low);
        Scale y = Scale.linear(low - room, high + room, panel.bottom(), panel.top());
        panel.yAxis(canvas, y, 4);
        panel.xAxis(canvas, x, 4, 1, true);
        panel.baseline(canvas);
        for (int c = values.size() - 1; c >= 0; c--) {
            double[] pixelsX = Arrays.stream(xs).map(x::at).toArray();
            double[] pixelsY = Arrays.stream(values.get(c)).map(y::at).toArray();
            canvas.stroke(Marks.polyline(pixelsX, pixelsY), Pen.solid(INKS.get(c), 1.8));
        }
    }
}
