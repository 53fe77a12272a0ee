package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.report.drawing.Boxes;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Dots;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.PanelGrid;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
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

    public BoxPlotFigure(StudyResults results, RateBoxesFigure.Accuracies trials, Map<String, SchemeStyle> styles) {
        this(results, trials, styles, Math.min(3, results.rates().length), WIDTH);
    }

    private BoxPlotFigure(
            StudyResults results,
            RateBoxesFigure.Accuracies trials,
            Map<String, SchemeStyle> styles,
            int columns,
            int width) {
        rates = results.rates();
        schemes = List.copyOf(styles.keySet());
        double names = schemes.stream()
                .mapToDouble(scheme -> Glyphs.width(scheme, TextStyle.LABEL))
                .max()
                .orElse(0);
        double plotHeight = ROW * schemes.size() + 8;
        grid = new PanelGrid(
                rates.length, columns, Math.min(names, 240) + 32, 30, plotHeight, plotHeight + 62, 24, width);
        lowest = lowest(trials);
        all = new TrialBox.Trials(results, trials, styles, Dots.of(rates.length * schemes.size()));
    }

    @Override
    public int width() {
        return grid.width();
    }

    /** One rate below the other. */
    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new BoxPlotFigure(all.results(), all.trials(), all.styles(), 1, NARROW));
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
                + "reach to the last trial within 1.5 interquartile ranges of the box, the mark of the scheme is the mean."
                + all.dots().note(Boxes.mostTrials(all.results()));
    }

    @Override
    public int height() {
        return grid.height();
    }

    @Override
    public Optional<Tabulation> numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : all.results().schemes()) {
            for (PointResult point : scheme.points()) {
                rows.add(row(scheme.scheme(), point));
            }
        }
        return Optional.of(new Tabulation(
                List.of("scheme", "rate", "trials", "worst, %", "quartile", "median", "quartile", "best", "mean", "sd"),
                1,
                rows));
    }

    private List<String> row(String scheme, PointResult point) {
        double[] accuracies = all.trials().of(scheme, point.rate());
        return List.of(
                scheme,
                Numbers.rate(point.rate()),
                Integer.toString(point.trials()),
                Numbers.percent(Arrays.stream(accuracies).min().orElse(Double.NaN)),
                Numbers.percent(point.q1()),
                Numbers.percent(point.median()),
                Numbers.percent(point.q3()),
                Numbers.percent(Arrays.stream(accuracies).max().orElse(Double.NaN)),
                Numbers.percent(point.mean()),
                Numbers.percent(point.sd()));
    }

    @Override
    public void draw(Canvas canvas) {
        for (int index = 0; index < rates.length; index++) {
            int at = index;
            if (grid.startsRow(index)) {
                drawNames(canvas, grid.panel(index));
            }
            canvas.about(Subject.rate(rates[index]), () -> drawRate(canvas, rates[at], grid.panel(at)));
        }
        grid.whole().xTitle(canvas, "accuracy, %");
    }

    private void drawNames(Canvas canvas, Panel panel) {
        for (int row = 0; row < schemes.size(); row++) {
            String scheme = schemes.get(row);
            double middle = middle(panel, row);
            canvas.about(Subject.scheme(scheme), () -> {
                canvas.text(scheme, panel.left() - 22, middle + 4, TextStyle.LABEL.at(TextStyle.Anchor.END));
                all.styles().get(scheme).mark(canvas, panel.left() - 12, middle);
            });
        }
    }

    private void drawRate(Canvas canvas, double rate, Panel panel) {
        Scale x = Scale.ofAccuracies(lowest, panel.left(), panel.right());
        panel.heading(canvas, "rate " + Numbers.rate(rate));
        panel.xAxis(canvas, x, 5, 100, true);
        panel.baseline(canvas);
        for (int row = 0; row < schemes.size(); row++) {
            new TrialBox(x, false, BOX, JITTER).draw(canvas, all, schemes.get(row), rate, middle(panel, row));
        }
    }

    private static double middle(Panel panel, int row) {
        return panel.top() + 4 + (row + 0.5) * ROW;
    }

    private double lowest(RateBoxesFigure.Accuracies trials) {
        double lowest = 1;
        for (String scheme : schemes) {
            for (double rate : rates) {
                for (double accuracy : trials.of(scheme, rate)) {
                    lowest = Math.min(lowest, accuracy);
                }
            }
        }
        return lowest;
    }
}
