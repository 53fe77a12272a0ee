package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.report.drawing.Axis;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Panel;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.RateAxis;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Spread;
import org.fitact.report.drawing.Subject;
import org.fitact.report.drawing.Tabulation;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.text.Numbers;

/** Accuracy over the fault rate with 95 % interval bands, one curve per scheme. */
public final class AccuracyFigure implements Figure {

    private static final double TOP = 16;
    private static final double BOTTOM = 452;
    private static final double LEGEND = 78;
    private static final double LABEL_HEIGHT = 17;
    private static final double LABEL_SIZE = 13;

    private final StudyResults results;
    private final Map<String, SchemeStyle> styles;
    private final double chance;
    private final double[] rates;
    private final int width;
    private final double faultFreeAt;
    private final double firstRate;
    private final Panel plot;
    private final Scale x;
    private final Scale y;

    /** @param chance accuracy of guessing, drawn as a line; NaN if it is not known */
    public AccuracyFigure(StudyResults results, Map<String, SchemeStyle> styles, double chance) {
        this(results, styles, chance, WIDTH);
    }

    private AccuracyFigure(StudyResults results, Map<String, SchemeStyle> styles, double chance, int width) {
        this.results = results;
        this.styles = styles;
        this.chance = chance;
        this.width = width;
        rates = results.rates();
        double left = isNarrow() ? 48 : 58;
        faultFreeAt = left + 34;
        firstRate = left + (isNarrow() ? 76 : 94);
        double widest = styles.keySet().stream()
                .mapToDouble(scheme -> Glyphs.width(scheme, TextStyle.LABEL.sized(LABEL_SIZE)))
                .max()
                .orElse(0);
        plot = new Panel(left, TOP, isNarrow() ? width - 10.0 : width - 44 - Math.min(widest, 240), BOTTOM);
        x = RateAxis.scale(rates, firstRate, plot.right() - 12);
        y = Scale.ofAccuracies(lowest(), BOTTOM, TOP);
    }

    private boolean isNarrow() {
        return width < WIDTH;
    }

    @Override
    public int width() {
        return width;
    }

    /** Curves are named below. */
    @Override
    public Optional<Figure> narrow() {
        return Optional.of(new AccuracyFigure(results, styles, chance, NARROW));
    }

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String title() {
        return "Accuracy over the fault rate";
    }

    @Override
    public String caption() {
        return "Mean accuracy of each scheme when every bit of the stored parameters flips with the given probability; "
                + "left, without faults. Bands are 95 % confidence intervals of the mean. All schemes meet "
                + "the same faults, and the faults of a lower rate are a subset of those of a higher one. A trial uses "
                + "a fixed part of the test images (see the provenance), the accuracy without faults all of them, so "
                + "the curves need not start at its level.";
    }

    @Override
    public int height() {
        return 512 + (isNarrow() ? (int) Legend.LINE * Legend.lines(key(), 0, width) : 0);
    }

    /** Without faults first, then by rate. */
    @Override
    public Optional<Tabulation> numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (SchemeResult scheme : results.schemes()) {
            if (!Double.isNaN(scheme.faultFreeAccuracy())) {
                rows.add(List.of(
                        scheme.scheme(), "none", Numbers.percent(scheme.faultFreeAccuracy(), 2), "", "", "", ""));
            }
            scheme.points().forEach(point -> rows.add(row(scheme.scheme(), point)));
        }
        return Optional.of(new Tabulation(
                List.of("scheme", "rate", "mean, %", "interval from", "to", "trials", "flipped bits"), 1, rows));
    }

    private static List<String> row(String scheme, PointResult point) {
        return List.of(
                scheme,
                Numbers.rate(point.rate()),
                Numbers.percent(point.mean(), 2),
                Numbers.percent(point.ci95().low(), 2),
                Numbers.percent(point.ci95().high(), 2),
                Integer.toString(point.trials()),
                Numbers.fixed(point.meanFlips(), 1));
    }

    @Override
    public void draw(Canvas canvas) {
        List<SchemeResult> curves = results.schemes().stream()
                .filter(scheme -> !scheme.points().isEmpty())
                .toList();
        canvas.plot(plot, () -> {
            drawAxes(canvas);
            curves.forEach(scheme -> curve(scheme).drawBand(canvas));
            curves.forEach(scheme -> {
                drawFaultFree(canvas, scheme);
                curve(scheme).drawLine(canvas);
            });
        });
        plot.yTitle(canvas, "accuracy, %");
        new Panel(firstRate, TOP, plot.right(), BOTTOM).xTitle(canvas, "probability that a bit is flipped");
        if (isNarrow()) {
            Legend.drawLines(canvas, key(), 0, width, BOTTOM + LEGEND);
        } else {
            drawLabels(canvas, curves);
        }
    }

    private List<Legend.Entry> key() {
        return styles.entrySet().stream()
                .map(style -> Legend.Entry.of(style.getKey(), style.getValue()))
                .toList();
    }

    private Curve curve(SchemeResult scheme) {
        return Curve.of(scheme, styles.get(scheme.scheme()), x, y);
    }

    private double lowest() {
        double lowest = Double.isNaN(chance) ? 1 : chance;
        for (SchemeResult scheme : results.schemes()) {
            for (PointResult point : scheme.points()) {
                lowest = Math.min(lowest, point.ci95().known() ? point.ci95().low() : point.mean());
            }
        }
        return lowest;
    }

    private void drawAxes(Canvas canvas) {
        plot.accuracyAxis(canvas, y);
        canvas.axis(Axis.x(x, 1), () -> drawRates(canvas));
        if (chance >= y.low()) {
            plot.level(canvas, y.at(chance), Pen.dashed(Ink.MUTED, 1));
            canvas.text("chance", plot.left() + 4, y.at(chance) - 5, TextStyle.TICK.at(TextStyle.Anchor.START));
        }
    }

    private void drawRates(Canvas canvas) {
        drawBaseline(canvas);
        for (double rate : rates) {
            canvas.about(
                    Subject.rate(rate),
                    () -> canvas.stroke(
                            Marks.line(x.at(rate), BOTTOM, x.at(rate), BOTTOM + 5), Pen.solid(Ink.MUTED, 1)));
        }
        RateAxis.labels(canvas, rates, x, BOTTOM + 21);
        canvas.text("no faults", faultFreeAt, BOTTOM + 21, TextStyle.TICK);
    }

    /** The x axis is broken between "no faults" and the first rate, since a logarithm has no zero. */
    private void drawBaseline(Canvas canvas) {
        double gap = (faultFreeAt + firstRate) / 2;
        canvas.stroke(Marks.line(plot.left(), BOTTOM, gap - 4, BOTTOM), Pen.solid(Ink.MUTED, 1));
        canvas.stroke(Marks.line(gap + 4, BOTTOM, plot.right(), BOTTOM), Pen.solid(Ink.MUTED, 1));
        for (double slash : new double[] {gap - 4, gap + 4}) {
            canvas.stroke(Marks.line(slash - 3, BOTTOM + 6, slash + 3, BOTTOM - 6), Pen.solid(Ink.MUTED, 1));
        }
    }

    /** From the mean without faults to that at the lowest rate. */
    private void drawFaultFree(Canvas canvas, SchemeResult scheme) {
        double faultFree = scheme.faultFreeAccuracy();
        if (!Double.isNaN(faultFree)) {
            SchemeStyle style = styles.get(scheme.scheme());
            PointResult first = scheme.points().getFirst();
            canvas.about(
                    new Subject(scheme.scheme(), List.of(first.rate()), false, ""),
                    () -> canvas.stroke(
                            Marks.line(faultFreeAt, y.clamped(faultFree), x.at(first.rate()), y.at(first.mean())),
                            new Pen(style.ink(), 1.2, 0.7, 3)));
            canvas.about(
                    Subject.told(scheme.scheme(), scheme.scheme(), "no faults", Numbers.percent(faultFree) + " %"),
                    () -> style.mark(canvas, faultFreeAt, y.clamped(faultFree)));
        }
    }

    /** Every curve is named at its right end; labels that would overlap are moved apart and tied to their curve. */
    private void drawLabels(Canvas canvas, List<SchemeResult> curves) {
        List<SchemeResult> byHeight = new ArrayList<>(curves);
        byHeight.sort(
                Comparator.comparingDouble(scheme -> -scheme.points().getLast().mean()));
        double[] wanted = byHeight.stream()
                .mapToDouble(scheme -> y.at(scheme.points().getLast().mean()))
                .toArray();
        double[] placed = Spread.apart(wanted, LABEL_HEIGHT, TOP + 4, BOTTOM - 2);
        for (int i = 0; i < placed.length; i++) {
            SchemeResult scheme = byHeight.get(i);
            double from = wanted[i];
            double to = placed[i];
            canvas.about(Subject.scheme(scheme.scheme()), () -> drawLabel(canvas, scheme, from, to));
        }
    }

    private void drawLabel(Canvas canvas, SchemeResult scheme, double from, double to) {
        SchemeStyle style = styles.get(scheme.scheme());
        double end = x.at(scheme.points().getLast().rate());
        canvas.tie(Marks.line(end + 7, from, plot.right() + 14, to), new Pen(style.ink(), 1, 0.6, 0));
        canvas.fill(style.marker().at(plot.right() + 20, to, 4.2), style.ink(), 1);
        canvas.text(scheme.scheme(), plot.right() + 29, to + 4.5, TextStyle.LABEL.sized(LABEL_SIZE));
    }
}
