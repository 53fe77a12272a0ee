package org.fitact.report.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Canvas;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Glyphs;
import org.fitact.report.drawing.Ink;
import org.fitact.report.drawing.Marks;
import org.fitact.report.drawing.Numbers;
import org.fitact.report.drawing.Pen;
import org.fitact.report.drawing.RateLabels;
import org.fitact.report.drawing.Scale;
import org.fitact.report.drawing.Spread;
import org.fitact.report.drawing.TextStyle;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;

/** Accuracy over the fault rate with 95 % interval bands, one curve per scheme. */
public final class AccuracyFigure implements Figure {

    private static final double TOP = 16;
    private static final double BOTTOM = 452;
    private static final double LEFT = 58;
    private static final double FAULT_FREE = 92;
    private static final double FIRST_RATE = 152;
    private static final double LABEL_HEIGHT = 17;
    private static final double LABEL_SIZE = 13;

    private final StudyResults results;
    private final Map<String, SchemeStyle> styles;
    private final double chance;
    private final double[] rates;
    private final double right;
    private final Scale x;
    private final Scale y;

    /** @param chance accuracy of guessing, drawn as a line; NaN if it is not known */
    public AccuracyFigure(StudyResults results, Map<String, SchemeStyle> styles, double chance) {
        this.results = results;
        this.styles = styles;
        this.chance = chance;
        rates = results.rates();
        double widest = styles.keySet().stream()
                .mapToDouble(scheme -> Glyphs.width(scheme, TextStyle.LABEL.sized(LABEL_SIZE)))
                .max()
                .orElse(0);
        right = WIDTH - 44 - Math.min(widest, 240);
        double last = rates[rates.length - 1];
        boolean single = rates.length == 1;
        x = new Scale(single ? last / 10 : rates[0], single ? last * 10 : last, FIRST_RATE, right - 12, true);
        y = Scale.linear(lowest(), 1, BOTTOM, TOP);
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
                + "left, without faults. Bands are 95 % confidence intervals of the mean (Student t). All schemes meet "
                + "the same faults, and the faults of a lower rate are a subset of those of a higher one. A trial uses "
                + "a fixed part of the test images (see the provenance), the accuracy without faults all of them, so "
                + "the curves need not start at its level.";
    }

    @Override
    public int height() {
        return 512;
    }

    @Override
    public void draw(Canvas canvas) {
        drawAxes(canvas);
        List<SchemeResult> curves = results.schemes().stream()
                .filter(scheme -> !scheme.points().isEmpty())
                .toList();
        curves.forEach(scheme -> drawBand(canvas, scheme));
        curves.forEach(scheme -> drawCurve(canvas, scheme));
        drawLabels(canvas, curves);
    }

    private double lowest() {
        double lowest = Double.isNaN(chance) ? 1 : chance;
        for (SchemeResult scheme : results.schemes()) {
            for (PointResult point : scheme.points()) {
                lowest = Math.min(lowest, point.ci95().known() ? point.ci95().low() : point.mean());
            }
        }
        return lowest < 0.4 ? 0 : Math.max(0, Math.floor((lowest - 0.02) * 10) / 10);
    }

    private void drawAxes(Canvas canvas) {
        List<Double> ticks = y.ticks(6);
        for (double tick : ticks) {
            canvas.stroke(Marks.line(LEFT, y.at(tick), right, y.at(tick)), Pen.solid(Ink.GRID, 1));
            canvas.text(
                    Numbers.fixed(100 * tick, 0), LEFT - 8, y.at(tick) + 4, TextStyle.TICK.at(TextStyle.Anchor.END));
        }
        canvas.text("accuracy, %", 16, (TOP + BOTTOM) / 2, TextStyle.AXIS.turned());
        drawBaseline(canvas);
        for (double rate : rates) {
            canvas.stroke(Marks.line(x.at(rate), BOTTOM, x.at(rate), BOTTOM + 5), Pen.solid(Ink.MUTED, 1));
        }
        RateLabels.draw(canvas, rates, x, BOTTOM + 21);
        canvas.text("no faults", FAULT_FREE, BOTTOM + 21, TextStyle.TICK);
        canvas.text("probability that a bit is flipped", (FIRST_RATE + right) / 2, BOTTOM + 44, TextStyle.AXIS);
        if (chance >= y.low()) {
            canvas.stroke(Marks.line(LEFT, y.at(chance), right, y.at(chance)), Pen.dashed(Ink.MUTED, 1));
            canvas.text("chance", LEFT + 4, y.at(chance) - 5, TextStyle.TICK.at(TextStyle.Anchor.START));
        }
    }

    /** The x axis is broken between "no faults" and the first rate, since a logarithm has no zero. */
    private void drawBaseline(Canvas canvas) {
        double gap = (FAULT_FREE + FIRST_RATE) / 2;
        canvas.stroke(Marks.line(LEFT, BOTTOM, gap - 4, BOTTOM), Pen.solid(Ink.MUTED, 1));
        canvas.stroke(Marks.line(gap + 4, BOTTOM, right, BOTTOM), Pen.solid(Ink.MUTED, 1));
        for (double slash : new double[] {gap - 4, gap + 4}) {
            canvas.stroke(Marks.line(slash - 3, BOTTOM + 6, slash + 3, BOTTOM - 6), Pen.solid(Ink.MUTED, 1));
        }
    }

    private void drawBand(Canvas canvas, SchemeResult scheme) {
        List<PointResult> points =
                scheme.points().stream().filter(point -> point.ci95().known()).toList();
        if (points.isEmpty()) {
            return;
        }
        double[] xs = points.stream().mapToDouble(point -> x.at(point.rate())).toArray();
        double[] upper = points.stream()
                .mapToDouble(point -> y.clamped(point.ci95().high()))
                .toArray();
        double[] lower = points.stream()
                .mapToDouble(point -> y.clamped(point.ci95().low()))
                .toArray();
        Ink ink = styles.get(scheme.scheme()).ink();
        if (points.size() > 1) {
            canvas.fill(Marks.band(xs, upper, lower), ink, 0.18);
        } else {
            canvas.stroke(Marks.line(xs[0], upper[0], xs[0], lower[0]), new Pen(ink, 6, 0.3, 0));
        }
    }

    private void drawCurve(Canvas canvas, SchemeResult scheme) {
        SchemeStyle style = styles.get(scheme.scheme());
        double[] xs = scheme.points().stream()
                .mapToDouble(point -> x.at(point.rate()))
                .toArray();
        double[] ys = scheme.points().stream()
                .mapToDouble(point -> y.at(point.mean()))
                .toArray();
        canvas.stroke(Marks.polyline(xs, ys), Pen.solid(style.ink(), 2.2));
        double faultFree = scheme.faultFreeAccuracy();
        if (!Double.isNaN(faultFree)) {
            canvas.stroke(
                    Marks.line(FAULT_FREE, y.clamped(faultFree), xs[0], ys[0]), new Pen(style.ink(), 1.2, 0.7, 3));
            drawMarker(canvas, style, FAULT_FREE, y.clamped(faultFree));
        }
        for (int i = 0; i < xs.length; i++) {
            drawMarker(canvas, style, xs[i], ys[i]);
        }
    }

    private static void drawMarker(Canvas canvas, SchemeStyle style, double x, double y) {
        canvas.fill(style.marker().at(x, y, 4.2), style.ink(), 1);
        canvas.stroke(style.marker().at(x, y, 4.2), Pen.solid(Ink.PAPER, 1));
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
            SchemeStyle style = styles.get(scheme.scheme());
            double end = x.at(scheme.points().getLast().rate());
            canvas.stroke(Marks.line(end + 7, wanted[i], right + 14, placed[i]), new Pen(style.ink(), 1, 0.6, 0));
            canvas.fill(style.marker().at(right + 20, placed[i], 4.2), style.ink(), 1);
            canvas.text(scheme.scheme(), right + 29, placed[i] + 4.5, TextStyle.LABEL.sized(LABEL_SIZE));
        }
    }
}
