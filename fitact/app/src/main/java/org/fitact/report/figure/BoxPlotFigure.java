package org.fitact.report.figure;

import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Boxes;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Dots;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;
import org.fitact.text.Numbers;

/** The trials behind every mean: one panel per fault rate, one box and its points per scheme. */
public final class BoxPlotFigure implements Figure {

    private static final double ROW = 27;
    private static final double BOX = 6.5;
    private static final double JITTER = 8.5;

    private final TrialBox.Trials all;
    private final double[] rates;
    private final List<String> schemes;
    private final PanelGrid grid;
    private final double lowest;

    public BoxPlotFigure(StudyResults results, TrialTable trials, Map<String, SchemeStyle> styles) {
        rates = results.rates();
        schemes = List.copyOf(styles.keySet());
        double names = schemes.stream()
                .mapToDouble(scheme -> Glyphs.width(scheme, TextStyle.LABEL))
                .max()
                .orElse(0);
        double plotHeight = ROW * schemes.size() + 8;
        grid = new PanelGrid(
                rates.length,
                Math.min(3, rates.length),
                Math.min(names, 240) + 20,
                30,
                plotHeight,
                plotHeight + 62,
                24);
        lowest = lowest(trials);
        all = new TrialBox.Trials(results, trials, styles, Dots.of(rates.length * schemes.size()));
    }

    @Override
    public String name() {
        return "trials";
    }

    @Override
    public String title() {
        return "Every trial";
    }

    @Override
    public String caption() {
        return "One point per trial (one set of flipped bits). Boxes span the quartiles, the bar is the median, whiskers "
                + "reach to the last trial within 1.5 interquartile ranges of the box, the diamond is the mean."
                + all.dots().note(Boxes.mostTrials(all.results()));
    }

    @Override
    public int height() {
        return grid.height();
    }

    @Override
    public void draw(Canvas canvas) {
        for (int index = 0; index < rates.length; index++) {
            Panel panel = grid.panel(index);
            Scale x = Scale.ofAccuracies(lowest, panel.left(), panel.right());
            panel.heading(canvas, "rate " + Numbers.rate(rates[index]));
            panel.xAxis(canvas, x, 5, 100, true);
            panel.baseline(canvas);
            for (int row = 0; row < schemes.size(); row++) {
                double middle = panel.top() + 4 + (row + 0.5) * ROW;
                if (grid.startsRow(index)) {
                    canvas.text(
                            schemes.get(row), panel.left() - 10, middle + 4, TextStyle.LABEL.at(TextStyle.Anchor.END));
                }
                new TrialBox(x, false, BOX, JITTER).draw(canvas, all, schemes.get(row), rates[index], middle);
            }
        }
        grid.whole().xTitle(canvas, "accuracy, %");
    }

    private double lowest(TrialTable trials) {
        double lowest = 1;
        for (String scheme : schemes) {
            for (double rate : rates) {
                for (double accuracy : trials.accuracies(scheme, rate)) {
                    lowest = Math.min(lowest, accuracy);
                }
            }
        }
        return lowest;
    }
}
